"""AWS's own managed policies are read once, and are new in every account."""

import json

import pytest
from moto.iam.models import AWSManagedPolicy

from emulator.aws import iam_managed_policies
from emulator.cloud.cloud import Cloud

GLUE = "arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole"


def attach(cloud: Cloud) -> int:
    """Attach it to a new role; how often it is attached now."""
    iam = cloud.client("iam")
    iam.create_role(RoleName="role", AssumeRolePolicyDocument=json.dumps({}))
    iam.attach_role_policy(RoleName="role", PolicyArn=GLUE)
    return int(iam.get_policy(PolicyArn=GLUE)["Policy"]["AttachmentCount"])


def times_read(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> int:
    """How often is a policy made, in two empty accounts?"""
    made: list[str] = []
    read = AWSManagedPolicy.from_data

    def counting(name: str, account_id: str, region_name: str, data: dict[str, object]) -> object:
        made.append(name)
        return read(name, account_id, region_name, data)

    monkeypatch.setattr(AWSManagedPolicy, "from_data", counting)
    for _ in range(2):
        cloud.reset()
        cloud.client("iam").list_roles()
    return made.count("AWSGlueServiceRole")


def test_a_policy_forgets_what_it_was_attached_to(cloud: Cloud) -> None:
    """When the cloud is emptied."""
    assert attach(cloud) == 1
    cloud.reset()
    assert attach(cloud) == 1


def test_policies_are_read_once(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often a cloud is emptied."""
    cloud.client("iam").list_roles()
    assert times_read(cloud, monkeypatch) == 0


def test_moto_alone_reads_them_every_time(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """moto is slow; else this patch can go."""
    with iam_managed_policies.patch.taken_off():
        assert times_read(cloud, monkeypatch) > 1
