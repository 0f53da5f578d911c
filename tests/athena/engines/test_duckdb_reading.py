"""What the embedded engine reads of a table's files, and what it makes of them."""

import re
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from athena.duckdb.engine import DuckDbEngine, Finder
from athena.duckdb.statement import translated
from athena.engine import Statement
from athena.errors import ScanLimitExceeded, SqlError
from athena.tables import CatalogTable
from tests.athena.engines.costs import COLUMNS, run
from tests.queries.tables import DATABASE, Tables


def test_a_column_that_a_file_lacks_is_null(table: CatalogTable) -> None:
    """Athena maps Parquet by name."""
    assert run(table, "SELECT month, added FROM costs ORDER BY month, added") == [
        ("2026-01", None),
        ("2026-01", None),
        ("2026-02", "new"),
    ]


def test_a_column_that_the_table_does_not_declare_is_hidden(table: CatalogTable) -> None:
    """Even though a file has it."""
    with pytest.raises(
        SqlError, match="COLUMN_NOT_FOUND: line 1:8: Column 'secret' cannot be resolved"
    ):
        run(table, "SELECT secret FROM costs")


def test_a_month_that_is_not_asked_for_is_not_read(table: CatalogTable) -> None:
    """So a file that isn't Parquet breaks its own month only."""
    table.partitions[0].files[0].path.write_bytes(b"not parquet")
    assert run(table, "SELECT sum(cost) FROM costs WHERE month >= '2026-02'") == [(4.0,)]
    assert run(table, "SELECT sum(cost) FROM costs WHERE month = ?", "'2026-02'") == [(4.0,)]
    with pytest.raises(SqlError, match=r"HIVE_CANNOT_OPEN_SPLIT: .*s3://b/2026-01/x\.parquet"):
        run(table, "SELECT sum(cost) FROM costs")


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        (
            "SELECT count(*) FROM costs AS c WHERE NOT EXISTS (SELECT 1 WHERE c.month = '2026-01')",
            1,
        ),
        ("SELECT count((SELECT 1 WHERE c.month = '2026-01')) + count(*) FROM costs AS c", 5),
        (
            "SELECT count(*) FROM costs AS c LEFT JOIN LATERAL (SELECT 1 WHERE c.month = '2026-01')"
            " ON true",
            3,
        ),
        (
            "SELECT count(*) FROM costs AS a LEFT JOIN costs AS b ON a.month = '2026-01' AND b.cost = 4",
            3,
        ),
        ("SELECT count(*) FROM costs WHERE month = '2026-01' OR cost = 4", 3),
        (
            "SELECT count(*) FROM (SELECT * FROM costs ORDER BY cost LIMIT 2) WHERE month = '2026-02'",
            0,
        ),
        (
            "SELECT sum(n) FROM (SELECT month, count(*) OVER () n FROM costs) WHERE month = '2026-02'",
            3,
        ),
        ("SELECT count(*) FROM costs WHERE NOT (month = '2026-01' AND cost < 2)", 2),
        (
            "SELECT count(*) FROM (SELECT coalesce(month, service) AS m FROM costs)"
            " WHERE m <> '2026-01'",
            1,
        ),
        (
            "SELECT count(*) FROM (SELECT a.month AS m, b.month || a.month AS both FROM costs a CROSS"
            " JOIN costs b) WHERE both = '2026-012026-02'",
            2,
        ),
        (
            "SELECT count(*) FROM (SELECT CAST(substr(month, 7) AS integer) + 1 AS n FROM costs)"
            " WHERE n * 2 = 6",
            1,
        ),
        (
            "SELECT count(*) FROM (SELECT max(month) || '-01' AS last FROM costs)"
            " WHERE last = '2026-01-01'",
            0,
        ),
    ],
)
def test_a_condition_prunes_only_the_rows_that_it_selects(
    table: CatalogTable, sql: str, rows: int
) -> None:
    """One that speaks of a month may still not be a demand on the month read."""
    assert run(table, sql) == [(rows,)]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT cost FROM costs WHERE concat(month, '-01') = '2026-02-01'",
        "SELECT cost FROM (SELECT cost, concat(month, '-01') AS day FROM costs)"
        " WHERE day = '2026-02-01'",
        "SELECT sum(cost) FROM (SELECT sum(cost) AS cost, CAST(substr(month, 1, 4) AS integer) AS y,"
        " substr(month, 6) AS m FROM costs GROUP BY month) WHERE y * 100 + CAST(m AS integer) = 202602",
        "SELECT cost FROM (SELECT cost, substr(day, 1, 7) AS again FROM (SELECT cost, month || '-01' AS"
        " day FROM costs) UNION ALL SELECT cost, month FROM costs) WHERE again = '2026-02'",
    ],
)
def test_a_condition_on_what_is_made_of_keys_prunes(table: CatalogTable, query: str) -> None:
    """January, which can't be read, isn't wanted."""
    table.partitions[0].files[0].path.write_bytes(b"not parquet")
    assert run(table, query)


