"""The monitoring stage as a whole."""

from syrupy.assertion import SnapshotAssertion

from tests.conftest import Stack, Synthesize
from tests.modules.snapshots import EACH_ENVIRONMENT, assert_stage_is_pinned

KINDS = ("aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm", "aws_sns_topic")


def alarms(stack: Stack) -> set[str]:
    """Names of metric alarms, without the pipeline's."""
    found = stack.resources("aws_cloudwatch_metric_alarm").values()
    return {str(alarm["alarm_name"]).partition("-")[2] for alarm in found}


def test_switched_off_it_leaves_nothing(synthesize: Synthesize) -> None:
    """No alarm, no topic, no key, no rule for crawls that fail, and nobody let in for it."""
    off = synthesize(monitoring={"enabled": False})
    assert not [path for path in off.paths.values() if "/monitoring/" in path]
    assert "alarm_topic_arn" not in off.json["output"]
    queue = off.resource("aws_sqs_queue", "events_undelivered_events_queue")
    assert "crawl-failed" not in queue["policy"]


def test_a_kind_is_switched_off_alone(example: Stack, synthesize: Synthesize) -> None:
    """Then the composite alarm of a stale export looks at what is left."""
    off = synthesize(monitoring={"alarms": {"not-catalogued": {"enabled": False}}})
    gone = alarms(example) - alarms(off)
    assert gone == {f"{name}-not-catalogued" for name in ("cur2", "focus", "legacy-cur")}
    rule = off.resource("aws_cloudwatch_composite_alarm", "monitoring_alarms_cur2_stale")
    assert "catalogued" not in rule["alarm_rule"]


def test_a_kind_is_tuned(synthesize: Synthesize) -> None:
    """Its hours, which its description tells too, or its threshold."""
    tuned = synthesize(
        monitoring={"alarms": {"not-delivered": {"hours": 72}, "dead-letters": {"threshold": 5}}}
    )
    silent = tuned.resource("aws_cloudwatch_metric_alarm", "monitoring_alarms_cur2_not_delivered")
    assert (silent["evaluation_periods"], silent["datapoints_to_alarm"]) == (72, 72)
    assert "for 72 hours" in silent["alarm_description"]
    dead = tuned.resource("aws_cloudwatch_metric_alarm", "monitoring_alarms_cur2_dead_letters")
    assert dead["threshold"] == 5


def test_each_export_of_each_payer_is_missed(synthesize: Synthesize) -> None:
    """By its own rule; recommendations after two days, emissions not: a month is too long."""
    hub = synthesize(
        payers=["210987654321"],
        own_exports=True,
        exports={"cost_optimization": {"enabled": True}, "carbon": {"enabled": True}},
    )
    found = {name for name in alarms(hub) if "not-delivered" in name}
    assert found == {
        f"{export}{payer}-not-delivered"
        for export in ("cur2", "focus", "cost-optimization")
        for payer in ("", "-210987654321")
    }
    name = "monitoring_alarms_cost_optimization_not_delivered"
    assert hub.resource("aws_cloudwatch_metric_alarm", name)["evaluation_periods"] == 48


@EACH_ENVIRONMENT
def test_nothing_else_changed(
    name: str, synthesize: Synthesize, snapshot: SnapshotAssertion
) -> None:
    """Besides what the tests of its constructs look at."""
    assert_stage_is_pinned("monitoring", name, synthesize, snapshot)
