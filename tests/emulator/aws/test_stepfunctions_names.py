"""An execution that is started without a name gets one."""

import pytest
from botocore.exceptions import ClientError

from emulator.aws import stepfunctions_names
from emulator.cloud.cloud import Cloud
from tests.emulator.aws.machines import add_machine


def start_twice(cloud: Cloud) -> set[str]:
    """The ARNs of two executions of one machine, with different input."""
    machine = add_machine(cloud)
    states = cloud.client("stepfunctions")
    inputs = ['{"month": 1}', '{"month": 2}']
    return {
        states.start_execution(stateMachineArn=machine, input=asked)["executionArn"]
        for asked in inputs
    }


def test_two_executions_without_a_name_are_two(cloud: Cloud) -> None:
    """Each is named at random."""
    assert len(start_twice(cloud)) == 2


def test_moto_alone_knows_one_name(cloud: Cloud) -> None:
    """moto refuses the second; else this patch can go."""
    with (
        stepfunctions_names.patch.taken_off(),
        pytest.raises(ClientError, match="ExecutionAlreadyExists"),
    ):
        start_twice(cloud)
