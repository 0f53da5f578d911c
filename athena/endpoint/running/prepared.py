"""PREPARE, EXECUTE and DEALLOCATE PREPARE: statements that the PreparedStatement actions manage too."""

from athena.endpoint.prepared_statements import PreparedStatements
from athena.endpoint.results.outcome import Outcome
from athena.endpoint.running.query import select
from athena.endpoint.running.session import Session
from athena.errors import SqlError
from athena.sql.kinds import QUERY, kind_of
from athena.sql.statement_cursor import StatementCursor


def prepare(session: Session) -> Outcome:
    """`PREPARE name FROM statement`; replaces a statement of that name."""
    cursor = StatementCursor(session.sql)
    cursor.expect("PREPARE")
    name = cursor.name()
    cursor.expect("FROM")
    PreparedStatements(session.backend).put(session.workgroup, name, cursor.rest.strip())
    return Outcome()


def execute(session: Session) -> Outcome:
    """`EXECUTE name [USING value, ...]`; the values may also come as ExecutionParameters."""
    cursor = StatementCursor(session.sql)
    cursor.expect("EXECUTE")
    name = cursor.name()
    prepared = session.prepared(name)
    if prepared is None:
        raise SqlError("NOT_FOUND", f"Prepared statement not found: {name}")
    values = cursor.items() if cursor.skip("USING") else session.parameters
    cursor.finish()
    if kind_of(prepared.query_statement) != QUERY:
        raise SqlError("NOT_SUPPORTED", "EXECUTE runs prepared SELECT statements only")
    return select(session.with_statement(prepared.query_statement, values))


def deallocate(session: Session) -> Outcome:
    """`DEALLOCATE PREPARE name`."""
    cursor = StatementCursor(session.sql)
    cursor.expect("DEALLOCATE", "PREPARE")
    name = cursor.name()
    cursor.finish()
    if not PreparedStatements(session.backend).drop(session.workgroup, name):
        raise SqlError("NOT_FOUND", f"Prepared statement not found: {name}")
    return Outcome()
