"""Every table that Data Exports has: its configurations, what it needs first, its schema."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from emulator.cloud.cloud import Cloud
from modules import iam
from modules.datasets import DATASETS, DataExportsDataset
from modules.naming import Names
from tests.emulator.aws.billing import BUCKET, add_delivery_bucket

NAMES = Names("cid", "123456789012", "eu-west-1")
HUB = "COST_OPTIMIZATION_RECOMMENDATIONS"
OUTPUT = {"OutputType": "CUSTOM", "Format": "PARQUET", "Compression": "PARQUET"}


@pytest.fixture
def allowed(cloud: Cloud) -> Cloud:
    """A cloud with a bucket that lets Data Exports deliver."""
    add_delivery_bucket(cloud, iam.data_exports_delivery(f"arn:aws:s3:::{BUCKET}", NAMES))
    return cloud


@pytest.fixture
def enrolled(allowed: Cloud) -> Cloud:
    """One that may export recommendations as well."""
    hub = allowed.client("cost-optimization-hub", "us-east-1")
    hub.update_enrollment_status(status="Active")
    allowed.client("iam", "us-east-1").create_service_linked_role(
        AWSServiceName="bcm-data-exports.amazonaws.com"
    )
    return allowed


def create(
    cloud: Cloud,
    table: str,
    column: str,
    configurations: dict[str, str] | None = None,
    overwrite: str = "OVERWRITE_REPORT",
    name: str = "export",
) -> dict[str, Any]:
    """The data query that GetExport then gives back."""
    query: dict[str, Any] = {"QueryStatement": f"SELECT {column} FROM {table}"}
    if configurations is not None:
        query["TableConfigurations"] = {table: configurations}
    asked = {
        "Name": name,
        "DataQuery": query,
        "DestinationConfigurations": {
            "S3Destination": {
                "S3Bucket": BUCKET,
                "S3Prefix": "x/123456789012",
                "S3Region": "eu-west-1",
                "S3OutputConfigurations": OUTPUT | {"Overwrite": overwrite},
            }
        },
        "RefreshCadence": {"Frequency": "SYNCHRONOUS"},
    }
    client = cloud.client("bcm-data-exports", "us-east-1")
    arn = client.create_export(Export=asked)["ExportArn"]
    return dict(client.get_export(ExportArn=arn)["Export"]["DataQuery"])


@pytest.mark.parametrize(
    ("table", "column", "echoed"),
    [
        ("FOCUS_1_2_AWS", "BilledCost", {"TIME_GRANULARITY": "HOURLY"}),
        (HUB, "account_id", {"FILTER": "{}", "INCLUDE_ALL_RECOMMENDATIONS": "FALSE"}),
    ],
)
def test_each_table_echoes_its_own_configurations(
    enrolled: Cloud, table: str, column: str, echoed: dict[str, str]
) -> None:
    """No billing view: only CUR 2.0 has one."""
    assert create(enrolled, table, column)["TableConfigurations"] == {table: echoed}


@pytest.mark.parametrize(
    ("table", "column"),
    [("CARBON_EMISSIONS", "model_version"), ("FOCUS_1_0_AWS", "BilledCost")],
)
@pytest.mark.parametrize("given", [None, {}])
def test_a_table_without_configurations_echoes_an_empty_one(
    allowed: Cloud, table: str, column: str, given: dict[str, str] | None
) -> None:
    """Where none was given, too, which older providers call an inconsistent result."""
    assert create(allowed, table, column, given)["TableConfigurations"] == {table: {}}


@pytest.mark.parametrize(
    ("table", "column", "configurations", "message"),
    [
        ("CARBON_EMISSIONS", "location", {"TIME_GRANULARITY": "DAILY"}, "not a table configur"),
        ("FOCUS_1_2_AWS", "BilledCost", {"INCLUDE_RESOURCES": "TRUE"}, "not a table configuration"),
        ("FOCUS_1_2_AWS", "BilledCost", {"BILLING_VIEW_ARN": "x"}, "not a table configuration"),
        ("FOCUS_1_2_AWS", "billedcost", {}, "Column billedcost does not exist"),
        ("FOCUS_1_0_AWS", "InvoiceId", {}, "Column InvoiceId does not exist"),
        (HUB, "account_id", {"FILTER": "region"}, "FILTER must be a JSON object"),
        (HUB, "account_id", {"INCLUDE_ALL_RECOMMENDATIONS": "true"}, "one of FALSE, TRUE"),
    ],
)
def test_what_a_table_does_not_have_is_refused(
    enrolled: Cloud, table: str, column: str, configurations: dict[str, str], message: str
) -> None:
    """Keys, values, and names of columns, which are case-sensitive."""
    with pytest.raises(ClientError, match=message):
        create(enrolled, table, column, configurations)


def test_recommendations_need_enrolment_and_a_role(allowed: Cloud) -> None:
    """First the one, then the other."""
    with pytest.raises(ClientError, match="enrolled in Cost Optimization Hub"):
        create(allowed, HUB, "account_id")
    hub = allowed.client("cost-optimization-hub", "us-east-1")
    hub.update_enrollment_status(status="Active")
    with pytest.raises(ClientError, match="AWSServiceRoleForBCMDataExports"):
        create(allowed, HUB, "account_id")
    hub.update_enrollment_status(status="Inactive")
    with pytest.raises(ClientError, match="enrolled in Cost Optimization Hub"):
        create(allowed, HUB, "account_id")


@pytest.mark.parametrize("overwrite", ["OVERWRITE_REPORT", "CREATE_NEW_REPORT"])
def test_recommendations_may_overwrite_or_not(enrolled: Cloud, overwrite: str) -> None:
    """AWS's page and AWS's template disagree."""
    create(enrolled, HUB, "account_id", overwrite=overwrite)


@pytest.mark.parametrize("table", ["FOCUS_1_2_AWS", "CARBON_EMISSIONS", HUB])
def test_other_tables_have_two_exports(enrolled: Cloud, table: str) -> None:
    """The third is refused."""
    column = "BilledCost" if table.startswith("FOCUS") else "account_id"
    if table == "CARBON_EMISSIONS":
        column = "model_version"
    for name in ("a", "b"):
        create(enrolled, table, column, name=name)
    with pytest.raises(ClientError, match="ServiceQuotaExceededException"):
        create(enrolled, table, column, name="c")


def test_enrolment_is_listed(cloud: Cloud) -> None:
    """Nothing before it was asked for."""
    hub = cloud.client("cost-optimization-hub", "us-east-1")
    assert hub.list_enrollment_statuses()["items"] == []
    hub.update_enrollment_status(status="Active", includeMemberAccounts=True)
    answer = hub.list_enrollment_statuses()
    (item,) = answer["items"]
    assert (item["accountId"], item["status"]) == ("123456789012", "Active")
    assert answer["includeMemberAccounts"] is True


def test_tables_are_listed_with_their_properties(cloud: Cloud) -> None:
    """What can be set, what for, and what is taken otherwise."""
    tables = cloud.client("bcm-data-exports", "us-east-1").list_tables()["Tables"]
    by_name = {table["TableName"]: table["TableProperties"] for table in tables}
    assert by_name["CARBON_EMISSIONS"] == []
    assert by_name["FOCUS_1_2_AWS"] == [
        {
            "Name": "TIME_GRANULARITY",
            "ValidValues": ["HOURLY", "DAILY", "MONTHLY"],
            "DefaultValue": "HOURLY",
        }
    ]
    assert len(by_name["COST_AND_USAGE_REPORT"]) == 7


@pytest.mark.parametrize("dataset", [d for d in DATASETS if isinstance(d, DataExportsDataset)])
def test_a_table_tells_its_columns(cloud: Cloud, dataset: DataExportsDataset) -> None:
    """Those that its properties allow, in the order of the dictionary."""
    client = cloud.client("bcm-data-exports", "us-east-1")
    answer = client.get_table(TableName=dataset.exports_table)
    flags = answer.get("TableProperties", {})
    allowed = [column.name for column in dataset.columns if column.available(flags)]
    assert [column["Name"] for column in answer["Schema"]] == allowed


def test_columns_follow_the_properties_that_are_asked_for(cloud: Cloud) -> None:
    """A flag gives its columns; a table that isn't there is refused."""
    client = cloud.client("bcm-data-exports", "us-east-1")
    flags = {"INCLUDE_RESOURCES": "TRUE"}
    schema = client.get_table(TableName="COST_AND_USAGE_REPORT", TableProperties=flags)["Schema"]
    assert "line_item_resource_id" in {column["Name"] for column in schema}
    assert json.dumps(schema).count("timestamp_milliseconds") == 0
    with pytest.raises(ClientError, match="Table COST_AND_USAGE does not exist"):
        client.get_table(TableName="COST_AND_USAGE")
