"""Where the sealed months lie."""

from tests.conftest import Stack, Synthesize


def test_nothing_expires_by_age(example: Stack) -> None:
    """A closed month is sealed once and read for years; only unfinished uploads end."""
    (rule,) = example.resource(
        "aws_s3_bucket_lifecycle_configuration", "storage_sealed_bucket_lifecycle"
    )["rule"]
    assert rule["abort_incomplete_multipart_upload"] == [{"days_after_initiation": 1}]
    assert not {"expiration", "noncurrent_version_expiration", "transition"} & rule.keys()


def test_it_is_protected_like_a_delivery(example: Stack, synthesize: Synthesize) -> None:
    """Until allow_data_deletion says otherwise."""
    bucket = example.resource("aws_s3_bucket", "storage_sealed_bucket")
    assert bucket["lifecycle"] == {"prevent_destroy": True}
    assert bucket["force_destroy"] is False
    free = synthesize(allow_data_deletion=True, storage={"force_destroy": True})
    bucket = free.resource("aws_s3_bucket", "storage_sealed_bucket")
    assert bucket["lifecycle"] == {"prevent_destroy": False}
    assert bucket["force_destroy"] is True


def test_it_is_forgotten_when_sealing_is_turned_off(synthesize: Synthesize) -> None:
    """Neither destroyed nor stripped of its protection."""
    off = synthesize(query={"sealed": {"enabled": False}})
    assert "storage_sealed_bucket" not in off.resources("aws_s3_bucket")
    left = [removed["from"] for removed in off.json["removed"]]
    assert any(name.startswith("aws_s3_bucket.storage_sealed_bucket") for name in left)
    assert len([name for name in left if "sealed_bucket" in name]) == 6
