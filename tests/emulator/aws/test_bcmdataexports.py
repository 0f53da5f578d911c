"""The Data Exports API refuses what AWS refuses, and echoes what AWS echoes."""

from pathlib import Path
from typing import Any

import moto
import pytest
from botocore.exceptions import ClientError

from emulator.aws.export_arn import export_arn
from emulator.cloud.cloud import Cloud
from modules import iam
from modules.naming import Names
from tests.emulator.aws.billing import BUCKET, add_delivery_bucket, objects

NAMES = Names("cid", "123456789012", "eu-west-1")
TABLE = "COST_AND_USAGE_REPORT"
QUERY = f"SELECT line_item_usage_start_date, line_item_unblended_cost FROM {TABLE}"
VIEW = "arn:aws:billing::123456789012:billingview/primary"
ALL_SEVEN = {
    "TIME_GRANULARITY": "DAILY",
    "INCLUDE_RESOURCES": "TRUE",
    "INCLUDE_SPLIT_COST_ALLOCATION_DATA": "FALSE",
    "INCLUDE_MANUAL_DISCOUNT_COMPATIBILITY": "FALSE",
    "INCLUDE_CAPACITY_RESERVATION_DATA": "FALSE",
    "INCLUDE_IAM_PRINCIPAL_DATA": "FALSE",
    "BILLING_VIEW_ARN": VIEW,
}
OUTPUT = {
    "OutputType": "CUSTOM",
    "Format": "PARQUET",
    "Compression": "PARQUET",
    "Overwrite": "OVERWRITE_REPORT",
}


def export(
    name: str = "cid-cur2",
    query: str = QUERY,
    configurations: dict[str, dict[str, str]] | None = None,
    bucket: str = BUCKET,
    region: str = "eu-west-1",
    **output: str,
) -> dict[str, Any]:
    data_query: dict[str, Any] = {"QueryStatement": query}
    if configurations is not None:
        data_query["TableConfigurations"] = configurations
    return {
        "Name": name,
        "DataQuery": data_query,
        "DestinationConfigurations": {
            "S3Destination": {
                "S3Bucket": bucket,
                "S3Prefix": "cur2/123456789012",
                "S3Region": region,
                "S3OutputConfigurations": OUTPUT | output,
            }
        },
        "RefreshCadence": {"Frequency": "SYNCHRONOUS"},
    }


@pytest.fixture
def allowed(cloud: Cloud) -> Cloud:
    """A cloud with a bucket that lets Data Exports deliver."""
    add_delivery_bucket(cloud, iam.data_exports_delivery(f"arn:aws:s3:::{BUCKET}", NAMES))
    return cloud


def create(cloud: Cloud, asked: dict[str, Any]) -> str:
    client = cloud.client("bcm-data-exports", "us-east-1")
    arn: str = client.create_export(Export=asked)["ExportArn"]
    assert arn == export_arn(cloud.account_id, asked["Name"]), "which manifests name"
    return arn


def get(cloud: Cloud, arn: str) -> dict[str, Any]:
    found = cloud.client("bcm-data-exports", "us-east-1").get_export(ExportArn=arn)["Export"]
    return dict(found)


def test_moto_still_lacks_the_service() -> None:
    """moto has no Data Exports service of its own; else ours can go."""
    assert not (Path(moto.__file__).parent / "bcmdataexports").exists()


def test_an_export_is_created_and_described(allowed: Cloud) -> None:
    """What was asked for comes back, and the test object lies at the bucket's root."""
    arn = create(allowed, export(configurations={TABLE: ALL_SEVEN}))
    assert arn.startswith("arn:aws:bcm-data-exports:us-east-1:123456789012:export/cid-cur2-")
    expected = export(configurations={TABLE: ALL_SEVEN}) | {"ExportArn": arn}
    assert get(allowed, arn) == expected
    assert objects(allowed) == ["aws-programmatic-access-test-object"]


