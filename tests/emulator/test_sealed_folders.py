"""Where the machine that seals months looks for them, asked of its definition alone."""

import json
from typing import Any

import pytest

from emulator.cloud.cloud import Cloud
from modules.datasets import BillingPeriod
from modules.sealed import Sealing
from tests.conftest import Json, Stack
from tests.emulator.aws.machines import add_machine
from tests.emulator.line import PLAN as EXAMPLE_PLAN


@pytest.mark.parametrize("period", [BillingPeriod(2025, 12), BillingPeriod(2026, 1)], ids=str)
def test_folders_are_named_as_the_plan_names_them(
    cloud: Cloud, example: Stack, period: BillingPeriod
) -> None:
    """The definition spells data folders and manifests of both services on its own."""
    stored = example.resource("aws_sfn_state_machine", "query_month_sealer_state_machine")
    definition = json.loads(stored["definition"])
    states = definition["States"]
    looking = states["Take fingerprints"]
    states["Take fingerprints"] = {
        key: looking[key] for key in ("Type", "ItemsPath", "ItemSelector", "ItemProcessor")
    } | {"End": True}
    inside = looking["ItemProcessor"]["States"]
    looking["ItemProcessor"]["States"] = {
        name: state for name, state in inside.items() if " folders?" in name or "Name " in name
    } | {"Look for the manifest": {"Type": "Pass", "OutputPath": "$.named", "End": True}}
    named = _output(cloud, definition, {"billing_period": str(period)})
    sealed = Sealing.of(EXAMPLE_PLAN)
    assert sealed
    assert named == [
        {"data": delivery.month_prefix(period), "manifest": delivery.manifest_key(period)}
        for delivery in sealed.deliveries
    ]
    assert len(named) == 2


def _output(cloud: Cloud, definition: Json, asked: Json) -> Any:
    states = cloud.client("stepfunctions")
    started = states.start_execution(
        stateMachineArn=add_machine(cloud, definition), input=json.dumps(asked)
    )
    cloud.wait_until_idle()
    ended = states.describe_execution(executionArn=started["executionArn"])
    assert ended["status"] == "SUCCEEDED", ended
    return json.loads(ended["output"])
