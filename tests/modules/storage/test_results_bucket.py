"""Where Athena writes."""

from tests.conftest import Stack, Synthesize


def test_results_expire(example: Stack) -> None:
    """After a week, with what was left unfinished."""
    rule = example.resource(
        "aws_s3_bucket_lifecycle_configuration", "storage_results_bucket_lifecycle"
    )["rule"][0]
    assert rule["expiration"] == [{"days": 7}]
    assert rule["abort_incomplete_multipart_upload"] == [{"days_after_initiation": 1}]


def test_results_expiry_is_a_setting(synthesize: Synthesize) -> None:
    """`storage.results_days`."""
    rule = synthesize(storage={"results_days": 1}).resource(
        "aws_s3_bucket_lifecycle_configuration", "storage_results_bucket_lifecycle"
    )["rule"][0]
    assert rule["expiration"] == [{"days": 1}]


def test_results_bucket_rejects_plain_http(example: Stack) -> None:
    """And admits no service."""
    policy = example.policy("aws_s3_bucket_policy", "storage_results_bucket_policy")
    assert [s["Sid"] for s in policy["Statement"]] == ["DenyPlainHttp", "DenyOldTls"]


def test_results_go_with_the_stack(example: Stack) -> None:
    """They can be asked for again."""
    bucket = example.resource("aws_s3_bucket", "storage_results_bucket")
    assert bucket["force_destroy"] is True
    assert bucket["lifecycle"] == {"prevent_destroy": False}
