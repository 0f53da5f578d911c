"""SELECT, EXPLAIN and EXECUTE: statements the engine answers."""

from athena.endpoint.outcome import Outcome, lines, rows_of
from athena.endpoint.running.session import Session
from athena.errors import SqlError
from athena.sql.closing_semicolon import without_closing_semicolon
from athena.sql.kinds import QUERY, kind_of
from athena.sql.statement_cursor import StatementCursor


def select(session: Session) -> Outcome:
    return rows_of(session.query(without_closing_semicolon(session.sql)))


def explain(session: Session) -> Outcome:
    """The plan as text, one line a row."""
    result = session.query(without_closing_semicolon(session.sql))
    plan = "\n".join(str(value) for row in result.rows for value in row)
    outcome = lines(["Query Plan"], plan.split("\n"), "varchar")
    outcome.update_count = None
    return outcome


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
