"""What a role may: its policies, and within them its boundary."""

import pytest

from emulator.aws.roles import AccessDenied, Role
from emulator.cloud.cloud import Cloud
from modules import iam

BUCKET = "arn:aws:s3:::bills"


def managed(cloud: Cloud, name: str, actions: list[str]) -> str:
    document = iam.document(iam.statement("Allowed", actions, "*"))
    made = cloud.client("iam").create_policy(PolicyName=name, PolicyDocument=iam.render(document))
    return str(made["Policy"]["Arn"])


def role(cloud: Cloud, boundary: str) -> Role:
    client = cloud.client("iam")
    client.create_role(
        RoleName="r",
        AssumeRolePolicyDocument=iam.render(iam.trust("glue.amazonaws.com")),
        PermissionsBoundary=boundary,
    )
    allowed = iam.document(iam.statement("Allowed", ["s3:GetObject", "s3:ListBucket"], "*"))
    client.put_role_policy(RoleName="r", PolicyName="p", PolicyDocument=iam.render(allowed))
    return Role(cloud.account_id, "r")


def test_a_boundary_allows_nothing_by_itself(cloud: Cloud) -> None:
    """A role may what its policies and its boundary allow, both."""
    bounded = role(cloud, managed(cloud, "boundary", ["s3:ListBucket", "s3:PutObject"]))
    assert bounded.may("s3:ListBucket", BUCKET)
    with pytest.raises(AccessDenied, match=r"s3:GetObject .* because no permissions boundary"):
        bounded.require("s3:GetObject", f"{BUCKET}/a")
    with pytest.raises(AccessDenied, match=r"s3:PutObject .* because no identity-based policy"):
        bounded.require("s3:PutObject", f"{BUCKET}/a")


def test_a_boundary_that_is_gone_allows_nothing(cloud: Cloud) -> None:
    """AWS keeps the reference."""
    boundary = managed(cloud, "boundary", ["s3:*"])
    bounded = role(cloud, boundary)
    assert bounded.may("s3:ListBucket", BUCKET)
    cloud.client("iam").delete_policy(PolicyArn=boundary)
    assert not bounded.may("s3:ListBucket", BUCKET)


def test_an_attached_policy_counts_as_an_inline_one_does(cloud: Cloud) -> None:
    """Managed policies, in their default version."""
    bounded = role(cloud, managed(cloud, "boundary", ["s3:*"]))
    assert not bounded.may("s3:PutObject", f"{BUCKET}/a")
    attached = managed(cloud, "attached", ["s3:PutObject"])
    cloud.client("iam").attach_role_policy(RoleName="r", PolicyArn=attached)
    assert bounded.may("s3:PutObject", f"{BUCKET}/a")
