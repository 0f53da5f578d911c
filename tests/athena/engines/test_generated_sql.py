"""Generated SQL is written, never searched: a literal in it may look like anything."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from athena.duckdb.engine import DuckDbEngine
from athena.engine import Statement
from athena.tables import CatalogTable
from tests.athena.engines.costs import run
from tests.queries.tables import DATABASE, Tables

ENGINE = Path(__file__).parents[3] / "athena" / "duckdb"
SEARCHES = {
    *("search", "match", "fullmatch", "findall", "finditer", "sub", "split", "replace", "find"),
    *("index", "startswith", "endswith", "partition", "removeprefix", "removesuffix", "count"),
}
GENERATED = {"sql", "sqls", "sql_of"}
WRITES_PLACEHOLDERS = {"placeholders.py"}


def searches(source: str) -> Iterator[str]:
    """Calls that look into a text, or change it, and have generated SQL on either side."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        parts = [node.func.value, *node.args]
        if node.func.attr in SEARCHES and any(map(_is_generated, parts)):
            yield ast.unparse(node)


def _is_generated(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name in GENERATED


def test_no_expression_searches_generated_sql() -> None:
    """Columns are placeholders, and what must be known of a value stands in `Typed`."""
    found = {
        f"{path.name}: {call}"
        for path in ENGINE.rglob("*.py")
        if path.name not in WRITES_PLACEHOLDERS
        for call in searches(path.read_text())
    }
    assert found == {"selects.py: sqls.index(value.sql)"}, "a place in a list of columns"


def test_a_search_of_generated_sql_would_be_seen() -> None:
    """Else the test above shows nothing."""
    assert [*searches("re.sub('a', 'b', value.sql)")]
    assert [*searches("sql.replace('a', 'b')")]


def test_a_literal_that_looks_like_a_partition_key_prunes_nothing(table: CatalogTable) -> None:
    """It was exchanged for the key, and no month had the length any more."""
    assert run(
        table, """SELECT count(*) FROM costs WHERE length(month || 't1."month"') = 17"""
    ) == (run(table, "SELECT count(*) FROM costs"))


def test_a_literal_that_looks_like_a_grouped_map_stays_itself(table: CatalogTable) -> None:
    """Groups of maps are compared in the order of their keys: the column, wherever it stands."""
    sql = """
        SELECT tags, 't1."tags"', cardinality(tags) FROM costs GROUP BY tags ORDER BY cardinality(tags)
    """
    assert run(table, sql) == [({"team": "blue"}, 't1."tags"', 1), (None, 't1."tags"', None)]


@pytest.mark.parametrize("literal", ['t1."cost"', "\x01sum(1)\x02", "trino_fail", "{{x}}"])
def test_a_literal_of_the_engines_own_words_stays_itself(table: CatalogTable, literal: str) -> None:
    """Columns, marks of templates and names of macros."""
    rows = run(table, f"SELECT max('{literal}'), count(*) FROM costs GROUP BY month")
    assert {row[0] for row in rows} == {literal}


@pytest.mark.parametrize("sql", ["SELECT 'a\0b'", r"SELECT U&'a\0000b'", 'SELECT 1 AS "a\0b"'])
def test_a_nul_is_refused(table: CatalogTable, sql: str) -> None:
    """It marks placeholders."""
    engine = DuckDbEngine(Tables(table))
    with pytest.raises(Exception, match="a NUL in a statement"):
        engine.validate(Statement(sql, DATABASE))
    engine.close()