@pytest.mark.parametrize("given", [None, {}, {TABLE: {"TIME_GRANULARITY": "DAILY"}}])
def test_every_table_configuration_is_echoed(
    allowed: Cloud, given: dict[str, dict[str, str]] | None
) -> None:
    """All seven keys come back, whatever was set: what Terraform then plans as a change."""
    query = get(allowed, create(allowed, export(configurations=given)))["DataQuery"]
    echoed = query["TableConfigurations"][TABLE]
    assert set(echoed) == set(ALL_SEVEN)
    assert echoed["BILLING_VIEW_ARN"] == VIEW
    assert echoed["INCLUDE_RESOURCES"] == "FALSE"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (f"SELECT * FROM {TABLE}", "list the columns"),
        (f"SELECT line_item_unblended_costs FROM {TABLE}", "Column line_item_unblended_costs does"),
        (f"SELECT LINE_ITEM_UNBLENDED_COST FROM {TABLE}", "Column LINE_ITEM_UNBLENDED_COST does"),
        (f"SELECT line_item_resource_id FROM {TABLE}", "INCLUDE_RESOURCES = FALSE"),
        (f"SELECT line_item_iam_principal FROM {TABLE}", "INCLUDE_IAM_PRINCIPAL_DATA = FALSE"),
        (f"SELECT sum(line_item_unblended_cost) FROM {TABLE}", "can't be selected"),
        (f"SELECT line_item_unblended_cost FROM {TABLE} GROUP BY 1", "group is not supported"),
        (f"SELECT line_item_unblended_cost FROM {TABLE} ORDER BY 1", "order is not supported"),
        (f"SELECT a FROM {TABLE} WHERE lower(product_region) = 'x'", "not supported in WHERE"),
        (f"SELECT line_item_unblended_cost FROM {TABLE}, other", "joins is not supported"),
        ("SELECT a FROM cost_and_usage_report", "Table cost_and_usage_report does not exist"),
        ("DELETE FROM COST_AND_USAGE_REPORT", "only SELECT is supported"),
        ("SELECT FROM WHERE", "Invalid query statement"),
        (f"SELECT {'a, ' * 12_000}a FROM {TABLE}", "length less than or equal to 36000"),
    ],
)
def test_a_statement_that_aws_refuses_is_refused(allowed: Cloud, query: str, message: str) -> None:
    """The query statement is a small dialect, and knows the table's columns."""
    with pytest.raises(ClientError, match=message):
        create(allowed, export(query=query))


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT product.from_location AS product_from_location FROM {TABLE}",
        f"SELECT line_item_unblended_cost FROM {TABLE} WHERE line_item_line_item_type != 'Tax' "
        "AND NOT line_item_product_code IN ('AmazonEC2') LIMIT 5",
    ],
)
def test_the_dialect_is_understood(allowed: Cloud, query: str) -> None:
    """A map's key, a filter and a limit are part of the dialect."""
    create(allowed, export(query=query))


def test_a_flag_makes_its_columns_available(allowed: Cloud) -> None:
    """With INCLUDE_RESOURCES the resource's id may be exported."""
    query = f"SELECT line_item_resource_id FROM {TABLE}"
    create(allowed, export(query=query, configurations={TABLE: {"INCLUDE_RESOURCES": "TRUE"}}))


def test_a_flag_can_take_columns_away(allowed: Cloud) -> None:
    """The discount columns are gone with INCLUDE_MANUAL_DISCOUNT_COMPATIBILITY."""
    flags = {TABLE: {"INCLUDE_MANUAL_DISCOUNT_COMPATIBILITY": "TRUE"}}
    with pytest.raises(ClientError, match="INCLUDE_MANUAL_DISCOUNT_COMPATIBILITY = TRUE"):
        create(allowed, export(query=f"SELECT discount FROM {TABLE}", configurations=flags))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "bad name"}, "'export.name' failed to satisfy constraint"),
        ({"name": "x" * 129}, "length less than or equal to 128"),
        ({"configurations": {TABLE: {"INCLUDE_RESOURCES": "true"}}}, "one of FALSE, TRUE, not"),
        ({"configurations": {TABLE: {"INCLUDE_ALL": "TRUE"}}}, "is not a table configuration"),
        ({"configurations": {"FOCUS_1_2_AWS": {}}}, "but COST_AND_USAGE_REPORT is read"),
        ({"configurations": {TABLE: {"BILLING_VIEW_ARN": ""}}}, "Billing view  does not exist"),
        ({"Format": "TEXT_OR_CSV"}, "must both be PARQUET, or neither"),
        ({"Overwrite": "SOMETIMES"}, "overwrite' failed to satisfy constraint"),
        ({"bucket": "missing"}, "S3 bucket permission validation failed for bucket missing"),
        ({"region": "us-east-1"}, "S3 bucket permission validation failed"),
    ],
)
def test_an_export_that_aws_refuses_is_refused(
    allowed: Cloud, changes: dict[str, Any], message: str
) -> None:
    """Names, configurations, formats and buckets are checked."""
    with pytest.raises(ClientError, match=message):
        create(allowed, export(**changes))


