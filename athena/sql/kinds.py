"""What kind of statement a SQL text is.

Athena decides StatementType, SubstatementType and the name of the result file from the leading
keywords, whether or not the statement then runs; so does this. What each kind does is in
`endpoint/running/`.
Most values were measured by https://github.com/aoyagikouhei/athena-local (statements.md); those of
UNLOAD, MSCK REPAIR, PREPARE, EXECUTE, DEALLOCATE and of what is NOT_PLAYED are not documented anywhere
and are our choice.
"""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import dropwhile, pairwise

from athena.sql.lexer import Span, Token, tokens_of

# OutputLocation below the result location
CSV, TEXT, TABLE, BARE = "{id}.csv", "{id}.txt", "tables/{id}", "{id}"


@dataclass(frozen=True)
class Kind:
    """How Athena files a statement; `subtype` also names what runs it."""

    type: str  # DML, DDL or UTILITY
    subtype: str
    result: str = TEXT
    header: bool = False  # is the first row of the first page the column names?


ADD_PARTITION = "ALTER_TABLE_ADD_PARTITION"
NOT_PLAYED = "NOT_PLAYED"  # Athena takes them, most for Iceberg tables only; we say so
QUERY = Kind("DML", "SELECT", CSV, header=True)
KINDS = {
    "SELECT": QUERY,
    "WITH": QUERY,
    "VALUES": QUERY,
    "TABLE": QUERY,
    "EXPLAIN": Kind("DML", "EXPLAIN", header=True),
    "INSERT INTO": Kind("DML", "INSERT", BARE),
    "UNLOAD": Kind("DML", "UNLOAD", CSV),
    "EXECUTE": Kind("DML", "EXECUTE", CSV, header=True),
    "PREPARE": Kind("UTILITY", "PREPARE"),
    "DEALLOCATE PREPARE": Kind("UTILITY", "DEALLOCATE"),
    "CREATE VIEW": Kind("DDL", "CREATE_VIEW"),
    "CREATE OR REPLACE VIEW": Kind("DDL", "CREATE_VIEW"),
    "CREATE DATABASE": Kind("DDL", "CREATE_DATABASE"),
    "CREATE SCHEMA": Kind("DDL", "CREATE_DATABASE"),
    "CREATE TABLE": Kind("DDL", "CREATE_TABLE"),
    "CREATE EXTERNAL TABLE": Kind("DDL", "CREATE_TABLE"),
    "DROP DATABASE": Kind("DDL", "DROP_DATABASE"),
    "DROP SCHEMA": Kind("DDL", "DROP_DATABASE"),
    "DROP TABLE": Kind("DDL", "DROP_TABLE"),
    "DROP VIEW": Kind("DDL", "DROP_VIEW"),
    "ALTER TABLE": Kind("DDL", NOT_PLAYED),
    "ALTER DATABASE": Kind("DDL", NOT_PLAYED),
    "ALTER VIEW": Kind("DDL", NOT_PLAYED),
    "DELETE FROM": Kind("DML", NOT_PLAYED),
    "MERGE INTO": Kind("DML", NOT_PLAYED),
    "UPDATE": Kind("DML", NOT_PLAYED),
    "OPTIMIZE": Kind("DDL", NOT_PLAYED),
    "VACUUM": Kind("DDL", NOT_PLAYED),
    "USING EXTERNAL FUNCTION": Kind("DML", NOT_PLAYED),
    "SHOW TBLPROPERTIES": Kind("UTILITY", NOT_PLAYED),
    "DESCRIBE EXTENDED": Kind("UTILITY", NOT_PLAYED),
    "DESCRIBE FORMATTED": Kind("UTILITY", NOT_PLAYED),
    "MSCK REPAIR TABLE": Kind("DDL", "MSCK_REPAIR_TABLE"),
    "SHOW DATABASES": Kind("UTILITY", "SHOW_DATABASES"),
    "SHOW SCHEMAS": Kind("UTILITY", "SHOW_DATABASES"),
    "SHOW TABLES": Kind("UTILITY", "SHOW_TABLES"),
    "SHOW VIEWS": Kind("UTILITY", "SHOW_VIEWS"),
    "SHOW COLUMNS": Kind("UTILITY", "SHOW_COLUMNS"),
    "SHOW PARTITIONS": Kind("UTILITY", "SHOW_PARTITIONS"),
    "SHOW CREATE TABLE": Kind("UTILITY", "SHOW_CREATE_TABLE"),
    "SHOW CREATE VIEW": Kind("UTILITY", "SHOW_CREATE_VIEW"),
    "DESCRIBE": Kind("UTILITY", "DESCRIBE_TABLE"),
    "DESC": Kind("UTILITY", "DESCRIBE_TABLE"),
}
CREATE_TABLE_AS = Kind("DDL", "CREATE_TABLE_AS_SELECT", TABLE)
ALTERATIONS = {
    ("ADD", "PARTITION"): Kind("DDL", ADD_PARTITION),
    ("ADD", "IF"): Kind("DDL", ADD_PARTITION),
    ("DROP", "PARTITION"): Kind("DDL", "ALTER_TABLE_DROP_PARTITION"),
    ("DROP", "IF"): Kind("DDL", "ALTER_TABLE_DROP_PARTITION"),
    ("ADD", "COLUMNS"): Kind("DDL", "ALTER_TABLE_ADD_COLUMNS"),
    ("SET", "TBLPROPERTIES"): Kind("DDL", "ALTER_TABLE_SET_PROPERTIES"),
}
QUERY_STARTS = ("SELECT", "WITH", "VALUES", "TABLE", "(")
NO_QUERIES = (
    "ALTER CREATE DEALLOCATE DELETE DESCRIBE DROP EXECUTE INSERT MERGE MSCK OPTIMIZE PREPARE SHOW "
    "UNLOAD UPDATE VACUUM"
).split()
LONGEST = max(len(words.split()) for words in KINDS)


def kind_of(sql: str) -> Kind | None:
    """The kind of a statement; None for one that isn't in KINDS, which Athena refuses."""
    tokens = _opened(sql)
    kind = _by_keywords([token.word for token in tokens[:LONGEST]])
    if kind is None:
        return None
    if kind.subtype == "CREATE_TABLE" and _has(tokens, ["AS"], QUERY_STARTS):
        return CREATE_TABLE_AS
    if kind is KINDS["ALTER TABLE"]:
        known = (kind for words, kind in ALTERATIONS.items() if _has(tokens, *zip(words)))
        return next(known, kind)
    return kind


def _opened(sql: str) -> list[Token]:
    """The tokens behind the parentheses that a query may begin with."""
    return list(dropwhile(lambda token: token.word == "(", tokens_of(sql)))


def _by_keywords(words: list[str]) -> Kind | None:
    for count in range(len(words), 0, -1):
        found = KINDS.get(" ".join(words[:count]))
        if found:
            return found
    return None


def _has(tokens: list[Token], *pair: Collection[str]) -> bool:
    """Do these two words stand outside parentheses, as in `CREATE TABLE t WITH (...) AS SELECT`?"""
    depth = 0
    for token, following in pairwise(tokens):
        depth += {"(": 1, ")": -1}.get(token.word, 0)
        words = (token.word, following.word)
        if depth == 0 and all(word in allowed for word, allowed in zip(words, pair, strict=True)):
            return True
    return False


def other_than_query(sql: str) -> Span | None:
    """The first word of a statement that is no query, for what takes queries only."""
    first = tokens_of(sql)[0]
    return Span(sql, first.start, first.end, first.start) if first.word in NO_QUERIES else None
