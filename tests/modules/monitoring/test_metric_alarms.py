"""What alarms look at, and what they say."""

import re
from pathlib import Path

import pytest

from modules.plan import Plan
from modules.running_cost import Bill, running_cost
from modules.watching import Kind
from tests.conftest import Json, Stack, Synthesize, environment

RUNBOOK = Path("docs/runbook.md").read_text()


def test_every_alarm_says_what_to_do_and_where_more_is_written(example: Stack) -> None:
    """Its section is there."""
    kinds = ("aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm")
    for kind in kinds:
        for alarm in example.resources(kind).values():
            anchor = re.search(r"docs/runbook\.md#([a-z\-]+)$", alarm["alarm_description"])
            assert anchor, alarm
            assert f"\n## {anchor[1].replace('-', ': ', 1).capitalize()}\n" in RUNBOOK
            assert len(alarm["alarm_description"]) <= 1024


@pytest.mark.parametrize("kind", [*Kind, "stale"])
def test_every_kind_has_its_section(kind: str) -> None:
    """With what it means, how it is seen, mended, and known to be mended."""
    _, _, rest = RUNBOOK.partition(f"\n## Alarm: {kind}\n")
    section = rest.partition("\n## ")[0]
    assert all(f"*{part}" in section for part in ("Meaning", "See", "Mend"))


def test_a_failure_is_absent_when_there_is_none(example: Stack) -> None:
    """Work that doesn't come is absent too; CloudWatch looks back seven days, one below an hour."""
    for alarm in example.resources("aws_cloudwatch_metric_alarm").values():
        below = alarm["comparison_operator"] == "LessThanThreshold"
        assert alarm["treat_missing_data"] == ("breaching" if below else "notBreaching")
        window = alarm["period"] * alarm["evaluation_periods"]
        assert window <= (604_800 if alarm["period"] >= 3600 else 86_400)


def test_a_stale_export_is_told_once(example: Stack) -> None:
    """Its parts are quiet, everything else tells the topic, of the end too."""
    parts = 0
    for name, alarm in example.resources("aws_cloudwatch_metric_alarm").items():
        quiet = name.endswith(("_not_delivered", "_not_catalogued", "_not_sealed"))
        assert bool(alarm["alarm_actions"]) is not quiet
        assert alarm["alarm_actions"] == alarm["ok_actions"]
        parts += quiet
    stale = example.resources("aws_cloudwatch_composite_alarm")
    assert sum(alarm["alarm_rule"].count("ALARM(") for alarm in stale.values()) == parts
    assert all(alarm["alarm_actions"] and alarm["ok_actions"] for alarm in stale.values())


def test_athenas_bytes_are_asked_for_as_athena_publishes_them(example: Stack) -> None:
    """With all three dimensions: there is no sum over them."""
    name = "monitoring_alarms_queries_scanned_canceled"
    scanned = example.resource("aws_cloudwatch_metric_alarm", name)
    assert scanned["dimensions"] == {
        "QueryState": "CANCELED",
        "QueryType": "DML",
        "WorkGroup": "CID",
    }
    assert (scanned["period"], scanned["threshold"]) == (86_400, 2**40)


CONSUMERS: Json = {
    "readers": {"analyst": {}},
    "grafana": {"managed": True},
    "opencost": {"pod_identity": True},
}


def test_each_consumers_workgroup_is_watched(synthesize: Synthesize) -> None:
    """By the same kind, with the same threshold; there is a workgroup of that name."""
    scanned = {"scanned": {"threshold": 5 * 2**40}}
    stack = synthesize(consumers=CONSUMERS, monitoring={"alarms": scanned})
    found = [
        alarm
        for alarm in stack.resources("aws_cloudwatch_metric_alarm").values()
        if alarm["metric_name"] == "ProcessedBytes"
    ]
    assert [alarm["threshold"] for alarm in found] == [5 * 2**40] * 8
    there = {one["name"] for one in stack.resources("aws_athena_workgroup").values()}
    watched = {alarm["dimensions"]["WorkGroup"] for alarm in found}
    assert there - watched == {"CID-SEALING"}
    assert watched < there


@pytest.mark.parametrize("exports", [{}, {"legacy_cur": {"enabled": True}}])
@pytest.mark.parametrize("consumers", [{}, CONSUMERS], ids=["alone", "with consumers"])
def test_the_running_cost_counts_the_alarms(
    synthesize: Synthesize, exports: Json, consumers: Json
) -> None:
    """A few more than there are: not each line has all kinds."""
    stack = synthesize(exports=exports, consumers=consumers)
    there = len(stack.resources("aws_cloudwatch_metric_alarm"))
    plan = Plan.of(environment(exports=exports, consumers=consumers))
    told = {line.what: line.because for line in running_cost(plan, Bill(10))}["Alarms"]
    counted, stale = (int(number) for number in re.findall(r"\d+", told))
    assert there <= counted <= there * 1.25
    assert stale == len(stack.resources("aws_cloudwatch_composite_alarm"))
