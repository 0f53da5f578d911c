"""A bucket's notifications are refused, returned and delivered as AWS does it."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from emulator.aws import s3_notification
from emulator.cloud.cloud import Cloud
from modules import iam
from tests.emulator.aws.events import (
    QUEUE_ARN,
    add_bucket,
    add_queue,
    configure,
    notify_queue,
    receive,
)


def rule(prefix: str, suffix: str = "", event: str = "s3:ObjectCreated:*") -> dict[str, Any]:
    filters = [{"Name": "prefix", "Value": prefix}]
    filters += [{"Name": "suffix", "Value": suffix}] if suffix else []
    return {
        "QueueArn": QUEUE_ARN,
        "Events": [event],
        "Filter": {"Key": {"FilterRules": filters}},
    }


def returned(cloud: Cloud) -> dict[str, Any]:
    add_bucket(cloud)
    configure(cloud, EventBridgeConfiguration={})
    found = cloud.client("s3").get_bucket_notification_configuration(Bucket="bucket")
    return dict(found)


def test_event_bridge_is_part_of_the_configuration(cloud: Cloud) -> None:
    """A bucket that speaks to EventBridge says so."""
    assert "EventBridgeConfiguration" in returned(cloud)


def test_a_bucket_without_notifications_returns_none(cloud: Cloud) -> None:
    """An empty configuration comes back empty."""
    add_bucket(cloud)
    found = cloud.client("s3").get_bucket_notification_configuration(Bucket="bucket")
    assert set(found) == {"ResponseMetadata"}


def test_moto_alone_forgets_event_bridge(cloud: Cloud) -> None:
    """moto leaves EventBridge out of its answer; else this part can go."""
    with s3_notification.patch.taken_off():
        assert "EventBridgeConfiguration" not in returned(cloud)


def test_a_missing_queue_is_refused(cloud: Cloud) -> None:
    """A queue that doesn't exist can't be a destination."""
    add_bucket(cloud)
    with pytest.raises(ClientError, match="Unable to validate the following destination"):
        configure(cloud)


@pytest.mark.parametrize(
    "policy",
    [
        iam.queue_access(QUEUE_ARN, None, "123456789012"),
        iam.queue_access(QUEUE_ARN, "arn:aws:s3:::other", "123456789012"),
        iam.queue_access(QUEUE_ARN, "arn:aws:s3:::bucket", "999999999999"),
    ],
)
def test_a_queue_that_lets_nobody_send_is_refused(cloud: Cloud, policy: iam.Policy) -> None:
    """The queue's policy must let S3 send, for this bucket and this account."""
    add_bucket(cloud)
    add_queue(cloud, policy)
    with pytest.raises(ClientError, match=r"policy does not let s3\.amazonaws\.com"):
        configure(cloud)


def test_moto_alone_accepts_a_missing_queue(cloud: Cloud) -> None:
    """moto takes any queue; else this part can go."""
    with s3_notification.patch.taken_off():
        add_bucket(cloud)
        configure(cloud)


@pytest.mark.parametrize(
    ("one", "other", "refused"),
    [
        (rule("cur/legacy"), rule("cur/legacy2"), True),
        (rule("cur/legacy/"), rule("cur/legacy2/"), False),
        (rule("cur/", ".parquet"), rule("cur/", ".json"), False),
        (rule("cur/", "t"), rule("cur/", ".parquet"), True),
        (rule("cur/"), rule("cur/", event="s3:ObjectRemoved:*"), False),
        (rule("cur/"), rule("cur/", event="s3:ObjectCreated:Put"), True),
    ],
)
def test_overlapping_rules_are_refused(
    cloud: Cloud, one: dict[str, Any], other: dict[str, Any], refused: bool
) -> None:
    """Two rules for one event may overlap in prefix or in suffix, not in both."""
    add_bucket(cloud)
    add_queue(cloud)
    if refused:
        with pytest.raises(ClientError, match="Configuration is ambiguously defined"):
            configure(cloud, QueueConfigurations=[one, other])
    else:
        configure(cloud, QueueConfigurations=[one, other])


def test_the_queue_policy_is_asked_at_delivery(cloud: Cloud) -> None:
    """A queue that closes itself later gets no more events."""
    queue = notify_queue(cloud)
    closed = iam.render(iam.queue_access(QUEUE_ARN, None, cloud.account_id))
    cloud.client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"Policy": closed})
    cloud.client("s3").put_object(Bucket="bucket", Key="key")
    assert receive(cloud, queue) == []
