"""What every bucket has."""

from tests.conftest import Stack

GUARDS = (
    "aws_s3_bucket_policy",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_ownership_controls",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_lifecycle_configuration",
)


def test_no_bucket_lacks_a_guard(example: Stack) -> None:
    """As many of each guard as buckets, each for another bucket."""
    buckets = len(example.resources("aws_s3_bucket"))
    assert buckets == 4
    for guard in GUARDS:
        guarded = {arguments["bucket"] for arguments in example.resources(guard).values()}
        assert len(guarded) == buckets, guard
