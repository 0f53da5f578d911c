"""PREPARE and DEALLOCATE PREPARE: the same statements that the PreparedStatement actions manage."""

from athena.endpoint.outcome import Outcome
from athena.endpoint.prepared_statements import PreparedStatements
from athena.endpoint.running.session import Session
from athena.errors import SqlError
from athena.sql.statement_cursor import StatementCursor


def prepare(session: Session) -> Outcome:
    """`PREPARE name FROM statement`; replaces a statement of that name."""
    cursor = StatementCursor(session.sql)
    cursor.expect("PREPARE")
    name = cursor.name()
    cursor.expect("FROM")
    PreparedStatements(session.backend).put(session.workgroup, name, cursor.rest.strip())
    return Outcome()


def deallocate(session: Session) -> Outcome:
    """`DEALLOCATE PREPARE name`."""
    cursor = StatementCursor(session.sql)
    cursor.expect("DEALLOCATE", "PREPARE")
    name = cursor.name()
    cursor.finish()
    if not PreparedStatements(session.backend).drop(session.workgroup, name):
        raise SqlError("NOT_FOUND", f"Prepared statement not found: {name}")
    return Outcome()
