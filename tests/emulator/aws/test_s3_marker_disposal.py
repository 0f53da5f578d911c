"""A versioned bucket can be emptied."""

from botocore.exceptions import ClientError

from emulator.aws import s3_marker_disposal
from emulator.cloud.cloud import Cloud
from tests.emulator.aws.events import add_bucket


def emptied(cloud: Cloud) -> bool:
    """Can a suspended bucket with a delete marker be emptied, as force_destroy does it?"""
    add_bucket(cloud)
    s3 = cloud.client("s3")
    s3.put_bucket_versioning(Bucket="bucket", VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket="bucket", Key="key")
    marker = s3.delete_object(Bucket="bucket", Key="key")["VersionId"]
    s3.put_bucket_versioning(Bucket="bucket", VersioningConfiguration={"Status": "Suspended"})
    try:
        s3.delete_object(Bucket="bucket", Key="key", VersionId=marker)
        s3.delete_bucket(Bucket="bucket")
    except ClientError:
        return False
    return True


def test_a_bucket_with_delete_markers_is_emptied(cloud: Cloud) -> None:
    """Delete markers don't stand in the way."""
    assert emptied(cloud)


def test_moto_alone_can_not(cloud: Cloud) -> None:
    """moto can't free a delete marker; else this patch can go."""
    with s3_marker_disposal.patch.taken_off():
        assert not emptied(cloud)