def test_scanned_bytes_are_those_of_the_columns_and_partitions_read(table: CatalogTable) -> None:
    """Fewer columns and fewer months cost less."""
    engine = DuckDbEngine(Tables(table))
    scanned = [
        engine.run(Statement(sql, DATABASE)).scanned_bytes
        for sql in (
            "SELECT * FROM costs",
            "SELECT cost FROM costs",
            "SELECT cost FROM costs WHERE month = '2026-02'",
            "SELECT count(*) FROM costs",
        )
    ]
    engine.close()
    assert scanned[0] > scanned[1] > scanned[2] > scanned[3] == 0


def test_a_with_table_that_nobody_reads_costs_nothing(table: CatalogTable) -> None:
    """One that is read twice is read twice, as Trino does, whoever else reads it."""
    engine = DuckDbEngine(Tables(table))
    unread = "WITH every AS (SELECT cost FROM costs), sums AS (SELECT sum(cost) AS s FROM every)"

    def scanned(query: str) -> int:
        return engine.run(Statement(f"{unread} {query}", DATABASE)).scanned_bytes

    assert scanned("SELECT 1") == 0
    assert scanned("SELECT s FROM sums") == scanned("SELECT cost FROM every") > 0
    assert scanned("SELECT a.s + b.s FROM sums AS a, sums AS b") == 2 * scanned(
        "SELECT s FROM sums"
    )
    assert scanned("SELECT s + (SELECT max(cost) FROM every) FROM sums") == 2 * scanned(
        "SELECT s FROM sums"
    )
    engine.close()


def test_a_chain_of_with_tables_is_translated_once(table: CatalogTable) -> None:
    """Else every link would translate those before it once more: 231 relations for 20."""
    links = [f"t{n} AS (SELECT cost FROM {f't{n - 1}' if n else 'costs'})" for n in range(20)]
    statement = Statement(f"WITH {', '.join(links)} SELECT cost FROM t19", DATABASE)
    sql = translated(statement, Finder(Tables(table)), datetime.now(UTC)).sql
    assert sql.count(" AS t") == 21
    assert max(map(int, re.findall(r" AS t(\d+)", sql))) == 21


def test_a_query_over_the_scan_limit_does_not_run(table: CatalogTable) -> None:
    """With what it would have read."""
    with pytest.raises(ScanLimitExceeded) as over:
        run(table, "SELECT cost FROM costs", limit=10)
    assert over.value.scanned_bytes > 10


def test_a_file_that_is_gone_is_an_error_of_the_statement(table: CatalogTable) -> None:
    """Also after its footer was read."""
    engine = DuckDbEngine(Tables(table))
    statement = Statement("SELECT cost FROM costs", DATABASE)
    list(engine.run(statement).rows)
    table.partitions[0].files[0].path.unlink()
    with pytest.raises(SqlError, match="No files found"):
        list(engine.run(statement).rows)
    engine.close()


def test_a_column_of_another_type_than_declared_is_refused(table: CatalogTable) -> None:
    """Athena reads no text as a number; a whole number as text it does."""
    path = table.partitions[0].files[0].path
    pq.write_table(pa.table({"service": [1, 2], "cost": ["1.5", "2"]}), path)
    expected = (
        r"HIVE_BAD_DATA: Field cost's type BINARY in parquet file s3://b/2026-01/x\.parquet is "
        "incompatible with type double defined in table schema"
    )
    with pytest.raises(SqlError, match=expected):
        run(table, "SELECT sum(cost) FROM costs")
    assert run(table, "SELECT max(service) FROM costs WHERE month = '2026-01'") == [("2",)]


