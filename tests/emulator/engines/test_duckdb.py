"""The embedded engine."""

import threading
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from emulator.engines import (
    CatalogColumn,
    CatalogTable,
    DataFile,
    Partition,
    QueryCancelled,
    ScanLimitExceeded,
    SqlError,
    Statement,
    UnsupportedStatement,
)
from emulator.engines.duckdb import DuckDbEngine
from tests.queries.tables import DATABASE, Tables

COLUMNS = {"service": "string", "cost": "double", "tags": "map<string,string>", "added": "string"}


def month_file(folder: Path, month: str, columns: dict[str, list[object]]) -> DataFile:
    path = folder / f"{month}.parquet"
    types = {"tags": pa.map_(pa.string(), pa.string())}
    arrays = {name: pa.array(values, types.get(name)) for name, values in columns.items()}
    pq.write_table(pa.table(arrays), path)
    return DataFile(f"s3://b/{month}/x.parquet", f"{path}", path.stat().st_size, path)


@pytest.fixture
def table(tmp_path: Path) -> CatalogTable:
    """January lacks the column `added` and has one that nobody declared; February is the reverse."""
    january: dict[str, list[object]] = {
        "service": ["EC2", "S3"],
        "cost": [1.5, 2.0],
        "secret": [1, 2],
    }
    february: dict[str, list[object]] = {
        "cost": [4.0], "added": ["new"], "service": ["EC2"], "tags": [[("team", "blue")]],
    }  # fmt: skip
    files = {
        "2026-01": month_file(tmp_path, "2026-01", january),
        "2026-02": month_file(tmp_path, "2026-02", february),
    }
    return CatalogTable(
        DATABASE,
        "costs",
        tuple(CatalogColumn(name, type_) for name, type_ in COLUMNS.items()),
        (CatalogColumn("month", "string"),),
        tuple(Partition((m,), f"s3://b/{m}/", (file,)) for m, file in files.items()),
    )


def run(
    table: CatalogTable, sql: str, *parameters: str, limit: int | None = None
) -> list[tuple[object, ...]]:
    engine = DuckDbEngine(Tables(table, view_of(table)))
    try:
        return list(engine.run(Statement(sql, DATABASE, parameters, limit)).rows)
    finally:
        engine.close()


def view_of(table: CatalogTable) -> CatalogTable:
    sql = "SELECT month, sum(cost) AS total FROM costs GROUP BY month"
    columns = (CatalogColumn("month", "string"), CatalogColumn("total", "double"))
    return CatalogTable(DATABASE, "totals", columns, view_sql=sql)


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
    ],
)
def test_a_condition_prunes_only_the_rows_that_it_selects(
    table: CatalogTable, sql: str, rows: int
) -> None:
    """One that speaks of a month may still not be a demand on the month read."""
    assert run(table, sql) == [(rows,)]


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


def test_a_query_over_the_scan_limit_does_not_run(table: CatalogTable) -> None:
    """With what it would have read."""
    with pytest.raises(ScanLimitExceeded) as over:
        run(table, "SELECT cost FROM costs", limit=10)
    assert over.value.scanned_bytes > 10


def test_a_statement_whose_rows_are_being_read_can_be_cancelled(table: CatalogTable) -> None:
    """Most of the work may come after the first row."""
    engine = DuckDbEngine(Tables(table))
    statement = Statement(
        "SELECT a.x + b.x + c.x FROM UNNEST(sequence(1, 9000)) AS a (x)"
        " CROSS JOIN UNNEST(sequence(1, 9000)) AS b (x) CROSS JOIN UNNEST(sequence(1, 9000)) AS c (x)"
        " WHERE a.x + b.x + c.x = 0",
        DATABASE,
    )
    threading.Timer(0.5, statement.cancelled.set).start()
    with pytest.raises(QueryCancelled):
        list(engine.run(statement).rows)
    engine.close()


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


def test_a_glue_view_stands_for_its_statement(table: CatalogTable) -> None:
    """In its own database."""
    assert run(table, "SELECT total FROM totals WHERE month = '2026-01'") == [(3.5,)]


def test_a_missing_table_is_named_with_its_place(table: CatalogTable) -> None:
    """As Athena does."""
    expected = (
        r"TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog\.cid_data_export\.nope' does not exist"
    )
    with pytest.raises(SqlError, match=expected):
        run(table, "SELECT 1 FROM nope")


def test_a_wrong_number_of_parameters_is_refused(table: CatalogTable) -> None:
    """In Trino's words."""
    with pytest.raises(SqlError, match="expected 1 but found 2"):
        run(table, "SELECT ? FROM costs", "1", "2")


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("SELECT 7 / 2", 3),
        ("SELECT split_part('a-b', '-', 3)", None),
        ("SELECT regexp_extract('abc', 'x(.)', 1)", None),
        (
            "SELECT date_diff('month', date '2026-01-31', date '2026-02-27')",
            0,
        ),
        ("SELECT cardinality(map(array['a'], array[1]))", 1),
        ("SELECT element_at(map(array['a'], array[1]), 'b')", None),
        ("SELECT json_extract_scalar('{\"a\": {\"b\": 1}}', '$.a')", None),
        ("SELECT json_extract_scalar('{\"a\": {\"b\": 1}}', '$.a.b')", "1"),
        ("SELECT sum(x) FROM (VALUES ROW(1), ROW(2)) AS t(x)", 3),
        ("SELECT typeof(date_trunc('month', date '2026-01-15'))", "date"),
    ],
)
def test_functions_mean_what_trino_means(table: CatalogTable, sql: str, value: object) -> None:
    """Where DuckDB's own meaning is another."""
    assert run(table, sql) == [(value,)]


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("EXPLAIN SELECT cost FROM costs", "EXPLAIN"),
        ("SELECT approx_distinct(service) FROM costs", "approx_distinct"),
        ("SELECT TRY(from_iso8601_date(added)) FROM costs", "TRY around"),
        ("SELECT regexp_extract(service, added) FROM costs", "no string literal"),
        (f"SELECT {'(' * 500}cost{')' * 500} FROM costs", "nested this deeply"),
    ],
)
def test_what_can_not_be_promised_is_refused(table: CatalogTable, sql: str, what: str) -> None:
    """With what to do."""
    with pytest.raises(UnsupportedStatement, match=f"{what}.*use --engine trino"):
        run(table, sql)


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


def test_unnamed_columns_are_numbered(table: CatalogTable) -> None:
    """`_col0`, as in Athena; named ones keep their names."""
    engine = DuckDbEngine(Tables(table))
    found = engine.run(
        Statement("SELECT count(*), month, 1 AS one FROM costs GROUP BY month", DATABASE)
    )
    assert [(c.name, c.type) for c in found.columns] == [
        ("_col0", "bigint"),
        ("month", "varchar"),
        ("one", "integer"),
    ]
    engine.close()


def test_validating_reads_no_data(table: CatalogTable) -> None:
    """Columns of the answer, parameters missing, files gone."""
    for partition in table.partitions:
        partition.files[0].path.unlink()
    engine = DuckDbEngine(Tables(table))
    found = engine.validate(Statement("SELECT tags, cost FROM costs WHERE month = ?", DATABASE))
    assert [column.type for column in found] == ["map(varchar, varchar)", "double"]
    engine.close()
