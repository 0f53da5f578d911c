"""25,000 events are the end of an execution."""

from typing import Any

import pytest

from emulator.aws import stepfunctions_history
from emulator.cloud.cloud import Cloud
from tests.emulator.aws.machines import add_machine, history, run

MOST = 40
CAUGHT = {"ErrorEquals": ["States.ALL"], "Next": "Rescued"}


def machine(cloud: Cloud, times: int) -> str:
    """Each of so many items is looked at: 6 events and 5 around it, beside 4 of a state before and 2."""
    inside = {"StartAt": "Look", "States": {"Look": {"Type": "Succeed"}}}
    each: dict[str, Any] = {"Type": "Map", "ItemsPath": "$.items", "ItemProcessor": inside}
    states = {
        "Items": {"Type": "Pass", "Result": {"items": list(range(times))}, "Next": "Each"},
        "Each": each | {"MaxConcurrency": 1, "Catch": [CAUGHT], "End": True},
        "Rescued": {"Type": "Pass", "End": True},
    }
    return add_machine(cloud, {"StartAt": "Items", "States": states})


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stepfunctions_history, "MOST_EVENTS", MOST)


@pytest.mark.parametrize(("items", "status"), [(8, "SUCCEEDED"), (9, "FAILED"), (30, "FAILED")])
def test_who_needs_more_events_fails_and_is_not_caught(
    cloud: Cloud, items: int, status: str
) -> None:
    """The last one is the execution's end; 8 items take 40."""
    ended = run(cloud, machine(cloud, items))
    assert ended["status"] == status
    events = history(cloud, ended["executionArn"])
    assert len(events) == MOST
    if status == "FAILED":
        assert "maximum number of history events" in ended["cause"]
        assert "error" not in ended
        assert events[-1]["type"] == "ExecutionFailed"


def test_moto_alone_goes_on(cloud: Cloud) -> None:
    """Else this patch can go."""
    with stepfunctions_history.patch.taken_off():
        ended = run(cloud, machine(cloud, 30))
        assert ended["status"] == "SUCCEEDED"
        assert len(history(cloud, ended["executionArn"])) > MOST
