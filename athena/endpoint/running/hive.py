"""Lists that Hive's statements have in common: columns with their types, and properties."""

from athena.sql.statement_cursor import StatementCursor


def columns(cursor: StatementCursor) -> list[dict[str, str]]:
    """`(name type [COMMENT '...'], ...)` as Glue keeps them."""
    return list(cursor.wrapped(lambda: cursor.listed(lambda: _column(cursor))))


def pairs(cursor: StatementCursor) -> dict[str, str]:
    """`('key'='value', ...)`."""
    return dict(cursor.wrapped(lambda: cursor.listed(lambda: _pair(cursor))))


def _column(cursor: StatementCursor) -> dict[str, str]:
    column = {"Name": str(cursor.name()), "Type": _type(cursor)}
    if cursor.skip("COMMENT"):
        column["Comment"] = cursor.string()
    return column


def _type(cursor: StatementCursor) -> str:
    """A type as the catalog keeps it: lower case, without blanks."""
    found, depth = "", 0
    while depth or cursor.next.word not in ("COMMENT", ",", ")"):
        token = cursor.take()
        depth += {"(": 1, "<": 1, ")": -1, ">": -1}.get(token.word, 0)
        found += token.text.lower()
    return found


def _pair(cursor: StatementCursor) -> tuple[str, str]:
    key = cursor.string()
    cursor.expect("=")
    return key, cursor.string()
