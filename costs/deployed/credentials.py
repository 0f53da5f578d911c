"""Whose credentials they are: an environment is looked at with those of its own account only."""

import boto3

from athena.errors import ExpectedFailure
from modules.naming import Names


class WrongAccount(ExpectedFailure):
    """`str()` names both accounts."""


def session_in(environment: str, names: Names, profile: str | None) -> boto3.Session:
    """In the environment's region. Raises WrongAccount and botocore's errors."""
    session = boto3.Session(profile_name=profile, region_name=names.region)
    found = session.client("sts").get_caller_identity()["Account"]
    require_account(environment, names.account_id, str(found))
    return session


def require_account(environment: str, account_id: str, found: str) -> None:
    """Raises WrongAccount when the credentials are another's."""
    if found != account_id:
        raise WrongAccount(
            f"these credentials are of account {found}, and {environment} is in {account_id}: choose "
            "its --profile"
        )
