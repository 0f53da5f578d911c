"""A lifecycle rule keeps the object sizes of its filter."""

from typing import Any

import pytest

from emulator.aws import s3_lifecycle_sizes
from emulator.cloud.cloud import Cloud
from tests.emulator.aws.events import add_bucket

AND = {"And": {"Prefix": "cur2/", "ObjectSizeGreaterThan": 0, "ObjectSizeLessThan": 5}}


def returned(cloud: Cloud, filter_: dict[str, Any]) -> dict[str, Any]:
    add_bucket(cloud)
    s3 = cloud.client("s3")
    rule = {"ID": "1", "Status": "Enabled", "Filter": filter_, "Expiration": {"Days": 1}}
    s3.put_bucket_lifecycle_configuration(Bucket="bucket", LifecycleConfiguration={"Rules": [rule]})
    found = s3.get_bucket_lifecycle_configuration(Bucket="bucket")["Rules"][0]["Filter"]
    return dict(found)


@pytest.mark.parametrize("filter_", [AND, {"ObjectSizeGreaterThan": 9}, {"Prefix": "cur2/"}])
def test_sizes_come_back(cloud: Cloud, filter_: dict[str, Any]) -> None:
    """GetBucketLifecycleConfiguration returns the filter as it was put."""
    assert returned(cloud, filter_) == filter_


def test_a_bucket_without_rules_says_so(cloud: Cloud) -> None:
    """An error passes through: no lifecycle configuration."""
    add_bucket(cloud)
    s3 = cloud.client("s3")
    with pytest.raises(s3.exceptions.ClientError, match="NoSuchLifecycleConfiguration"):
        s3.get_bucket_lifecycle_configuration(Bucket="bucket")


def test_moto_alone_drops_sizes(cloud: Cloud) -> None:
    """moto forgets the sizes; else this patch can go."""
    with s3_lifecycle_sizes.patch.taken_off():
        assert returned(cloud, AND) == {"And": {"Prefix": "cur2/"}}
