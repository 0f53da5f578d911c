"""A bucket policy's conditions count on object calls."""

import pytest
from botocore.exceptions import ClientError

from emulator.aws import s3_bucket_policy
from emulator.cloud.cloud import Cloud
from modules import iam

ARN = "arn:aws:s3:::bucket"


def put_object(cloud: Cloud, policy: iam.Policy) -> None:
    s3 = cloud.client("s3", "us-east-1")
    s3.create_bucket(Bucket="bucket")
    s3.put_bucket_policy(Bucket="bucket", Policy=iam.render(policy))
    s3.put_object(Bucket="bucket", Key="key", Body=b"1")


def refused(cloud: Cloud) -> bool:
    """Does refusing plain HTTP refuse everything?"""
    try:
        put_object(cloud, iam.document(*iam.encrypted_transport_only(ARN)))
    except ClientError:
        return True
    return False


def test_refusing_plain_http_refuses_only_that(cloud: Cloud) -> None:
    """With the usual refusal of plain HTTP, objects can be written."""
    assert not refused(cloud)


def test_moto_alone_refuses_everything(cloud: Cloud) -> None:
    """moto takes a condition that it doesn't know for a denial; else this patch can go."""
    with s3_bucket_policy.patch.taken_off():
        assert refused(cloud)


def test_an_unconditional_denial_holds(cloud: Cloud) -> None:
    """A statement that denies writing denies it."""
    deny = iam.statement("No", "s3:PutObject", f"{ARN}/*", effect="Deny", principal="*")
    with pytest.raises(ClientError, match="403"):
        put_object(cloud, iam.document(deny))


def test_a_denial_for_a_service_is_not_for_us(cloud: Cloud) -> None:
    """A statement about a service principal doesn't touch other callers."""
    service = {"Service": "billingreports.amazonaws.com"}
    put_object(
        cloud,
        iam.document(
            iam.statement("No", "s3:*", f"{ARN}/*", effect="Deny", principal=service),
            iam.statement("Yes", "s3:*", f"{ARN}/*", principal=service),
        ),
    )
