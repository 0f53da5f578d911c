"""The declared CUR 2.0 table."""

from modules.datasets import CUR2
from tests.conftest import Json, Stack, Synthesize


def table(stack: Stack) -> Json:
    return stack.resource("aws_glue_catalog_table", "catalog_cur2_table")


def test_table_is_keyed_by_every_folder_below_its_location(example: Stack) -> None:
    """All strings, as CID declares them."""
    arguments = table(example)
    assert arguments["partition_keys"] == [
        {"name": key, "type": "string"}
        for key in ("source_account_id", "report_name", "data", "billing_period")
    ]
    location = arguments["storage_descriptor"]["location"]
    assert location.startswith("s3://${aws_s3_bucket.storage_data_exports_bucket")
    assert location.endswith(".bucket}/cur2/")


def test_table_declares_every_column_with_its_type(example: Stack) -> None:
    """Also those not exported: they read as NULL, and no query breaks."""
    declared = {c["name"]: c["type"] for c in table(example)["storage_descriptor"]["columns"]}
    assert declared == {column.name: column.type for column in CUR2.columns}
    assert declared["discount"] == "map<string,double>"
    assert declared["line_item_usage_start_date"] == "timestamp"


def test_table_is_declared_the_way_crawlers_expect(example: Stack) -> None:
    """Without compressionType none a crawler makes a second table."""
    parameters = table(example)["parameters"]
    assert parameters["classification"] == "parquet"
    assert parameters["compressionType"] == "none"
    assert parameters["UPDATED_BY_CRAWLER"] == "cid-DataExportCUR2Crawler"


def test_terraform_ignores_exactly_what_the_crawler_owns(example: Stack) -> None:
    """Columns it merges and parameters it writes; location and keys stay ours."""
    ignored = table(example)["lifecycle"]["ignore_changes"]
    parameters = {entry.split('"')[1] for entry in ignored if entry.startswith("parameters[")}
    assert set(ignored) - {f'parameters["{name}"]' for name in parameters} == {
        "owner",
        "storage_descriptor[0].columns",
        "storage_descriptor[0].number_of_buckets",
        "storage_descriptor[0].parameters",
        "storage_descriptor[0].ser_de_info[0].name",
    }
    assert parameters == {
        "averageRecordSize",
        "CrawlerSchemaDeserializerVersion",
        "CrawlerSchemaSerializerVersion",
        "CRAWL_RUN_ID",
        "exclusions",
        "objectCount",
        "partition_filtering.enabled",
        "recordCount",
        "sizeKey",
        "typeOfData",
        "UPDATED_BY_CRAWLER",
    }


def test_a_registered_table_differs_only_in_what_terraform_ignores(
    example: Stack, synthesize: Synthesize
) -> None:
    """It names no crawler, so a switch plans nothing here."""
    crawled = table(example)
    registered = table(synthesize(exports={"cur2": {"catalog": "registered"}}))
    assert 'parameters["UPDATED_BY_CRAWLER"]' in registered["lifecycle"]["ignore_changes"]
    crawler = {"UPDATED_BY_CRAWLER": crawled["parameters"]["UPDATED_BY_CRAWLER"]}
    parameters = registered["parameters"] | crawler
    assert registered | {"parameters": parameters} == crawled
    assert registered["parameters"] != crawled["parameters"]


def test_legacy_table_is_left_to_its_crawler(synthesize: Synthesize) -> None:
    """Its columns vary by month and by account."""
    legacy_only = synthesize(
        exports={
            "cur2": {"enabled": False},
            "focus": {"enabled": False},
            "legacy_cur": {"enabled": True},
        }
    )
    tables = legacy_only.resources("aws_glue_catalog_table").values()
    assert "cur" not in {table["name"] for table in tables}
