"""What Terraform asks CloudFormation."""

import json

import pytest
from botocore.exceptions import ClientError

from emulator.aws import cloudformation_types
from emulator.cloud.cloud import Cloud

NAME = "AWS::BCMDataExports::Export"


def test_the_schema_of_the_deployed_type_is_told(cloud: Cloud) -> None:
    """The bucket's owner is in it, and what can't change in place."""
    told = cloud.client("cloudformation", "us-east-1").describe_type(Type="RESOURCE", TypeName=NAME)
    schema = json.loads(told["Schema"])
    assert schema["typeName"] == told["TypeName"] == NAME
    assert "S3BucketOwner" in schema["definitions"]["S3Destination"]["properties"]
    assert "/properties/Export/Name" in schema["createOnlyProperties"]


def test_another_type_is_refused_in_words(cloud: Cloud) -> None:
    """There is one."""
    with pytest.raises(ClientError, match="no type AWS::S3::Bucket"):
        cloud.client("cloudformation", "us-east-1").describe_type(
            Type="RESOURCE", TypeName="AWS::S3::Bucket"
        )


def test_moto_alone_describes_no_type(cloud: Cloud) -> None:
    """Else ours can go."""
    with cloudformation_types.patch.taken_off(), pytest.raises(ClientError, match="describe_type"):
        cloud.client("cloudformation", "us-east-1").describe_type(Type="RESOURCE", TypeName=NAME)
