"""Anomaly detection as it is deployed."""

from tests.conftest import Json, Stack, Synthesize

THERE = "arn:aws:ce::123456789012:anomalymonitor/0a1b"


def subscription(stack: Stack) -> Json:
    (found,) = stack.resources("aws_ce_anomaly_subscription").values()
    return found


def test_each_anomaly_of_a_service_is_told_at_once(synthesize: Synthesize) -> None:
    """For AWS sends summaries only as e-mails; from so many dollars on."""
    stack = synthesize(monitoring={"anomalies": {"enabled": True, "minimum_usd": 250}})
    (monitor,) = stack.resources("aws_ce_anomaly_monitor").values()
    assert (monitor["monitor_type"], monitor["monitor_dimension"]) == ("DIMENSIONAL", "SERVICE")
    found = subscription(stack)
    assert (found["provider"], found["frequency"]) == ("aws.billing", "IMMEDIATE")
    assert [one["type"] for one in found["subscriber"]] == ["SNS"]
    assert found["threshold_expression"]["dimension"] == {
        "key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
        "match_options": ["GREATER_THAN_OR_EQUAL"],
        "values": ["250"],
    }
    assert "aws_ce_anomaly_monitor" in found["monitor_arn_list"][0]


def test_a_monitor_that_is_there_is_used(synthesize: Synthesize) -> None:
    """An account has one of services."""
    stack = synthesize(monitoring={"anomalies": {"enabled": True, "monitor_arn": THERE}})
    assert stack.resources("aws_ce_anomaly_monitor") == {}
    assert subscription(stack)["monitor_arn_list"] == [THERE]
