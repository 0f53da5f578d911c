"""Monitors of anomalies and cost allocation tags, with what AWS refuses."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from emulator.aws.ce.models import HOME, ce_backends
from emulator.cloud.cloud import Cloud

SERVICES = {"MonitorName": "m", "MonitorType": "DIMENSIONAL", "MonitorDimension": "SERVICE"}


@pytest.fixture
def ce(cloud: Cloud) -> Any:
    return cloud.client("ce", HOME)


def subscribe(ce: Any, monitor: str, kind: str, frequency: str = "IMMEDIATE") -> str:
    made = ce.create_anomaly_subscription(
        AnomalySubscription={
            "SubscriptionName": "s",
            "MonitorArnList": [monitor],
            "Subscribers": [{"Type": kind, "Address": "arn:aws:sns:eu-west-1:123456789012:t"}],
            "Frequency": frequency,
            "ThresholdExpression": {
                "Dimensions": {
                    "Key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
                    "MatchOptions": ["GREATER_THAN_OR_EQUAL"],
                    "Values": ["100"],
                }
            },
        }
    )
    return str(made["SubscriptionArn"])


def activate(ce: Any, key: str, status: str = "Active") -> list[Any]:
    """What AWS says against it."""
    answer = ce.update_cost_allocation_tags_status(
        CostAllocationTagsStatus=[{"TagKey": key, "Status": status}]
    )
    return list(answer["Errors"])


def test_an_account_has_one_monitor_of_services(ce: Any) -> None:
    """AWS calls it a validation error."""
    ce.create_anomaly_monitor(AnomalyMonitor=SERVICES)
    with pytest.raises(ClientError, match="Limit exceeded on dimensional spend monitor creation"):
        ce.create_anomaly_monitor(AnomalyMonitor=SERVICES | {"MonitorName": "another"})


def test_a_topic_is_told_at_once_and_an_address_by_and_by(ce: Any) -> None:
    """And nothing of a monitor that isn't there."""
    monitor = ce.create_anomaly_monitor(AnomalyMonitor=SERVICES)["MonitorArn"]
    arn = subscribe(ce, monitor, "SNS")
    (found,) = ce.get_anomaly_subscriptions(SubscriptionArnList=[arn])["AnomalySubscriptions"]
    assert (found["MonitorArnList"], found["AccountId"]) == ([monitor], "123456789012")
    for kind, frequency in (("SNS", "DAILY"), ("EMAIL", "IMMEDIATE")):
        with pytest.raises(ClientError, match="ValidationException"):
            subscribe(ce, monitor, kind, frequency)
    ce.delete_anomaly_monitor(MonitorArn=monitor)
    with pytest.raises(ClientError, match="UnknownMonitorException"):
        subscribe(ce, monitor, "SNS")


def test_a_monitor_is_tagged(ce: Any) -> None:
    """As Terraform makes it."""
    tags = [{"Key": "Équipe", "Value": "finops"}]
    arn = ce.create_anomaly_monitor(AnomalyMonitor=SERVICES, ResourceTags=tags)["MonitorArn"]
    assert ce.list_tags_for_resource(ResourceArn=arn)["ResourceTags"] == tags


def test_only_a_tag_that_was_seen_is_activated(ce: Any) -> None:
    """The call succeeds all the same, and lists what it didn't do."""
    assert activate(ce, "team") == []
    (error,) = activate(ce, "never-used")
    assert error["TagKey"] == "never-used"
    active = ce.list_cost_allocation_tags(Status="Active")["CostAllocationTags"]
    assert [tag["TagKey"] for tag in active] == ["team"]
    activate(ce, "team", "Inactive")
    assert ce.list_cost_allocation_tags(Status="Active")["CostAllocationTags"] == []


def test_a_member_has_no_cost_allocation_tags(ce: Any, cloud: Cloud) -> None:
    """They are its payer's."""
    ce_backends[cloud.account_id][HOME].payer = "210987654321"
    for call in (lambda: activate(ce, "team"), ce.list_cost_allocation_tags):
        with pytest.raises(ClientError, match="Linked account doesn't have access"):
            call()


def test_costs_are_not_known(ce: Any) -> None:
    """Nor made up."""
    with pytest.raises(ClientError, match="the emulated AWS can't do ce:GetCostAndUsage"):
        ce.get_cost_and_usage(
            TimePeriod={"Start": "2026-01-01", "End": "2026-02-01"},
            Granularity="MONTHLY",
            Metrics=["UnblendedCost"],
        )
