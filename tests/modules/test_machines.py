"""The state machines' definitions: no call is made once only, no failure passes unseen."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.conftest import Json

MACHINES: dict[str, Json] = {
    name: json.loads(Path("modules", path).read_text())
    for name, path in (
        ("crawl starter", "events/crawl_starter.asl.json"),
        ("month sealer", "query/month_sealer.asl.json"),
    )
}
# How each service says that it is busy; `States.TaskFailed` stands for all of them.
BUSY = {
    "athena": "Athena.TooManyRequestsException",
    "glue": "Glue.ThrottlingException",
}
# What fails, goes on all the same, and is seen where it says.
SEEN: dict[str, str] = {
    "Look at the queue": "crawls once more",
    "How much is left?": "the execution fails all the same: its month isn't in the catalog",
    "How large is the manifest?": "the delivery is counted; its columns are compared at the next one",
    "Read the manifest": "the delivery is counted; its columns and files are compared at the next one",
    "Count the delivery and its columns": "alarm not-catalogued: the metric is missing",
    "Count the delivery": "alarm not-catalogued: the metric is missing",
    "Count missing files": "python -m costs reconcile; the next seal counts them again",
    "Delete folders": "no reader sees them; the generation after deletes its own",
    "Count that it was superseded": "the execution that was first is counted",
    "Count the month": "alarm not-sealed: the metric is missing",
}


def states(
    machine: Json, inside: tuple[Json, ...] = ()
) -> Iterator[tuple[str, Json, tuple[Json, ...]]]:
    """Each with the Map states that it is inside of."""
    for name, state in machine["States"].items():
        yield name, state, inside
        if "ItemProcessor" in state:
            yield from states(state["ItemProcessor"], (*inside, state))


TASKS = {
    f"{machine}: {name}": (state, inside)
    for machine, definition in MACHINES.items()
    for name, state, inside in states(definition)
    if state["Type"] == "Task"
}
each_task = pytest.mark.parametrize(("state", "inside"), TASKS.values(), ids=TASKS)


@each_task
def test_every_call_is_made_again_when_a_service_is_busy(state: Json, inside: object) -> None:
    """Twice at least, later each time."""
    service = state["Resource"].partition(":::")[2].removeprefix("aws-sdk:").partition(":")[0]
    told = {"States.TaskFailed", "States.ALL", BUSY.get(service)}
    fitting = [retry for retry in state.get("Retry", ()) if told & set(retry["ErrorEquals"])]
    assert fitting
    assert fitting[0]["MaxAttempts"] >= 2
    assert fitting[0]["BackoffRate"] > 1


@each_task
def test_every_call_that_fails_for_good_is_caught(state: Json, inside: tuple[Json, ...]) -> None:
    """By itself or by what it is inside of: else the execution ends without a word of whose it was."""
    catches = [catch for one in (state, *inside) for catch in one.get("Catch", ())]
    assert any("States.ALL" in catch["ErrorEquals"] for catch in catches)


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
def test_a_failure_that_is_remembered_ends_the_execution_failed(machine: Json) -> None:
    """Whatever is tidied up before."""
    named = {name: state for name, state, _ in states(machine)}
    caught = {
        name: catch["Next"]
        for name, state in named.items()
        for catch in state.get("Catch", ())
        if catch["ResultPath"] == "$.failure"
    }
    assert caught
    assert [name for name, following in caught.items() if not fails(named, following)] == []


def fails(named: Mapping[str, Json], name: str) -> bool:
    """Does what follows end in a Fail state? A choice may look at the failure, or not."""
    state = named[name]
    if state["Type"] == "Choice":
        asking = [one for one in state["Choices"] if one["Variable"] == "$.failure.Error"]
        return all(fails(named, one["Next"]) for one in (*asking, {"Next": state["Default"]}))
    return state["Type"] == "Fail" or ("Next" in state and fails(named, state["Next"]))


def test_a_failure_that_is_not_is_seen_elsewhere() -> None:
    """Its place is in SEEN, and nothing else has one."""
    goes_on = {
        name
        for machine in MACHINES.values()
        for name, state, _ in states(machine)
        for catch in state.get("Catch", ())
        if "States.ALL" in catch["ErrorEquals"] and catch["ResultPath"] != "$.failure"
    }
    assert goes_on == set(SEEN)


def test_every_failure_says_whose_it_was() -> None:
    """A manifest, a month, or how many months were asked for; the cause is all that people get."""
    asked = ("$.manifest", "$.sealing.period", "$.last_months", "$.failure.Cause")
    for machine in MACHINES.values():
        for name, state in machine["States"].items():
            if state["Type"] == "Fail":
                assert any(word in state["CausePath"] for word in asked), name
