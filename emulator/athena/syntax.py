"""Refuses a statement with a syntax error when it is started, as Athena does, not while it runs.

Only a text that sqlglot cannot parse costs a look by the engine, which decides: sqlglot knows less
than Trino in a few places, and the message is the engine's.
"""

import sqlglot
from sqlglot.errors import SqlglotError

from emulator.athena.errors import malformed
from emulator.athena.lexer import bare
from emulator.athena.statement import Kind
from emulator.engines import Engine, SqlError, Statement


def check(engine: Engine, sql: str, kind: Kind, database: str) -> None:
    """Raises InvalidRequest for a query that is not SQL."""
    if kind.subtype != "SELECT":
        return
    try:
        sqlglot.parse_one(bare(sql), read="trino")
    except SqlglotError:
        try:
            engine.validate(Statement(bare(sql), database))
        except SqlError as error:
            if error.code == "SYNTAX_ERROR":
                raise malformed(error) from error
