"""Refuses a statement with a syntax error when it is started, as Athena does, not while it runs.

Only a text that the embedded engine's grammar doesn't know costs a look by the engine, which decides:
Trino's grammar has more, and the message is the engine's.
"""

from athena.endpoint.errors import malformed
from athena.engine import Engine, Statement
from athena.errors import SqlError
from athena.sql import parse_query
from athena.sql.closing_semicolon import without_closing_semicolon
from athena.sql.kinds import Kind


def check(engine: Engine, sql: str, kind: Kind, database: str) -> None:
    """Raises InvalidRequest for a query that is not SQL."""
    if kind.subtype != "SELECT":
        return
    text = without_closing_semicolon(sql)
    try:
        parse_query(text)
    except SqlError:
        try:
            engine.validate(Statement(text, database))
        except SqlError as error:
            if error.code == "SYNTAX_ERROR":
                raise malformed(error) from error
