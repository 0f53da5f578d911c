"""SELECT, EXPLAIN and EXECUTE: statements the engine answers."""

from athena.endpoint.lexer import Cursor
from athena.endpoint.outcome import Outcome, lines, rows_of
from athena.endpoint.running.session import Session
from athena.endpoint.statement import kind_of
from athena.errors import SqlError
from athena.sql.closing_semicolon import without_closing_semicolon


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
    cursor = Cursor(session.sql)
    cursor.expect("EXECUTE")
    name = cursor.name()
    prepared = session.prepared(name)
    if prepared is None:
        raise SqlError("NOT_FOUND", f"Prepared statement not found: {name}")
    values = tuple(cursor.items()) if cursor.skip("USING") else session.parameters
    cursor.finish()
    if kind_of(prepared.query_statement).subtype != "SELECT":
        raise SqlError("NOT_SUPPORTED", "EXECUTE runs prepared SELECT statements only")
    return select(session.with_statement(prepared.query_statement, values))
