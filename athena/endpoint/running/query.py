"""SELECT and EXPLAIN: statements the engine answers."""

from athena.endpoint.results.outcome import Outcome, lines, rows_of
from athena.endpoint.running.session import Session
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
