"""TrinoEngine reads what is deployed: tables, partitions, projection and views of the emulated Glue."""

from collections.abc import Iterator

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from athena.engine import Statement
from athena.errors import SqlError
from athena.trino.engine import TrinoEngine
from tests.athena.engines.statements import rows, scanned
from tests.athena.engines.tables import CUR2_ROWS, DATABASE, SAMPLES, CostTables

pytestmark = [pytest.mark.engines, pytest.mark.usefixtures("tables")]

OCTOBER = SAMPLES / "year=2018/month=10/cid-00001.snappy.parquet"
NOVEMBER = SAMPLES / "year=2018/month=11/cid-00001.snappy.parquet"


def test_real_months_add_up_as_their_files_do(trino: TrinoEngine) -> None:
    """... through the Glue table and its partitions, whose files have different columns."""
    sql = "SELECT month, count(*), sum(line_item_unblended_cost) FROM cur GROUP BY 1 ORDER BY 1"
    files = {"10": OCTOBER, "11": NOVEMBER}
    assert rows(trino, sql) == [
        (month, pq.read_metadata(file).num_rows, pytest.approx(pc.sum(costs).as_py()))
        for month, file in files.items()
        for costs in [pq.read_table(file)["line_item_unblended_cost"]]
    ]


def test_a_column_that_a_month_lacks_is_null(trino: TrinoEngine) -> None:
    """... since columns are found by name."""
    lacking = set(pq.read_schema(NOVEMBER).names) - set(pq.read_schema(OCTOBER).names)
    column = sorted(lacking)[0]
    (largest,) = pq.read_table(NOVEMBER, columns=[column]).to_pandas().max()
    sql = f"SELECT month, max({column}) FROM cur GROUP BY 1 ORDER BY 1"
    assert rows(trino, sql) == [("10", None), ("11", largest)]


def test_scanned_bytes_are_those_of_the_columns_and_partitions_read(trino: TrinoEngine) -> None:
    """... plus the files' footers, as Athena bills them."""
    both = scanned(trino, "SELECT sum(line_item_unblended_cost) FROM cur")
    one = scanned(trino, "SELECT sum(line_item_unblended_cost) FROM cur WHERE month = '10'")
    wide = scanned(
        trino, "SELECT max(line_item_resource_id), sum(line_item_unblended_cost) FROM cur"
    )
    assert 0 < one < both < wide < OCTOBER.stat().st_size + NOVEMBER.stat().st_size
    chunk = next(
        column
        for column in map(pq.read_metadata(OCTOBER).row_group(0).column, range(20, 30))
        if column.path_in_schema == "line_item_unblended_cost"
    )
    assert chunk.total_compressed_size < one < chunk.total_compressed_size + 100_000


def test_maps_become_dicts(trino: TrinoEngine) -> None:
    """... and columns that no file has are NULL."""
    sql = """SELECT resource_tags, discount, element_at(resource_tags, 'user_team'), product
        FROM cur2 WHERE billing_period = '2018-10' ORDER BY line_item_unblended_cost"""
    by_cost = sorted(
        CUR2_ROWS.to_pylist(maps_as_pydicts="strict"),
        key=lambda row: row["line_item_unblended_cost"],
    )
    assert rows(trino, sql) == [
        (row["resource_tags"], row["discount"], row["resource_tags"].get("user_team"), None)
        for row in by_cost
    ]


def test_nothing_can_be_written(trino: TrinoEngine, tables: CostTables) -> None:
    """... since Athena's DDL is not the engine's business."""
    with pytest.raises(SqlError, match="Access Denied: Cannot drop table"):
        rows(trino, "DROP TABLE cur2")
    assert tables.glue.get_table(DatabaseName=DATABASE, Name="cur2")


def test_an_unknown_database_is_named(trino: TrinoEngine) -> None:
    """... with Trino's code for it."""
    with pytest.raises(SqlError) as caught:
        trino.run(Statement("SELECT * FROM cur", "nowhere"))
    assert caught.value.code == "SCHEMA_NOT_FOUND"


