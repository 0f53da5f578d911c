"""Alarms are evaluated by CloudWatch's rules, and tell their topic."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from moto.sns.models import sns_backends

from emulator.aws import cloudwatch_alarms
from emulator.aws.cloudwatch_alarms import evaluate
from emulator.aws.roles import AccessDenied
from emulator.cloud.cloud import Cloud
from modules import iam
from modules.naming import Names

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
NAMES = Names("cid", "123456789012", "eu-west-1")


def add_alarm(cloud: Cloud, **changes: Any) -> None:
    """One or more in three periods of five minutes, all of them; nothing is fine."""
    alarm = {
        "AlarmName": "cid-a",
        "Namespace": "N",
        "MetricName": "M",
        "Dimensions": [{"Name": "D", "Value": "1"}],
        "Statistic": "Sum",
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "Threshold": 1,
        "Period": 300,
        "EvaluationPeriods": 3,
        "TreatMissingData": "notBreaching",
    }
    cloud.client("cloudwatch").put_metric_alarm(**(alarm | changes))


def put(cloud: Cloud, minutes_ago: float, value: float = 1, dimension: str = "1") -> None:
    datum = {
        "MetricName": "M",
        "Dimensions": [{"Name": "D", "Value": dimension}],
        "Value": value,
        "Timestamp": NOW - timedelta(minutes=minutes_ago),
    }
    cloud.client("cloudwatch").put_metric_data(Namespace="N", MetricData=[datum])


def state(cloud: Cloud, at: datetime = NOW) -> str:
    evaluate(cloud.account_id, cloud.region, at)
    (alarm,) = cloud.client("cloudwatch").describe_alarms()["MetricAlarms"]
    return str(alarm["StateValue"])


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [((1, 6, 11), "ALARM"), ((1, 6), "OK"), ((), "OK"), ((1, 2, 3), "OK")],
)
def test_all_points_must_breach(cloud: Cloud, minutes: tuple[int, ...], expected: str) -> None:
    """And several values of a period are one point."""
    add_alarm(cloud)
    for ago in minutes:
        put(cloud, ago)
    assert state(cloud) == expected


def test_some_points_are_enough_where_it_says_so(cloud: Cloud) -> None:
    """M of N."""
    add_alarm(cloud, DatapointsToAlarm=1)
    put(cloud, 11)
    assert state(cloud) == "ALARM"


@pytest.mark.parametrize(
    ("hours", "expected"), [(1, "OK"), (35, "OK"), (37.5, "OK"), (39, "ALARM")]
)
def test_missing_points_breach_where_it_says_so(cloud: Cloud, hours: float, expected: str) -> None:
    """A real point that is a little older than the window counts before a missing one."""
    add_alarm(
        cloud,
        ComparisonOperator="LessThanThreshold",
        Period=3600,
        EvaluationPeriods=36,
        TreatMissingData="breaching",
    )
    put(cloud, hours * 60)
    assert state(cloud) == expected


def test_another_metrics_points_are_not_its_own(cloud: Cloud) -> None:
    """All dimensions must be the same."""
    add_alarm(cloud, EvaluationPeriods=1)
    put(cloud, 1, dimension="2")
    assert state(cloud) == "OK"


def topic(cloud: Cloud, rules: list[str] | None = None) -> str:
    """Encrypted, with the policies of the stack."""
    access = iam.alarm_key_access(cloud.account_id, (iam.ALARMS, iam.RULES))
    key = cloud.client("kms").create_key(Policy=iam.render(access))["KeyMetadata"]["Arn"]
    sns = cloud.client("sns")
    arn = sns.create_topic(Name=NAMES.alarm_topic, Attributes={"KmsMasterKeyId": key})["TopicArn"]
    policy = iam.render(iam.alarm_topic_access(NAMES, rules or []))
    sns.set_topic_attributes(TopicArn=arn, AttributeName="Policy", AttributeValue=policy)
    return str(arn)


def told(cloud: Cloud, arn: str) -> list[str]:
    """Subjects of what the topic was told."""
    sent = sns_backends[cloud.account_id][cloud.region].topics[arn].sent_notifications
    return [str(subject) for _, _, subject, _, _ in sent]


def test_a_change_is_told_once(cloud: Cloud) -> None:
    """And the way back."""
    arn = topic(cloud)
    add_alarm(cloud, EvaluationPeriods=1, AlarmActions=[arn], OKActions=[arn])
    put(cloud, 1)
    assert [state(cloud), state(cloud)] == ["ALARM", "ALARM"]
    assert state(cloud, NOW + timedelta(hours=1)) == "OK"
    assert told(cloud, arn) == ['ALARM: "cid-a"', 'OK: "cid-a"']


def test_a_key_that_lets_no_service_in_silences_an_alarm(cloud: Cloud) -> None:
    """As AWS's own key for SNS does."""
    own = iam.render(iam.alarm_key_access(cloud.account_id, ()))
    arn = topic(cloud)
    key = cloud.client("kms").create_key(Policy=own)["KeyMetadata"]["Arn"]
    cloud.client("sns").set_topic_attributes(
        TopicArn=arn, AttributeName="KmsMasterKeyId", AttributeValue=key
    )
    add_alarm(cloud, EvaluationPeriods=1, AlarmActions=[arn])
    put(cloud, 1)
    with pytest.raises(AccessDenied, match="use it"):
        state(cloud)


def test_another_pipelines_alarm_is_refused(cloud: Cloud) -> None:
    """By the topic's policy."""
    arn = topic(cloud)
    add_alarm(cloud, AlarmName="other-a", EvaluationPeriods=1, AlarmActions=[arn])
    put(cloud, 1)
    with pytest.raises(AccessDenied, match="publish"):
        state(cloud)


def test_moto_alone_evaluates_nothing(cloud: Cloud) -> None:
    """A new alarm is OK there; in AWS nobody knows yet. Else this part can go."""
    with cloudwatch_alarms.patch.taken_off():
        add_alarm(cloud)
        (alarm,) = cloud.client("cloudwatch").describe_alarms()["MetricAlarms"]
    assert alarm["StateValue"] == "OK"
    add_alarm(cloud)
    (alarm,) = cloud.client("cloudwatch").describe_alarms()["MetricAlarms"]
    assert alarm["StateValue"] == "INSUFFICIENT_DATA"
