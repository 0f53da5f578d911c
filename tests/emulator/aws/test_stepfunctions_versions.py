"""Published versions can be listed."""

import pytest
from botocore.exceptions import ClientError

from emulator.aws import stepfunctions_versions
from emulator.cloud.cloud import Cloud
from tests.emulator.aws.machines import MACHINE, add_machine

CHANGED = '{"StartAt":"Done","States":{"Done":{"Type":"Succeed"}}}'


def test_versions_are_listed_newest_first(cloud: Cloud) -> None:
    """The last version comes first."""
    add_machine(cloud, publish=True)
    client = cloud.client("stepfunctions")
    client.update_state_machine(stateMachineArn=MACHINE, definition=CHANGED, publish=True)
    listed = client.list_state_machine_versions(stateMachineArn=MACHINE)["stateMachineVersions"]
    assert [v["stateMachineVersionArn"] for v in listed] == [f"{MACHINE}:2", f"{MACHINE}:1"]


def test_a_machine_without_versions_has_none(cloud: Cloud) -> None:
    """Nothing published, nothing listed."""
    add_machine(cloud)
    listed = cloud.client("stepfunctions").list_state_machine_versions(stateMachineArn=MACHINE)
    assert listed["stateMachineVersions"] == []


def test_moto_alone_can_not(cloud: Cloud) -> None:
    """moto lacks the call; else this patch can go."""
    add_machine(cloud)
    with stepfunctions_versions.patch.taken_off(), pytest.raises(ClientError, match="can't do"):
        cloud.client("stepfunctions").list_state_machine_versions(stateMachineArn=MACHINE)