@pytest.fixture
def monthly(tables: CostTables) -> Iterator[str]:
    """A table of one column, with January in its only partition."""
    tables.create("monthly", {"cost": "double"}, ("month",))
    january = CUR2_ROWS.select(["line_item_unblended_cost"]).rename_columns(["cost"])
    tables.put("monthly/1/a.parquet", january)
    tables.add_partition("monthly", ("1",), "monthly/1")
    yield "monthly"
    tables.glue.delete_table(DatabaseName=DATABASE, Name="monthly")


def test_what_a_crawler_adds_shows_in_the_next_statement(
    trino: TrinoEngine, tables: CostTables, monthly: str
) -> None:
    """... partitions, columns and replaced objects alike: nothing is cached."""
    sql = f"SELECT count(*), sum(cost) FROM {monthly}"
    assert rows(trino, sql) == [(3, 39.75)]
    tables.put("monthly/1/a.parquet", CUR2_ROWS.slice(0, 1).select([1]).rename_columns(["cost"]))
    assert rows(trino, sql) == [(1, 10.5)]
    tables.put(
        "monthly/2/deeper/b.parquet", CUR2_ROWS.slice(1).select([1]).rename_columns(["cost"])
    )
    tables.add_partition(monthly, ("2",), "monthly/2")
    assert rows(trino, sql) == [(3, 39.75)]
    table = tables.glue.get_table(DatabaseName=DATABASE, Name=monthly)["Table"]
    table["StorageDescriptor"]["Columns"].append({"Name": "team", "Type": "string"})
    kept = {
        key: table[key]
        for key in ("Name", "TableType", "Parameters", "StorageDescriptor", "PartitionKeys")
    }
    tables.glue.update_table(DatabaseName=DATABASE, TableInput=kept)
    assert rows(trino, f"SELECT count(team) FROM {monthly}") == [(0,)]


def test_a_partition_without_objects_is_empty(
    trino: TrinoEngine, tables: CostTables, monthly: str
) -> None:
    """... and no error, as in Athena."""
    tables.add_partition(monthly, ("3",), "monthly/3")
    assert rows(trino, f"SELECT count(*) FROM {monthly}") == [(3,)]


def test_projected_partitions_need_no_crawler(trino: TrinoEngine, tables: CostTables) -> None:
    """... and no partition in the catalog."""
    projection = {
        "projection.enabled": "true",
        "projection.month.type": "integer",
        "projection.month.range": "1,12",
        "storage.location.template": "s3://cid-123456789012-data-exports/projected/month=${month}",
    }
    tables.create("projected", {"line_item_unblended_cost": "double"}, ("month",), projection)
    tables.put("projected/month=4/a.parquet", CUR2_ROWS)
    assert rows(trino, "SELECT month, sum(line_item_unblended_cost) FROM projected GROUP BY 1") == [
        ("4", 39.75)
    ]


def test_a_view_in_the_catalog_is_run_as_its_reader(trino: TrinoEngine, tables: CostTables) -> None:
    """... with the types it was created with."""
    sql = "SELECT line_item_product_code AS service, line_item_unblended_cost AS cost FROM cur2"
    tables.create_view("costs", sql, {"service": "varchar", "cost": "double"})
    assert rows(trino, "SELECT max_by(service, cost) FROM costs") == [("AWSSupport",)]


def test_a_view_is_read_as_athena_reads_it(trino: TrinoEngine, tables: CostTables) -> None:
    """A missing key is NULL and 1.5 a double; what is stored stays as it was written."""
    sql = "SELECT product['nothing'] AS nothing, 1.5 AS factor FROM cur2"
    tables.create_view("athenas", sql, {"nothing": "varchar", "factor": "double"})
    assert rows(trino, "SELECT DISTINCT nothing, factor FROM athenas") == [(None, 1.5)]
