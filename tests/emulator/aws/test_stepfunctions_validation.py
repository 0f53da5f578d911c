"""A definition can be checked before it is used."""

import json

import pytest
from botocore.exceptions import ClientError

from emulator.aws import stepfunctions_validation
from emulator.cloud.cloud import Cloud
from tests.emulator.aws.machines import PASS


def result(cloud: Cloud, definition: str) -> str:
    answer = cloud.client("stepfunctions").validate_state_machine_definition(definition=definition)
    return str(answer["result"])


def test_a_definition_is_checked(cloud: Cloud) -> None:
    """A good definition is OK, a broken one FAIL, with a diagnostic."""
    assert result(cloud, json.dumps(PASS)) == "OK"
    assert result(cloud, '{"StartAt": "Pass", "States": {"Pass": {"Type": "Nonsense"}}}') == "FAIL"


def test_moto_alone_can_not(cloud: Cloud) -> None:
    """moto lacks the call; else this patch can go."""
    with (
        stepfunctions_validation.patch.taken_off(),
        pytest.raises(ClientError, match="can't do stepfunctions:ValidateStateMachineDefinition"),
    ):
        result(cloud, json.dumps(PASS))
