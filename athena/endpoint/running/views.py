"""CREATE VIEW and SHOW CREATE VIEW: views live in Glue in the shape that Athena gives them.

The query is base64 JSON in ViewOriginalText, with Trino types; the table's columns carry Hive types.
AWS does not document it (origin: https://stackoverflow.com/questions/56289272); Trino reads it through
its Hive connector. `runAsInvoker` is true because Trino otherwise asks for an owner.
"""

import base64
import json
from collections.abc import Sequence

from athena.endpoint.column_names import expect_names
from athena.endpoint.outcome import Outcome, lines
from athena.endpoint.running.session import Session
from athena.endpoint.running.tables import find_table
from athena.engine import ResultColumn
from athena.errors import SqlError
from athena.sql.statement_cursor import StatementCursor
from athena.types import trino_type

MARK = "/* Presto View"


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


def show_create_view(session: Session) -> Outcome:
    """`SHOW CREATE VIEW v`."""
    cursor = StatementCursor(session.sql)
    cursor.expect("SHOW", "CREATE", "VIEW")
    database, name, _ = find_table(session, cursor.qualified_name())
    view = session.catalog.table(database, name)
    if view is None or view.view_sql is None:
        raise SqlError("NOT_SUPPORTED", f"Relation '{database}.{name}' is a table, not a view")
    text = f"CREATE VIEW {database}.{name} AS\n{view.view_sql}"
    return lines(["create view"], text.split("\n"), "varchar")


def view_table(
    database: str, name: str, query: str, columns: Sequence[ResultColumn]
) -> dict[str, object]:
    """A Glue TableInput for a view. Columns have Trino types."""
    definition = {
        "originalSql": query,
        "catalog": "awsdatacatalog",
        "schema": database,
        "columns": [{"name": column.name, "type": column.type} for column in columns],
        "runAsInvoker": True,
        "properties": {},
    }
    encoded = base64.b64encode(json.dumps(definition).encode()).decode()
    hive = [{"Name": column.name, "Type": hive_type(column.type)} for column in columns]
    return {
        "Name": name,
        "TableType": "VIRTUAL_VIEW",
        "Parameters": {"presto_view": "true", "comment": "Presto View"},
        "PartitionKeys": [],
        "StorageDescriptor": {"Columns": hive, "Location": "", "SerdeInfo": {}},
        "ViewOriginalText": f"{MARK}: {encoded} */",
        "ViewExpandedText": f"{MARK} */",
    }


def hive_type(trino: str) -> str:
    """The catalog's type of a view's column; `string` where Hive has none, as Athena does."""
    try:
        return trino_type(trino).hive
    except SqlError:
        return "string"


def _named(columns: Sequence[ResultColumn], aliases: Sequence[str]) -> list[ResultColumn]:
    if aliases and len(aliases) != len(columns):
        raise SqlError(
            "INVALID_VIEW", f"The view names {len(aliases)} columns, its query has {len(columns)}"
        )
    names = list(aliases) or [column.name for column in columns]
    repeated = next((name for name in names if names.count(name) > 1), None)
    if repeated:
        message = f"Column name '{repeated}' specified more than once"
        raise SqlError("DUPLICATE_COLUMN_NAME", message)
    pairs = zip(names, columns, strict=True)
    return [ResultColumn(name, column.type) for name, column in pairs]
