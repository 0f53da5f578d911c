"""A `(` may open a query, an expression, a row or a join: what follows it decides."""

from pathlib import Path

import pytest

from athena.errors import SqlError
from athena.sql import parse_query, tree
from tests.athena.engines.statements import accepted, probes, questions
from tests.athena.sql.formatter import written

QUERIES = Path(__file__).parents[3] / "queries"


def statements() -> list[str]:
    """Every query of the repository's files that parses."""
    files = [file.read_text() for file in sorted(QUERIES.rglob("*.sql"))]
    found = [*(p.sql for p in probes()), *(a.sql for a in accepted()), *questions(), *files]
    return [sql for sql in found if _parses(sql)]


def _parses(sql: str) -> bool:
    try:
        return bool(parse_query(sql))
    except SqlError:
        return False


def shape(value: object) -> object:
    """A tree without the places in the text, and without queries that are nothing but another."""
    while (
        isinstance(value, tree.Query)
        and isinstance(value.body, tree.Nested)
        and not (value.tables or value.order or value.offset or value.limit)
    ):
        value = value.body.query
    if isinstance(value, tree.Node):
        parts = {name: shape(part) for name, part in vars(value).items() if name != "span"}
        return type(value).__name__, parts
    return [shape(part) for part in value] if isinstance(value, tuple) else value


def test_a_statement_with_all_its_parentheses_means_the_same() -> None:
    """... for every statement of the repository."""
    given = statements()
    assert len(given) > 800
    for sql in given:
        printed = written(parse_query(sql))
        assert shape(parse_query(printed)) == shape(parse_query(sql)), printed


@pytest.mark.parametrize(
    ("sql", "same"),
    [
        ("SELECT ((SELECT 1) + 1)", "SELECT (SELECT 1) + 1"),
        ("SELECT (((SELECT 1) = 1) OR true)", "SELECT (SELECT 1) = 1 OR true"),
        ("SELECT ((SELECT 1), 2)", "SELECT ROW((SELECT 1), 2)"),
        ("SELECT 1 IN (((SELECT 1)), 2)", "SELECT 1 IN ((SELECT 1), 2)"),
        ("SELECT 1 IN ((SELECT 1) UNION (SELECT 2))", "SELECT 1 IN (SELECT 1 UNION SELECT 2)"),
        ("SELECT * FROM ((SELECT 1) x CROSS JOIN t)", "SELECT * FROM (SELECT 1) x CROSS JOIN t"),
        ("SELECT * FROM (((SELECT 1)) x)", "SELECT * FROM (SELECT 1) x"),
        ("SELECT ((WITH a AS (SELECT 1) TABLE a))", "SELECT (WITH a AS (SELECT 1) TABLE a)"),
    ],
)
def test_parentheses_open_what_follows(sql: str, same: str) -> None:
    assert shape(parse_query(sql)) == shape(parse_query(same))


def test_queries_in_parentheses_are_read_once_each() -> None:
    """Read again by each parenthesis around it, the innermost of eight would be read for ever."""
    sql = "SELECT 1"
    for _ in range(8):
        sql = f"SELECT (((({sql}) + 1)))"
    assert parse_query(sql)
