"""The CUR API refuses what AWS refuses."""

from pathlib import Path
from typing import Any

import moto
import pytest
from botocore.exceptions import ClientError

from emulator.cloud.cloud import Cloud
from modules import iam
from modules.naming import Names
from tests.emulator.aws.billing import BUCKET, add_delivery_bucket, objects

NAMES = Names("cid", "123456789012", "eu-west-1")
REPORT: dict[str, Any] = {
    "ReportName": "cid",
    "TimeUnit": "HOURLY",
    "Format": "Parquet",
    "Compression": "Parquet",
    "AdditionalSchemaElements": ["RESOURCES"],
    "AdditionalArtifacts": ["ATHENA"],
    "ReportVersioning": "OVERWRITE_REPORT",
    "S3Bucket": BUCKET,
    "S3Prefix": "cur/123456789012",
    "S3Region": "eu-west-1",
}


@pytest.fixture
def allowed(cloud: Cloud) -> Cloud:
    """A cloud with a bucket that lets the legacy report deliver."""
    add_delivery_bucket(cloud, iam.legacy_report_delivery(f"arn:aws:s3:::{BUCKET}", NAMES))
    return cloud


def put(cloud: Cloud, **changes: Any) -> None:
    definition = {k: v for k, v in (REPORT | changes).items() if v is not None}
    cloud.client("cur", "us-east-1").put_report_definition(ReportDefinition=definition)


def test_moto_still_lacks_the_service() -> None:
    """moto has no CUR service of its own; else ours can go."""
    assert not (Path(moto.__file__).parent / "cur").exists()


def test_a_report_is_defined_and_described(allowed: Cloud) -> None:
    """What was put comes back, with AWS's defaults, and the test object lies in the bucket."""
    put(allowed)
    client = allowed.client("cur", "us-east-1")
    (found,) = client.describe_report_definitions()["ReportDefinitions"]
    assert found == REPORT | {"RefreshClosedReports": True}
    assert objects(allowed) == ["aws-programmatic-access-test-object"]


def test_tags_are_kept(allowed: Cloud) -> None:
    """Tags are put, added, removed and listed."""
    client = allowed.client("cur", "us-east-1")
    client.put_report_definition(ReportDefinition=REPORT, Tags=[{"Key": "a", "Value": "1"}])
    client.tag_resource(ReportName="cid", Tags=[{"Key": "b", "Value": "2"}])
    client.untag_resource(ReportName="cid", TagKeys=["a"])
    assert client.list_tags_for_resource(ReportName="cid")["Tags"] == [{"Key": "b", "Value": "2"}]


def test_a_report_is_modified_and_deleted(allowed: Cloud) -> None:
    """A modification replaces the definition; a deletion removes it."""
    put(allowed)
    client = allowed.client("cur", "us-east-1")
    client.modify_report_definition(
        ReportName="cid", ReportDefinition=REPORT | {"RefreshClosedReports": False}
    )
    (found,) = client.describe_report_definitions()["ReportDefinitions"]
    assert found["RefreshClosedReports"] is False
    with pytest.raises(ClientError, match="TimeUnit of report cid can't be changed"):
        client.modify_report_definition(
            ReportName="cid", ReportDefinition=REPORT | {"TimeUnit": "DAILY"}
        )
    client.delete_report_definition(ReportName="cid")
    assert client.describe_report_definitions()["ReportDefinitions"] == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"AdditionalArtifacts": ["ATHENA", "REDSHIFT"]}, "ATHENA must be the only artifact"),
        ({"S3Prefix": ""}, "ATHENA needs a non-empty S3Prefix"),
        ({"ReportVersioning": "CREATE_NEW_REPORT"}, "needs ReportVersioning OVERWRITE_REPORT"),
        ({"ReportVersioning": None}, "needs ReportVersioning OVERWRITE_REPORT"),
        ({"Format": "textORcsv", "Compression": "GZIP"}, "ATHENA needs Format Parquet"),
        ({"Compression": "GZIP"}, "must both be Parquet, or neither"),
        ({"AdditionalArtifacts": ["REDSHIFT"]}, "REDSHIFT can't be combined with Parquet"),
        ({"S3Region": "il-central-1"}, "'reportDefinition.s3Region' failed to satisfy constraint"),
        ({"ReportName": "bad name"}, "'reportDefinition.reportName' failed to satisfy constraint"),
        ({"ReportName": "x" * 257}, "length less than or equal to 256"),
        ({"S3Region": "eu-west-2"}, "Failed to verify customer bucket permission"),
        ({"S3Bucket": "missing"}, "Failed to verify customer bucket permission"),
    ],
)
def test_a_definition_that_aws_refuses_is_refused(
    allowed: Cloud, changes: dict[str, Any], message: str
) -> None:
    """Combinations, names, regions and buckets are checked."""
    with pytest.raises(ClientError, match=message):
        put(allowed, **changes)


