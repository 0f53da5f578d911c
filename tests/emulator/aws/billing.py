"""A bucket for billing services to deliver into."""

from collections.abc import Sequence

from emulator.cloud.cloud import Cloud
from modules import iam

BUCKET = "deliveries"


def add_delivery_bucket(cloud: Cloud, statements: Sequence[iam.Statement]) -> None:
    """A bucket in the cloud's region with these statements, and the usual refusals."""
    s3 = cloud.client("s3")
    place = {"LocationConstraint": cloud.region}
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=place)
    refusals = iam.encrypted_transport_only(f"arn:aws:s3:::{BUCKET}")
    s3.put_bucket_policy(Bucket=BUCKET, Policy=iam.render(iam.document(*statements, *refusals)))


def objects(cloud: Cloud) -> list[str]:
    found = cloud.client("s3").list_objects_v2(Bucket=BUCKET).get("Contents", [])
    return [described["Key"] for described in found]
