"""What an event says."""

from typing import Any

from emulator.aws import s3_event_message
from emulator.cloud.cloud import Cloud
from tests.emulator.aws.events import add_bucket, configure, notify_queue, receive

KEY = "cur2/BILLING_PERIOD=2026-01/a b.parquet"


def message(cloud: Cloud) -> dict[str, Any]:
    queue = notify_queue(cloud)
    cloud.client("s3").put_object(Bucket="bucket", Key=KEY, Body=b"12")
    described: dict[str, Any] = receive(cloud, queue)[0]["Records"][0]["s3"]["object"]
    return described


def bridge_event(cloud: Cloud) -> dict[str, Any]:
    """What EventBridge delivers when an object is created in a bucket that speaks to it."""
    add_bucket(cloud)
    configure(cloud, EventBridgeConfiguration={})
    queue = cloud.client("sqs").create_queue(QueueName="target")["QueueUrl"]
    events = cloud.client("events")
    events.put_rule(Name="rule", EventPattern='{"source":["aws.s3"]}')
    target = {"Id": "1", "Arn": "arn:aws:sqs:eu-west-1:123456789012:target"}
    events.put_targets(Rule="rule", Targets=[target])
    cloud.client("s3").put_object(Bucket="bucket", Key=KEY, Body=b"12")
    (event,) = [e for e in receive(cloud, queue) if e["detail-type"] == "Object Created"]
    return event


def test_a_key_keeps_its_slashes(cloud: Cloud) -> None:
    """The key is URL-encoded apart from its slashes, with a size and a sequencer."""
    described = message(cloud)
    assert described["key"] == "cur2/BILLING_PERIOD%3D2026-01/a+b.parquet"
    assert described["size"] == 2
    assert len(described["sequencer"]) == 16


def test_sequencers_grow(cloud: Cloud) -> None:
    """Two events of one key can be put in order by their sequencers."""
    queue = notify_queue(cloud)
    for body in (b"1", b"2"):
        cloud.client("s3").put_object(Bucket="bucket", Key="key", Body=body)
    first, second = (body["Records"][0]["s3"]["object"] for body in receive(cloud, queue))
    assert first["sequencer"] < second["sequencer"]


def test_event_bridge_gets_the_plain_key(cloud: Cloud) -> None:
    """EventBridge's event has the key as it is, `etag`, and AWS's reason."""
    event = bridge_event(cloud)
    assert event["detail-type"] == "Object Created"
    assert event["detail"]["object"]["key"] == KEY
    assert event["detail"]["object"]["etag"] == "c20ad4d76fe97759aa27a0c99bff6710"
    assert event["detail"]["reason"] == "PutObject"


def test_moto_alone_escapes_slashes(cloud: Cloud) -> None:
    """moto escapes slashes and knows no sequencer; else this part can go."""
    with s3_event_message.patch.taken_off():
        described = message(cloud)
    assert "%2F" in described["key"]
    assert "sequencer" not in described


def test_moto_alone_spells_the_etag_otherwise(cloud: Cloud) -> None:
    """moto says `eTag` to EventBridge; else this part can go."""
    with s3_event_message.patch.taken_off():
        assert "etag" not in bridge_event(cloud)["detail"]["object"]
