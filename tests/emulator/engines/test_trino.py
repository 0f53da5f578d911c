"""TrinoEngine over the emulated Glue and S3."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]

from emulator.engines import (
    QueryCancelled,
    ResultColumn,
    ScanLimitExceeded,
    SqlError,
    Statement,
)
from emulator.engines.trino import TrinoEngine
from tests.emulator.engines.tables import CUR2_ROWS, DATABASE, SAMPLES, CostTables

pytestmark = [pytest.mark.engines, pytest.mark.usefixtures("tables")]

OCTOBER = SAMPLES / "year=2018/month=10/cid-00001.snappy.parquet"
NOVEMBER = SAMPLES / "year=2018/month=11/cid-00001.snappy.parquet"
ENDLESS = """SELECT count(*) FROM UNNEST(sequence(1, 10000)) AS a (x)
    CROSS JOIN UNNEST(sequence(1, 10000)) AS b (y) CROSS JOIN UNNEST(sequence(1, 10000)) AS c (z)"""


def rows(engine: TrinoEngine, sql: str, *parameters: str) -> list[tuple[object, ...]]:
    return list(engine.run(Statement(sql, DATABASE, parameters)).rows)


def scanned(engine: TrinoEngine, sql: str) -> int:
    """Bytes read for a statement, after its rows."""
    result = engine.run(Statement(sql, DATABASE))
    list(result.rows)
    return result.scanned_bytes


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
    sql = f"SELECT month, count({column}) > 0 FROM cur GROUP BY 1 ORDER BY 1"
    assert rows(trino, sql) == [("10", False), ("11", True)]


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


def test_a_scan_limit_stops_a_statement_that_reads_more(trino: TrinoEngine) -> None:
    """... and lets one that reads less run."""
    sql = "SELECT max(line_item_resource_id) FROM cur"
    with pytest.raises(ScanLimitExceeded) as caught:
        list(trino.run(Statement(sql, DATABASE, scan_limit=50_000)).rows)
    assert caught.value.scanned_bytes > caught.value.limit == 50_000
    assert list(trino.run(Statement(sql, DATABASE, scan_limit=10_000_000)).rows)


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


def test_values_are_python_s(trino: TrinoEngine) -> None:
    """... by type as the engine protocol says."""
    typed = {
        "'a'": ("varchar(1)", "a"),
        "BIGINT '7'": ("bigint", 7),
        "0.5e0": ("double", 0.5),
        "REAL '0.1'": ("real", 0.1),
        "DECIMAL '1.50'": ("decimal(3,2)", Decimal("1.50")),
        "true": ("boolean", True),
        "DATE '2018-10-01'": ("date", date(2018, 10, 1)),
        "TIMESTAMP '2018-10-01 00:00:00.500'": (
            "timestamp(3)",
            datetime(2018, 10, 1, microsecond=500_000),
        ),
        "TIMESTAMP '2018-10-01 00:00:00 UTC'": (
            "timestamp(0) with time zone",
            datetime(2018, 10, 1, tzinfo=UTC),
        ),
        "INTERVAL '36' HOUR": ("interval day to second", timedelta(hours=36)),
        "INTERVAL '14' MONTH": ("interval year to month", relativedelta(months=14)),
        "MAP(ARRAY['k'], ARRAY[DATE '2018-10-01'])": (
            "map(varchar(1), date)",
            {"k": date(2018, 10, 1)},
        ),
        "ARRAY[1, NULL]": ("array(integer)", [1, None]),
        "CAST(ROW(1, 'x') AS ROW(f bigint, g varchar))": ("row(f bigint, g varchar)", (1, "x")),
        "X'6375'": ("varbinary", b"cu"),
        "NULL": ("unknown", None),
    }
    result = trino.run(Statement(f"SELECT {', '.join(typed)}", DATABASE))
    assert [column.type for column in result.columns] == [type_ for type_, _ in typed.values()]
    (row,) = result.rows
    assert row == tuple(value for _, value in typed.values())
    assert result.columns[0].name == "_col0"


def test_a_date_that_python_cannot_hold_is_a_clear_error(trino: TrinoEngine) -> None:
    """... instead of a broken engine."""
    with pytest.raises(SqlError, match="Python can't hold"):
        rows(trino, "SELECT DATE '12018-10-01'")


def test_parameters_fill_the_question_marks_in_order(trino: TrinoEngine) -> None:
    """... and positions in errors are still those of the statement."""
    sql = "SELECT month || 'it''s' || ? FROM cur WHERE month = ? LIMIT 1"
    assert rows(trino, sql, "'!''!'", "'10'") == [("10it's!'!",)]
    with pytest.raises(SqlError) as caught:
        rows(trino, "SELECT 'it''s',\n  nothing, ?", "1")
    assert (caught.value.line, caught.value.column) == (2, 3)
    with pytest.raises(SqlError, match="expected 2 but found 1"):
        rows(trino, sql, "'10'")


def test_validation_tells_the_columns_of_a_statement_without_its_parameters(
    trino: TrinoEngine,
) -> None:
    """... and runs nothing."""
    sql = "SELECT month AS period, sum(line_item_unblended_cost) FROM cur WHERE year = ? GROUP BY 1"
    assert trino.validate(Statement(sql, DATABASE)) == (
        ResultColumn("period", "varchar"),
        ResultColumn("_col1", "double"),
    )


def test_a_syntax_error_has_its_place(trino: TrinoEngine) -> None:
    """... in validation and in a run."""
    statement = Statement("SELECT month\nFORM cur", DATABASE)
    for attempt in (trino.validate, trino.run):
        with pytest.raises(SqlError, match="mismatched input 'cur'") as caught:
            attempt(statement)
        assert (caught.value.code, caught.value.line, caught.value.column) == ("SYNTAX_ERROR", 2, 6)


def test_a_cancelled_statement_ends_soon(trino: TrinoEngine) -> None:
    """... though it would run for hours."""
    cancelled = threading.Event()
    threading.Timer(1, cancelled.set).start()
    began = time.monotonic()
    with pytest.raises(QueryCancelled):
        trino.run(Statement(ENDLESS, DATABASE, cancelled=cancelled))
    assert time.monotonic() - began < 10
    (running,) = rows(trino, "SELECT count(*) FROM system.runtime.queries WHERE state = 'RUNNING'")
    assert running == (1,)


def test_rows_stream(trino: TrinoEngine) -> None:
    """... so that the first come before the last are made."""
    result = trino.run(Statement("SELECT cur.line_item_resource_id FROM cur, cur2", DATABASE))
    assert len(next(result.rows)) == 1
    early = result.scanned_bytes
    assert sum(1 for _ in result.rows) > 700_000
    assert result.scanned_bytes >= early > 0


def test_statements_run_side_by_side(trino: TrinoEngine) -> None:
    """... each with its own parameters."""
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda n: rows(trino, "SELECT ? * 2", str(n)), range(12)))
    assert answers == [[(n * 2,)] for n in range(12)]


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