def test_a_policy_for_the_prefix_alone_does_not_do(cloud: Cloud) -> None:
    """The service first writes to the bucket's root, so a narrower resource fails."""
    arn = f"arn:aws:s3:::{BUCKET}"
    (statement,) = iam.data_exports_delivery(arn, NAMES)
    narrow = statement | {"Resource": [arn, f"{arn}/cur2/*"]}
    add_delivery_bucket(cloud, [narrow])
    with pytest.raises(ClientError, match="S3 bucket permission validation failed"):
        create(cloud, export())


def test_a_policy_for_another_account_does_not_do(cloud: Cloud) -> None:
    """Source account and source ARN must be this account's."""
    other = Names("cid", "999999999999", "eu-west-1")
    add_delivery_bucket(cloud, iam.data_exports_delivery(f"arn:aws:s3:::{BUCKET}", other))
    with pytest.raises(ClientError, match="S3 bucket permission validation failed"):
        create(cloud, export())


def test_the_api_lives_in_one_region(allowed: Cloud) -> None:
    """Outside us-east-1 nobody answers for exports: the billing provider must be used."""
    with pytest.raises(ClientError, match="live in us-east-1 only; this request is for eu-west-1"):
        allowed.client("bcm-data-exports", "eu-west-1").create_export(Export=export())


def test_an_account_has_five_cur_exports(allowed: Cloud) -> None:
    """The sixth export of COST_AND_USAGE_REPORT is refused; a name is used once."""
    for number in range(5):
        create(allowed, export(name=f"export-{number}"))
    with pytest.raises(ClientError, match="ServiceQuotaExceededException"):
        create(allowed, export(name="export-5"))
    with pytest.raises(ClientError, match="already exists"):
        create(allowed, export(name="export-0"))


def test_the_query_can_be_changed_and_the_configuration_not(allowed: Cloud) -> None:
    """UpdateExport takes a new statement, not a new granularity."""
    arn = create(allowed, export(configurations={TABLE: ALL_SEVEN}))
    client = allowed.client("bcm-data-exports", "us-east-1")
    query = f"SELECT line_item_resource_id FROM {TABLE}"
    client.update_export(ExportArn=arn, Export=export("cid-cur2", query, {TABLE: ALL_SEVEN}))
    assert get(allowed, arn)["DataQuery"]["QueryStatement"] == query
    hourly = {TABLE: ALL_SEVEN | {"TIME_GRANULARITY": "HOURLY"}}
    with pytest.raises(ClientError, match="can't be changed after creation"):
        client.update_export(ExportArn=arn, Export=export("cid-cur2", query, hourly))


def test_tags_and_listing(allowed: Cloud) -> None:
    """Exports are listed with their status; tags are added and removed; a deleted one is gone."""
    client = allowed.client("bcm-data-exports", "us-east-1")
    tags = [{"Key": "a", "Value": "1"}]
    arn = client.create_export(Export=export(), ResourceTags=tags)["ExportArn"]
    client.tag_resource(ResourceArn=arn, ResourceTags=[{"Key": "b", "Value": "2"}])
    client.untag_resource(ResourceArn=arn, ResourceTagKeys=["a"])
    found = client.list_tags_for_resource(ResourceArn=arn)["ResourceTags"]
    assert found == [{"Key": "b", "Value": "2"}]
    (listed,) = client.list_exports()["Exports"]
    assert listed["ExportStatus"]["StatusCode"] == "HEALTHY"
    client.delete_export(ExportArn=arn)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client.get_export(ExportArn=arn)


def test_exports_are_listed_in_pages(allowed: Cloud) -> None:
    """Whoever reads only the first misses the rest."""
    arns = {create(allowed, export(name=f"e{number}")) for number in range(3)}
    paginator = allowed.client("bcm-data-exports", "us-east-1").get_paginator("list_exports")
    pages = list(paginator.paginate(PaginationConfig={"PageSize": 2}))
    assert [len(page["Exports"]) for page in pages] == [2, 1]
    assert {found["ExportArn"] for page in pages for found in page["Exports"]} == arns
