"""A bucket has the tags that it was created with, and S3 Control tells and changes them."""

from typing import Any

import boto3
import pytest
from botocore.config import Config

from emulator.aws import s3_created_tags
from emulator.cloud.cloud import Caller, Cloud
from emulator.cloud.terraform import Terraform

ARN = "arn:aws:s3:::bucket"
TAGS = [{"Key": "Project", "Value": "costs"}]


def created(cloud: Cloud, caller: Caller = Caller.OWNER) -> Any:
    """A client of S3 that made a bucket with a tag."""
    s3 = cloud.client("s3", caller=caller)
    s3.create_bucket(
        Bucket="bucket",
        CreateBucketConfiguration={"LocationConstraint": cloud.region, "Tags": TAGS},
    )
    return s3


def s3_control(cloud: Cloud, caller: Caller = Caller.OWNER) -> Any:
    """Its host begins with the account, so that it is reached as Terraform reaches it."""
    environment = Terraform.environment(cloud.environment(caller))
    return boto3.client(
        "s3control",
        region_name=cloud.region,
        endpoint_url=environment["AWS_ENDPOINT_URL"],
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
        config=Config(proxies={"http": environment["HTTP_PROXY"]}, retries={"max_attempts": 1}),
    )


def test_tags_of_the_creation_stay(cloud: Cloud) -> None:
    """In either API."""
    assert created(cloud).get_bucket_tagging(Bucket="bucket")["TagSet"] == TAGS
    place = {"AccountId": cloud.account_id, "ResourceArn": ARN}
    assert s3_control(cloud).list_tags_for_resource(**place)["Tags"] == TAGS


def test_a_bucket_without_tags_has_none(cloud: Cloud) -> None:
    """An error passes through, too."""
    s3 = cloud.client("s3")
    for_region = {"LocationConstraint": cloud.region}
    s3.create_bucket(Bucket="bucket", CreateBucketConfiguration=for_region)
    with pytest.raises(s3.exceptions.ClientError, match="NoSuchTagSet"):
        s3.get_bucket_tagging(Bucket="bucket")


def test_tags_are_a_permission_of_their_own(cloud: Cloud) -> None:
    """At the creation, and in S3 Control, each on the bucket's ARN."""
    cloud.restrict(Caller.DEPLOYER, [policy("s3:CreateBucket")])
    with pytest.raises(Exception, match=f"perform: s3:TagResource on resource: {ARN} "):
        created(cloud, Caller.DEPLOYER)
    place = {"AccountId": cloud.account_id, "ResourceArn": ARN}
    with pytest.raises(Exception, match=f"perform: s3:ListTagsForResource on resource: {ARN} "):
        s3_control(cloud, Caller.DEPLOYER).list_tags_for_resource(**place)
    cloud.restrict(Caller.DEPLOYER, [policy("s3:CreateBucket", "s3:*TagResource", "s3:List*")])
    created(cloud, Caller.DEPLOYER)
    assert s3_control(cloud, Caller.DEPLOYER).list_tags_for_resource(**place)["Tags"] == TAGS


def policy(*actions: str) -> dict[str, Any]:
    """Everywhere."""
    statement = {"Effect": "Allow", "Action": [*actions], "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


def test_moto_alone_reads_the_location_only(cloud: Cloud) -> None:
    """Else this patch can go."""
    with s3_created_tags.patch.taken_off():
        s3 = created(cloud)
        with pytest.raises(s3.exceptions.ClientError, match="NoSuchTagSet"):
            s3.get_bucket_tagging(Bucket="bucket")
