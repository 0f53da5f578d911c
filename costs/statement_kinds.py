"""What a statement is by its first word, for the commands that take queries only."""

import re

from athena.errors import ExpectedFailure

FIRST_WORD = re.compile(r"(?:\s|--[^\n]*|/\*.*?\*/)*+(\w+)", re.DOTALL)
NO_QUERIES = (
    "ALTER CREATE DEALLOCATE DELETE DESCRIBE DROP EXECUTE INSERT MERGE MSCK OPTIMIZE PREPARE SHOW "
    "UNLOAD UPDATE VACUUM"
).split()
VIEW = re.compile(
    r"(?:\s|--[^\n]*|/\*.*?\*/)*+CREATE\s+(?:OR\s+REPLACE\s+)?VIEW\s+[\w.\"]+\s+AS\b",
    re.DOTALL | re.IGNORECASE,
)


class NotAQuery(ExpectedFailure):
    """Athena takes it, `query` doesn't; `str()` says what does."""


def other_kind(sql: str) -> re.Match[str] | None:
    """The first word of a statement that is no query."""
    found = FIRST_WORD.match(sql)
    return found if found and found[1].upper() in NO_QUERIES else None


def expect_query(sql: str) -> None:
    """Raises NotAQuery."""
    if found := other_kind(sql):
        word = found[1].upper()
        raise NotAQuery(f"query runs queries, not {word}: python -m costs up takes any statement")


def query_of_view(sql: str) -> str:
    """The query of a CREATE VIEW, at its place; any other statement as it is."""
    found = VIEW.match(sql)
    if found is None:
        return sql
    return re.sub(r"[^\n]", " ", found[0]) + sql[found.end() :]