TEXT = pa.string()
PAIRS = pa.list_(pa.struct([("key", TEXT), ("value", TEXT)]))


def test_whole_numbers_are_read_as_double_and_lists_of_pairs_as_map(table: CatalogTable) -> None:
    """As Trino reads them."""
    path = table.partitions[0].files[0].path
    pairs = pa.array([[{"key": "team", "value": "a"}]], PAIRS)
    pq.write_table(pa.table({"cost": [7], "tags": pairs}), path)
    sql = "SELECT cost / 2, tags['team'] FROM costs WHERE month = '2026-01'"
    assert run(table, sql) == [(3.5, "a")]


@pytest.mark.parametrize(
    ("stored", "value", "where"),
    [
        (pa.map_(TEXT, pa.float64()), [("team", 1.5)], "key_value, value] double"),
        (pa.map_(TEXT, pa.int64()), [("team", 1)], "key_value, value] int64"),
        (pa.map_(pa.int32(), TEXT), [(1, "a")], "key_value, key] int32"),
        (pa.map_(TEXT, pa.null()), [("team", None)], "key_value, value] null"),
    ],
    ids=["numbers", "whole numbers", "other keys", "nothing"],
)
def test_other_types_inside_a_map_are_refused(
    table: CatalogTable, stored: pa.DataType, value: object, where: str
) -> None:
    """Trino takes fewer there than in a column; converting would hide what Athena fails on."""
    pq.write_table(pa.table({"tags": pa.array([value], stored)}), table.partitions[0].files[0].path)
    with pytest.raises(SqlError) as refused:
        run(table, "SELECT tags FROM costs")
    assert str(refused.value) == (
        "NOT_SUPPORTED: Unsupported Trino column type (varchar) for Parquet column "
        f"([tags, {where}) in s3://b/2026-01/x.parquet"
    )


def test_a_file_has_its_path_and_size(table: CatalogTable) -> None:
    """As hidden columns, which an asterisk doesn't show."""
    file = table.partitions[1].files[0]
    sql = """SELECT "$path", "$file_size" FROM costs WHERE month = '2026-02'"""
    assert run(table, sql) == [(file.uri, file.size)]
    assert len(run(table, "SELECT * FROM costs")[0]) == len(COLUMNS) + 1


def test_a_column_that_is_only_passed_on_is_not_billed(table: CatalogTable) -> None:
    """A derived table may mention more than the answer needs."""
    engine = DuckDbEngine(Tables(table))
    scanned = [
        engine.run(Statement(sql, DATABASE)).scanned_bytes
        for sql in ("SELECT cost FROM (SELECT * FROM costs)", "SELECT cost FROM costs")
    ]
    engine.close()
    assert scanned[0] == scanned[1]


def test_validating_reads_no_data(table: CatalogTable) -> None:
    """Columns of the answer, parameters missing, files gone."""
    for partition in table.partitions:
        partition.files[0].path.unlink()
    engine = DuckDbEngine(Tables(table))
    found = engine.validate(Statement("SELECT tags, cost FROM costs WHERE month = ?", DATABASE))
    assert [column.type for column in found] == ["map(varchar, varchar)", "double"]
    engine.close()


def test_nan_in_a_file_is_no_number(table: CatalogTable) -> None:
    """Parquet's statistics leave it out, so DuckDB would take the column for one without."""
    path = table.partitions[0].files[0].path
    pq.write_table(pa.table({"service": ["EC2", "S3"], "cost": [1.5, float("nan")]}), path)
    for condition, services in (
        ("cost > 0", ["EC2", "EC2"]),
        ("cost = cost", ["EC2", "EC2"]),
        ("NOT cost > 0", ["S3"]),
        ("is_nan(cost)", ["S3"]),
    ):
        rows = run(table, f"SELECT service FROM costs WHERE {condition} ORDER BY service")
        assert [row[0] for row in rows] == services
