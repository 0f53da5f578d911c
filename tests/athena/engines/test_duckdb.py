"""The embedded engine: what it answers and refuses."""

import threading
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from athena.duckdb.engine import DuckDbEngine
from athena.engine import Statement
from athena.errors import QueryCancelled, SqlError, UnsupportedStatement
from athena.tables import CatalogColumn, CatalogTable, DataFile, Partition
from tests.athena.engines.costs import run
from tests.athena.engines.tables import TAGS
from tests.queries.tables import DATABASE, Tables


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
        ("SELECT format('%08.2f', CAST(NULL AS double))", "      nu"),
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
        ("SELECT approx_set(service) FROM costs", "approx_set"),
        ("SELECT concat(service, NULL) FROM costs", "concat of NULL"),
        ("SELECT TRY(from_iso8601_date(added)) FROM costs", "TRY around"),
        ("SELECT regexp_extract(service, added) FROM costs", "no string literal"),
        (f"SELECT {'(' * 500}cost{')' * 500} FROM costs", "nested this deeply"),
    ],
)
def test_what_can_not_be_promised_is_refused(table: CatalogTable, sql: str, what: str) -> None:
    """With what to do."""
    with pytest.raises(UnsupportedStatement, match=f"{what}.*use --engine trino"):
        run(table, sql)


@pytest.mark.parametrize("name", ["m", "e", "f", "p", "e1", "x1"])
def test_a_column_may_be_named_like_what_the_translation_makes_up(
    tmp_path: Path, name: str
) -> None:
    """DuckDB takes `m.key` for a field of a column m, before the one that a lambda gives."""
    tags = {"team": "web", "env": "dev"}
    path = tmp_path / "x.parquet"
    pq.write_table(pa.table({name: pa.array([[*tags.items()]], TAGS)}), path)
    file = DataFile(f"s3://b/x/{path.name}", name, path.stat().st_size, path)
    partition = Partition((), "s3://b/x/", (file,))
    column = CatalogColumn(name, "map<string,string>")
    table = CatalogTable(DATABASE, "costs", (column,), (), (partition,))
    calls = f"map_from_entries(map_entries({name})), map_concat({name}, {name})"
    assert run(table, f"SELECT {calls}, CAST({name} AS json) FROM costs") == [
        (tags, tags, '{"env":"dev","team":"web"}')
    ]
    assert run(table, f"SELECT map_union({name}) FROM costs") == [(tags,)]


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
