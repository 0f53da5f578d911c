"""Exports of one account into the bucket of another, by Cloud Control."""

import json
from pathlib import Path
from typing import Any

import moto
import pytest
from botocore.exceptions import ClientError

from emulator.cloud.cloud import Caller, Cloud
from modules import iam
from modules.datasets import BillingService
from modules.naming import Names
from modules.plan import Plan
from tests.conftest import Synthesize, environment
from tests.emulator.aws.billing import BUCKET, add_delivery_bucket

HUB = Names("cid", "123456789012", "eu-west-1")
PAYER = "210987654321"
SOURCE = {"account_id": PAYER, "hub": HUB.account_id, "exports": {}}
TYPE = "AWS::BCMDataExports::Export"


def admit(cloud: Cloud, *payers: str) -> None:
    """The hub's bucket, with the policy that the hub gives it."""
    arn = f"arn:aws:s3:::{BUCKET}"
    add_delivery_bucket(cloud, iam.delivery_by(BillingService.DATA_EXPORTS, arn, HUB, payers))


@pytest.fixture
def wanted(synthesize: Synthesize) -> dict[str, Any]:
    """What the synthesized source asks for, into the test's bucket."""
    resource = synthesize(**SOURCE).resource("aws_cloudcontrolapi_resource", "export_cur2_export")
    state: dict[str, Any] = json.loads(resource["desired_state"])
    state["Export"]["DestinationConfigurations"]["S3Destination"]["S3Bucket"] = BUCKET
    return state


def ended(client: Any, event: dict[str, Any]) -> dict[str, Any]:
    found = client.get_resource_request_status(RequestToken=event["RequestToken"])
    return dict(found["ProgressEvent"])


def create(cloud: Cloud, state: dict[str, Any], caller: Caller = Caller.OWNER) -> dict[str, Any]:
    client = cloud.client("cloudcontrol", "us-east-1", caller, PAYER)
    made = client.create_resource(TypeName=TYPE, DesiredState=json.dumps(state))["ProgressEvent"]
    assert made["OperationStatus"] == "IN_PROGRESS"
    return ended(client, made)


def test_moto_still_lacks_the_service() -> None:
    """Else ours can go."""
    assert not (Path(moto.__file__).parent / "cloudcontrolapi").exists()


def test_an_export_is_made_read_and_deleted(cloud: Cloud, wanted: dict[str, Any]) -> None:
    """In the payer's account, where Data Exports knows it too."""
    admit(cloud, PAYER)
    arn = create(cloud, wanted)["Identifier"]
    assert arn.startswith(f"arn:aws:bcm-data-exports:us-east-1:{PAYER}:export/cid-cur2-")
    client = cloud.client("cloudcontrol", "us-east-1", account_id=PAYER)
    described = client.get_resource(TypeName=TYPE, Identifier=arn)["ResourceDescription"]
    properties = json.loads(described["Properties"])
    assert (
        properties["Export"]["DestinationConfigurations"]
        == (wanted["Export"]["DestinationConfigurations"])
    )
    exports = cloud.client("bcm-data-exports", "us-east-1", account_id=PAYER)
    assert exports.list_exports()["Exports"][0]["ExportArn"] == arn
    assert cloud.client("bcm-data-exports", "us-east-1").list_exports()["Exports"] == []
    gone = client.delete_resource(TypeName=TYPE, Identifier=arn)["ProgressEvent"]
    assert ended(client, gone)["OperationStatus"] == "SUCCESS"
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client.get_resource(TypeName=TYPE, Identifier=arn)


@pytest.mark.parametrize("admitted", [(), (HUB.account_id,), ("111122223333",)])
def test_a_payer_that_the_hub_does_not_admit_gets_no_export(
    cloud: Cloud, wanted: dict[str, Any], admitted: tuple[str, ...]
) -> None:
    """Neither the hub's own admission nor another payer's is its own."""
    admit(cloud, *admitted)
    failed = create(cloud, wanted)
    assert (failed["OperationStatus"], failed["ErrorCode"]) == ("FAILED", "InvalidRequest")
    assert "S3 bucket permission validation failed" in failed["StatusMessage"]


def test_without_the_owner_the_bucket_is_looked_for_at_home(
    cloud: Cloud, wanted: dict[str, Any]
) -> None:
    """What aws_bcmdataexports_export runs into."""
    admit(cloud, PAYER)
    del wanted["Export"]["DestinationConfigurations"]["S3Destination"]["S3BucketOwner"]
    assert "permission validation failed" in create(cloud, wanted)["StatusMessage"]


def test_the_policies_of_a_source_are_enough_to_apply_it(
    cloud: Cloud, wanted: dict[str, Any]
) -> None:
    """Cloud Control has no rights but those of who calls it."""
    admit(cloud, PAYER)
    plan = Plan.of(environment(**SOURCE))
    applies = iam.apply_access(plan)["exports"]
    cloud.restrict(Caller.DEPLOYER, [*iam.plan_access(plan).values(), applies], PAYER)
    arn = create(cloud, wanted, Caller.DEPLOYER)["Identifier"]
    client = cloud.client("cloudcontrol", "us-east-1", Caller.DEPLOYER, PAYER)
    assert client.get_resource(TypeName=TYPE, Identifier=arn)
    with pytest.raises(ClientError, match="not authorized to perform: cloudformation:Delete"):
        client.delete_resource(TypeName=TYPE, Identifier=arn)


def test_cloud_control_alone_is_not_enough(cloud: Cloud, wanted: dict[str, Any]) -> None:
    """It calls Data Exports as its caller."""
    everything = {"Effect": "Allow", "Action": "cloudformation:*", "Resource": "*"}
    cloud.restrict(Caller.DEPLOYER, [{"Statement": [everything]}], PAYER)
    with pytest.raises(ClientError, match="perform: bcm-data-exports:CreateExport on resource"):
        create(cloud, wanted, Caller.DEPLOYER)


def test_another_type_is_refused_in_words(cloud: Cloud) -> None:
    """There is one."""
    with pytest.raises(ClientError, match="no type AWS::S3::Bucket"):
        cloud.client("cloudcontrol", "us-east-1").create_resource(
            TypeName="AWS::S3::Bucket", DesiredState="{}"
        )
