"""CREATE VIEW: a query that the engine has validated, as a table of the Glue catalog."""

from collections.abc import Sequence

from athena.endpoint.results.outcome import Outcome
from athena.endpoint.running.column_names import expect_distinct, expect_names
from athena.endpoint.running.session import Session
from athena.engine import ResultColumn
from athena.errors import SqlError
from athena.glue.definitions import view_table
from athena.sql.statement_cursor import StatementCursor


def create_view(session: Session) -> Outcome:
    """`CREATE [OR REPLACE] VIEW v [(column, ...)] AS query`; the query is validated by the engine."""
    cursor = StatementCursor(session.sql)
    cursor.expect("CREATE")
    replace = cursor.skip("OR", "REPLACE")
    cursor.expect("VIEW")
    database, name = session.locate(cursor.qualified_name())
    aliases = cursor.names() if cursor.sees("(") else []
    cursor.expect("AS")
    query = cursor.rest
    existing = session.metastore.table(database, name)
    if existing is not None and existing.get("TableType") != "VIRTUAL_VIEW":
        raise SqlError("TABLE_ALREADY_EXISTS", f"Table already exists: '{database}.{name}'")
    if existing is not None and not replace:
        raise SqlError("TABLE_ALREADY_EXISTS", f"View already exists: '{database}.{name}'")
    found = session.validate(query)
    if not aliases:
        expect_names(found, query)
    columns = _named(found, aliases)
    stored = query.strip()
    if aliases:
        stored = f"SELECT * FROM ({stored}) AS {name} ({', '.join(aliases)})"
    session.metastore.put_table(database, view_table(database, name, stored, columns))
    return Outcome()


def _named(columns: Sequence[ResultColumn], aliases: Sequence[str]) -> list[ResultColumn]:
    if aliases and len(aliases) != len(columns):
        raise SqlError(
            "INVALID_VIEW", f"The view names {len(aliases)} columns, its query has {len(columns)}"
        )
    names = list(aliases) or [column.name for column in columns]
    expect_distinct(names)
    pairs = zip(names, columns, strict=True)
    return [ResultColumn(name, column.type) for name, column in pairs]
