"""`adopt`: settings for what an account has already."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from costs.deployed.adoption import Adoption

LEFT = 3  # the exit code when something can't be adopted as it is


def adopt(
    profile: Annotated[str | None, typer.Option(help="Of the AWS configuration.")] = None,
    region: Annotated[
        str | None, typer.Option(help="Of buckets and catalog; default: the profile's.")
    ] = None,
    environment: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="One of cdktf.json keeps its settings; another is read from the account.",
        ),
    ] = "adopted",
) -> None:
    """Write settings that take over what an AWS account has.

    Only reads. On stderr: what can't be adopted as it is, and why. Exit code 3: there is such a thing.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    from athena.errors import ExpectedFailure
    from modules.settings.problems import SettingsError

    try:
        adoption = _adoption(profile, region, environment)
    except SettingsError as problem:
        raise ExpectedFailure(str(problem)) from None
    except (BotoCoreError, ClientError) as problem:
        raise ExpectedFailure(f"the account can't be read: {problem}") from None
    typer.echo(json.dumps({environment: adoption.settings}, indent=2))
    for line in adoption.left:
        typer.echo(line, err=True)
    if adoption.left:
        raise typer.Exit(LEFT)


def _adoption(profile: str | None, region: str | None, name: str) -> "Adoption":
    import boto3

    from costs.deployed.account import Account
    from costs.deployed.adoption import adopt_known, adopt_new
    from emulator.environment import PROJECT
    from modules.environment import read_environments

    file = PROJECT / "cdktf.json"
    known = read_environments(file).get(name)
    session = boto3.Session(profile_name=profile)
    if known is None:
        place = region or session.region_name
        if place is None:
            raise typer.BadParameter("--region is missing, and the profile has none")
        return adopt_new(Account(session, place), name)
    if region not in (None, known.region):
        raise typer.BadParameter(f"--region {region}: {name} of cdktf.json is in {known.region}")
    settings = json.loads(file.read_text())["context"]["environments"][name]
    return adopt_known(Account(session, known.region), name, settings)
