"""What the bucket tells."""

import pytest

from tests.conftest import Stack, Synthesize

EXPECTED = {
    "data_exports": [
        "cur2/123456789012/cid-cur2/data/",
        "focus/123456789012/cid-focus/data/",
    ],
    "legacy_report": ["cur/123456789012/cid/cid/"],
}


@pytest.mark.parametrize("bucket", EXPECTED)
def test_parquet_below_the_data_prefixes_reaches_their_queues(example: Stack, bucket: str) -> None:
    """Created and removed; manifests and status files don't."""
    notification = example.resource("aws_s3_bucket_notification", f"events_{bucket}_notification")
    assert [rule["filter_prefix"] for rule in notification["queue"]] == EXPECTED[bucket]
    assert len({rule["queue_arn"] for rule in notification["queue"]}) == len(EXPECTED[bucket])
    for rule in notification["queue"]:
        assert rule["filter_suffix"] == ".parquet"
        assert rule["events"] == ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"]


@pytest.mark.parametrize("bucket", EXPECTED)
def test_eventbridge_hears_everything(example: Stack, bucket: str) -> None:
    """The starter's rules filter; a bucket can't."""
    notification = example.resource("aws_s3_bucket_notification", f"events_{bucket}_notification")
    assert notification["eventbridge"] is True


def test_a_registered_export_has_no_queue_to_fill(synthesize: Synthesize) -> None:
    """Its bucket still tells EventBridge, and the queues of the others."""
    stack = synthesize(exports={"cur2": {"catalog": "registered"}})
    notification = stack.resource("aws_s3_bucket_notification", "events_data_exports_notification")
    assert notification["eventbridge"] is True
    assert [rule["filter_prefix"] for rule in notification["queue"]] == EXPECTED["data_exports"][1:]


def test_a_bucket_has_one_notification(example: Stack) -> None:
    """A second one would overwrite the first at every apply."""
    notifications = example.resources("aws_s3_bucket_notification").values()
    buckets = [notification["bucket"] for notification in notifications]
    assert len(buckets) == len(set(buckets)) == 2


def test_payers_share_a_work_list(example: Stack, synthesize: Synthesize) -> None:
    """One crawler reads it; each payer's folder is a rule, and the own one stays as it was."""
    hub = synthesize(payers=["210987654321"], own_exports=True)
    name = "events_data_exports_notification"
    before = example.resource("aws_s3_bucket_notification", name)["queue"]
    rules = hub.resource("aws_s3_bucket_notification", name)["queue"]
    assert [rule for rule in rules if rule in before] == before
    added = [rule for rule in rules if rule not in before]
    assert [rule["filter_prefix"] for rule in added] == [
        "cur2/210987654321/cid-cur2/data/",
        "focus/210987654321/cid-focus/data/",
    ]
    assert [rule["queue_arn"] for rule in added] == [rule["queue_arn"] for rule in before]
    assert len({rule["id"] for rule in rules}) == 4
