"""A statement may end as people end it."""

import pytest

from athena.sql.closing_semicolon import without_closing_semicolon


@pytest.mark.parametrize(
    ("sql", "kept"),
    [
        ("SELECT 1;", "SELECT 1"),
        ("SELECT 1\n;\n-- the end; really\n", "SELECT 1\n"),
        ("SELECT 1; /* the\nend */", "SELECT 1"),
        ("SELECT 'a; -- b'", "SELECT 'a; -- b'"),
        ("SELECT 1 -- one;", "SELECT 1 -- one;"),
        ("SELECT 1; SELECT 2", "SELECT 1; SELECT 2"),
        ("", ""),
    ],
)
def test_a_semicolon_goes_when_only_comments_follow(sql: str, kept: str) -> None:
    """Everything else stays as it is."""
    assert without_closing_semicolon(sql) == kept
