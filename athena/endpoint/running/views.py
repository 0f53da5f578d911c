"""CREATE VIEW: a query that the engine has validated, as a table of the Glue catalog."""

from athena.endpoint.results.outcome import Outcome
from athena.endpoint.running.session import Session
from athena.errors import SqlError
from athena.glue.definitions import view_table
from athena.sql.column_names import view_columns
from athena.sql.create_view import read_create_view


def create_view(session: Session) -> Outcome:
    """The query is validated by the engine."""
    view = read_create_view(session.sql)
    database, name = session.locate(view.name)
    existing = session.metastore.table(database, name)
    if existing is not None and existing.get("TableType") != "VIRTUAL_VIEW":
        raise SqlError("TABLE_ALREADY_EXISTS", f"Table already exists: '{database}.{name}'")
    if existing is not None and not view.replaces:
        raise SqlError("TABLE_ALREADY_EXISTS", f"View already exists: '{database}.{name}'")
    columns = view_columns(view, session.validate(view.query))
    session.metastore.put_table(database, view_table(database, name, view.stored, columns))
    return Outcome()
