"""Engines that read Glue and S3 find there what a folder's catalog describes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from athena.duckdb.engine import DuckDbEngine
from athena.engine import Engine, Statement
from athena.glue.publish import publish
from athena.text import athena_text
from athena.trino.engine import TrinoEngine
from emulator.bills.billed_month import BilledMonth
from emulator.bills.billed_tables import BilledTables
from emulator.bills.generator.months import write_months
from emulator.bills.generator.story import BillingStory
from emulator.bills.intake.reading import read_data_folder
from emulator.bills.sources import SAMPLES
from emulator.cloud.cloud import Cloud
from emulator.environment import Emulated
from modules.datasets import CUR2, BillingPeriod

EXAMPLE = Emulated.read("example")
DATABASE = EXAMPLE.names.database
TOTALS = """SELECT {keys}, count(*), round(sum(line_item_unblended_cost), 6)
    FROM {table} GROUP BY {keys} ORDER BY {keys}"""
# What makes a row of either table one of a kind.
WHOLE_ROWS = """SELECT * FROM {table} WHERE line_item_line_item_type <> 'Usage'
    ORDER BY identity_line_item_id, line_item_usage_start_date, line_item_line_item_type,
    line_item_usage_type, line_item_resource_id, line_item_unblended_cost LIMIT 500"""


@pytest.fixture
def catalog(tmp_path: Path) -> BilledTables:
    """Two generated months of CUR 2.0, the two real ones of legacy CUR."""
    (tmp_path / "intake").mkdir()
    story = BillingStory(BillingPeriod(2025, 12), months=2, line_items_per_month=1000)
    generated = write_months(story, tmp_path / "billing")
    months = [BilledMonth(CUR2, month.period, month.chunks) for month in generated]
    return BilledTables(EXAMPLE, (*read_data_folder(SAMPLES, tmp_path / "intake").months, *months))


def test_files_lie_where_aws_delivers_them(cloud: Cloud, catalog: BilledTables) -> None:
    """And each partition's location is their folder."""
    publish(catalog, cloud.account_id, cloud.region)
    s3, glue = cloud.client("s3"), cloud.client("glue")
    folder = "cur2/123456789012/cid-cur2/data/BILLING_PERIOD="
    bucket = EXAMPLE.names.delivery_bucket(CUR2.service)
    assert [found["Key"] for found in s3.list_objects_v2(Bucket=bucket)["Contents"]] == [
        f"{folder}2025-12/cid-cur2-00001.snappy.parquet",
        f"{folder}2026-01/cid-cur2-00001.snappy.parquet",
    ]
    found = glue.get_partitions(DatabaseName=DATABASE, TableName="cur2")["Partitions"]
    assert {p["Values"][-1]: p["StorageDescriptor"]["Location"] for p in found} == {
        month: f"s3://{bucket}/{folder}{month}/" for month in ("2025-12", "2026-01")
    }


def test_declared_tables_have_columns_and_nothing_in_them(
    cloud: Cloud, catalog: BilledTables
) -> None:
    """So `check` uploads no bill."""
    publish(catalog, cloud.account_id, cloud.region, rows=False)
    glue = cloud.client("glue")
    for name in ("cur", "cur2"):
        table = glue.get_table(DatabaseName=DATABASE, Name=name)["Table"]
        listed = (table["StorageDescriptor"]["Columns"], table["PartitionKeys"])
        described = tuple(tuple((c["Name"], c["Type"]) for c in columns) for columns in listed)
        columns = catalog.columns(DATABASE, name)
        assert columns
        assert described == tuple(tuple((c.name, c.type) for c in part) for part in columns)
        assert not glue.get_partitions(DatabaseName=DATABASE, TableName=name)["Partitions"]
    assert not cloud.client("s3").list_buckets()["Buckets"]


def test_buckets_can_be_in_the_first_region(catalog: BilledTables) -> None:
    """Whose name S3 refuses as a location."""
    with Cloud.start("us-east-1", EXAMPLE.names.account_id) as cloud:
        publish(catalog, cloud.account_id, cloud.region)
        assert len(cloud.client("s3").list_buckets()["Buckets"]) == 2


@pytest.fixture
def engines(
    cloud: Cloud, catalog: BilledTables, trino: TrinoEngine
) -> Iterator[tuple[Engine, Engine]]:
    """Trino over what is published, DuckDB over the files themselves."""
    publish(catalog, cloud.account_id, cloud.region)
    duckdb = DuckDbEngine(catalog)
    yield trino, duckdb
    duckdb.close()


def texts(engine: Engine, sql: str) -> list[list[str | None]]:
    """As `query` prints them."""
    result = engine.run(Statement(sql, DATABASE))
    types = [column.type for column in result.columns]
    return [[athena_text(v, t) for v, t in zip(row, types, strict=True)] for row in result.rows]


@pytest.mark.engines
def test_trino_reads_the_rows_that_duckdb_reads(engines: tuple[Engine, Engine]) -> None:
    """Of both tables: partitions by count and cost, and rows with all of their columns."""
    for table, keys in (
        ("cur2", "source_account_id, report_name, data, billing_period"),
        ("cur", "partition_0, partition_1, partition_2, year, month"),
    ):
        for sql in (TOTALS, WHOLE_ROWS):
            theirs, ours = (texts(e, sql.format(table=table, keys=keys)) for e in engines)
            assert len(theirs) > 1
            assert theirs == ours
