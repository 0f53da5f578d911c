"""Several accounts in one cloud."""

import pytest
from botocore.exceptions import ClientError

from emulator.aws import accounts
from emulator.cloud.cloud import Caller, Cloud

OTHER = "210987654321"


def who(cloud: Cloud, account_id: str | None = None) -> str:
    caller = cloud.client("sts", account_id=account_id).get_caller_identity()
    return str(caller["Account"])


def test_a_call_is_its_callers_accounts(cloud: Cloud) -> None:
    """Queues of one name in each; buckets have one name in all of AWS."""
    assert (who(cloud), who(cloud, OTHER)) == (cloud.account_id, OTHER)
    urls = [
        cloud.client("sqs", account_id=account).create_queue(QueueName="q")["QueueUrl"]
        for account in (None, OTHER)
    ]
    assert [url.split("/")[-2] for url in urls] == [cloud.account_id, OTHER]
    place = {"LocationConstraint": cloud.region}
    s3 = cloud.client("s3", account_id=OTHER)
    s3.create_bucket(Bucket="theirs", CreateBucketConfiguration=place)
    assert [found["Name"] for found in s3.list_buckets()["Buckets"]] == ["theirs"]
    assert cloud.client("s3").list_buckets()["Buckets"] == []


def test_who_is_restricted_is_restricted_in_one_account(cloud: Cloud) -> None:
    """Deployers of two accounts are two."""
    cloud.restrict(Caller.DEPLOYER, [], OTHER)
    assert cloud.client("sqs", caller=Caller.DEPLOYER).list_queues()
    theirs = cloud.client("sqs", caller=Caller.DEPLOYER, account_id=OTHER)
    with pytest.raises(ClientError, match=f"arn:aws:iam::{OTHER}:user/deployer is not authorized"):
        theirs.list_queues()


def test_with_moto_alone_every_call_is_the_clouds_own_accounts(cloud: Cloud) -> None:
    """MOTO_ACCOUNT_ID wins."""
    with accounts.patch.taken_off():
        assert who(cloud, OTHER) == cloud.account_id