@pytest.mark.parametrize(
    "statements",
    [
        [],
        iam.legacy_report_delivery(f"arn:aws:s3:::{BUCKET}", NAMES)[:1],
        iam.legacy_report_delivery(
            f"arn:aws:s3:::{BUCKET}", Names("cid", "999999999999", "eu-west-1")
        ),
    ],
)
def test_the_bucket_policy_must_let_the_service_deliver(
    cloud: Cloud, statements: list[iam.Statement]
) -> None:
    """No policy, half of it, or one for another account: refused."""
    add_delivery_bucket(cloud, statements)
    with pytest.raises(ClientError, match="Failed to verify customer bucket permission"):
        put(cloud)


def test_a_source_compared_by_equality_never_matches(cloud: Cloud) -> None:
    """StringEquals on `definition/*`, as AWS's page shows it, lets nothing through."""
    literal = [
        statement
        | {
            "Condition": {
                "StringEquals": {"aws:SourceArn": NAMES.billing_arn("cur", "definition/*")}
            }
        }
        for statement in iam.legacy_report_delivery(f"arn:aws:s3:::{BUCKET}", NAMES)
    ]
    add_delivery_bucket(cloud, literal)
    with pytest.raises(ClientError, match="Failed to verify customer bucket permission"):
        put(cloud)


def test_the_api_lives_in_one_region(allowed: Cloud) -> None:
    """Outside us-east-1 nobody answers for reports."""
    with pytest.raises(ClientError, match="live in us-east-1 only; this request is for eu-west-1"):
        allowed.client("cur", "eu-west-1").put_report_definition(ReportDefinition=REPORT)


def test_names_are_unique_and_reports_few(allowed: Cloud) -> None:
    """A name is used once, and an account has ten reports."""
    put(allowed)
    with pytest.raises(ClientError, match="DuplicateReportNameException"):
        put(allowed)
    for number in range(9):
        put(allowed, ReportName=f"report{number}")
    with pytest.raises(ClientError, match="ReportLimitReachedException"):
        put(allowed, ReportName="one-too-many")


def test_reports_come_in_pages_of_five(allowed: Cloud) -> None:
    """AWS knows no other size."""
    for number in range(6):
        put(allowed, ReportName=f"r{number}")
    client = allowed.client("cur", "us-east-1")
    first = client.describe_report_definitions()
    assert len(first["ReportDefinitions"]) == 5
    second = client.describe_report_definitions(NextToken=first["NextToken"])
    assert [report["ReportName"] for report in second["ReportDefinitions"]] == ["r5"]
    assert "NextToken" not in second


def test_a_report_stays_in_its_account(cloud: Cloud) -> None:
    """However the bucket of another account admits it: AWS wants one owner of both."""
    payer = "210987654321"
    names = Names("cid", payer, "eu-west-1")
    add_delivery_bucket(cloud, iam.legacy_report_delivery(f"arn:aws:s3:::{BUCKET}", names))
    with pytest.raises(ClientError, match=f"bucket permission. accountId: {payer}"):
        cloud.client("cur", "us-east-1", account_id=payer).put_report_definition(
            ReportDefinition=REPORT
        )
