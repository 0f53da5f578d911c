"""A `(` may open a query, an expression, a row or a join: what follows it decides."""

from pathlib import Path

import pytest

from athena.errors import SqlError
from athena.sql import parse_query
from tests.athena.engines.statements import accepted, probes, questions
from tests.athena.sql.formatter import assert_the_same_with_all_parentheses, shape

QUERIES = Path(__file__).parents[3] / "queries"


def statements() -> list[str]:
    """The saved queries, and what engines are judged by as far as it parses."""
    files = [file.read_text() for file in sorted(QUERIES.rglob("*.sql"))]
    found = [*(p.sql for p in probes()), *(a.sql for a in accepted()), *questions()]
    return [*files, *(sql for sql in found if _parses(sql))]


def _parses(sql: str) -> bool:
    try:
        return bool(parse_query(sql))
    except SqlError:
        return False


def test_a_statement_with_all_its_parentheses_means_the_same() -> None:
    """... for every statement of the repository; those of dashboards are expanded in their own tests."""
    given = statements()
    assert len(given) > 800
    for sql in given:
        assert_the_same_with_all_parentheses(sql)


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
