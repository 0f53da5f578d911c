"""A bucket of state transitions, and who finds it empty."""

from collections.abc import Iterator
from typing import Any

import pytest
from moto.cloudwatch.models import cloudwatch_backends

from emulator.aws import stepfunctions_throttling
from emulator.aws.stepfunctions_throttling import TRANSITIONS, Transitions
from emulator.cloud.cloud import Cloud
from tests.emulator.aws.machines import MACHINE, add_machine, run

STEPS: dict[str, Any] = {
    "StartAt": "1",
    "States": {str(n): {"Type": "Pass", "Next": str(n + 1)} for n in range(1, 6)}
    | {"6": {"Type": "Succeed"}},
}


@pytest.fixture
def few() -> Iterator[None]:
    """Two at once, a hundred a second."""
    TRANSITIONS.limit(2, 100)
    yield
    TRANSITIONS.limit(Transitions.size, Transitions.refill)


def throttled(cloud: Cloud) -> int:
    """How often CloudWatch was told, of one execution of six states."""
    assert run(cloud, add_machine(cloud, STEPS))["status"] == "SUCCEEDED"
    told = cloudwatch_backends[cloud.account_id][cloud.region].metric_data
    found = [datum for datum in told if datum.name == "ExecutionThrottled"]
    assert {datum.dimensions[0].value for datum in found} <= {MACHINE}
    return len(found)


@pytest.mark.usefixtures("few")
def test_a_throttled_execution_is_late_and_told(cloud: Cloud) -> None:
    """Each transition that had to wait, once; it succeeds all the same."""
    assert 1 <= throttled(cloud) <= 4


def test_nobody_is_throttled_within_the_quota(cloud: Cloud) -> None:
    """AWS's own is hundreds of states at once."""
    assert throttled(cloud) == 0


@pytest.mark.usefixtures("few")
def test_moto_alone_never_waits(cloud: Cloud) -> None:
    """Else this patch can go."""
    with stepfunctions_throttling.patch.taken_off():
        assert throttled(cloud) == 0
