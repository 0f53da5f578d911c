"""SHOW and DESCRIBE: what the catalog holds.

Rows are single texts and columns have fixed names, as measured by
https://github.com/aoyagikouhei/athena-local (query-results.md). A pattern is a regular expression for
the whole name in which a `*` that follows no dot means anything. DESCRIBE lists columns as Hive does,
padded to 20 characters, partition keys repeated below. Absent: EXTENDED, FORMATTED and DESCRIBE of a
single column or partition.
"""

import re
from collections.abc import Mapping
from typing import Any

from athena.endpoint.results.outcome import Outcome, lines
from athena.endpoint.running.session import Session
from athena.errors import SqlError
from athena.glue.definitions import GlueTable, view_definition
from athena.sql.statement_cursor import StatementCursor

WIDTH = 20
PARTITION_HEADING = (
    "\t \t ",
    "# Partition Information\t \t ",
    "# col_name            \tdata_type           \tcomment             ",
    "\t \t ",
)


def show_databases(session: Session) -> Outcome:
    """`SHOW DATABASES|SCHEMAS [LIKE 'pattern']`."""
    cursor = StatementCursor(session.sql)
    cursor.expect("SHOW")
    cursor.take()
    wanted = _pattern(cursor)
    cursor.finish()
    return lines(["database_name"], [n for n in session.catalog.databases() if wanted.fullmatch(n)])


def show_tables(session: Session) -> Outcome:
    """`SHOW TABLES [IN|FROM database] [[LIKE] 'pattern']`, views included."""
    return _relations(session, "tab_name", "string", views_only=False)


def show_views(session: Session) -> Outcome:
    """`SHOW VIEWS [IN database] [LIKE 'pattern']`."""
    return _relations(session, "views", "varchar", views_only=True)


def show_columns(session: Session) -> Outcome:
    """`SHOW COLUMNS IN|FROM table [IN|FROM database]`, partition keys included."""
    cursor = StatementCursor(session.sql)
    cursor.expect("SHOW", "COLUMNS")
    if not cursor.skip("IN"):
        cursor.expect("FROM")
    name = cursor.qualified_name()
    if cursor.skip("IN") or cursor.skip("FROM"):
        name = (cursor.name(), name[-1])
    cursor.finish()
    database, table, _ = session.find_table(name)
    columns, keys = session.catalog.columns(database, table) or ((), ())
    return lines(["field"], [_padded(column.name) for column in columns + keys])


def show_partitions(session: Session) -> Outcome:
    """`SHOW PARTITIONS t`: one `key=value/key=value` a row."""
    cursor = StatementCursor(session.sql)
    cursor.expect("SHOW", "PARTITIONS")
    database, name, table = session.find_table(cursor.qualified_name())
    cursor.finish()
    keys = [key["Name"] for key in table.get("PartitionKeys") or ()]
    if not keys:
        raise SqlError("INVALID_TABLE", f"Table {database}.{name} is not a partitioned table")
    found = session.metastore.partitions(database, name)
    rows = ["/".join(map("=".join, zip(keys, one["Values"], strict=True))) for one in found]
    return lines(["partition"], sorted(rows))


def show_create_table(session: Session) -> Outcome:
    """`SHOW CREATE TABLE t` as Hive DDL."""
    cursor = StatementCursor(session.sql)
    cursor.expect("SHOW", "CREATE", "TABLE")
    database, name, table = session.find_table(cursor.qualified_name())
    cursor.finish()
    storage = table["StorageDescriptor"]
    columns = [f"  `{one['Name']}` {one['Type']}" for one in storage["Columns"]]
    keys = [f"  `{one['Name']}` {one['Type']}" for one in table.get("PartitionKeys") or ()]
    properties = sorted((table.get("Parameters") or {}).items())
    serde = storage.get("SerdeInfo") or {}
    ddl = [f"CREATE EXTERNAL TABLE `{database}.{name}`(", ",\n".join(columns) + ")"]
    ddl += ["PARTITIONED BY ( ", ",\n".join(keys) + ")"] if keys else []
    ddl += ["ROW FORMAT SERDE ", f"  '{serde.get('SerializationLibrary', '')}' "]
    ddl += ["STORED AS INPUTFORMAT ", f"  '{storage.get('InputFormat', '')}' "]
    ddl += ["OUTPUTFORMAT ", f"  '{storage.get('OutputFormat', '')}'"]
    ddl += ["LOCATION", f"  '{storage.get('Location', '')}'"]
    ddl += ["TBLPROPERTIES (", ",\n".join(f"  '{k}'='{v}'" for k, v in properties) + ")"]
    outcome = lines(["createtab_stmt"], "\n".join(ddl).split("\n"))
    outcome.update_count = None
    return outcome


def show_create_view(session: Session) -> Outcome:
    """`SHOW CREATE VIEW v`."""
    cursor = StatementCursor(session.sql)
    cursor.expect("SHOW", "CREATE", "VIEW")
    database, name, _ = session.find_table(cursor.qualified_name())
    view = session.catalog.table(database, name)
    if view is None or view.view_sql is None:
        raise SqlError("NOT_SUPPORTED", f"Relation '{database}.{name}' is a table, not a view")
    text = f"CREATE VIEW {database}.{name} AS\n{view.view_sql}"
    return lines(["create view"], text.split("\n"), "varchar")


def describe(session: Session) -> Outcome:
    """`DESCRIBE|DESC [database.]table`; a view shows Trino types."""
    cursor = StatementCursor(session.sql)
    cursor.take()
    _, _, table = session.find_table(cursor.qualified_name())
    cursor.finish()
    view = view_definition(table)
    if view:
        rows = [f"{column['name']}\t{column['type']}" for column in view["columns"]]
        return lines(["column", "type"], rows, "varchar")
    outcome = lines(["col_name", "data_type", "comment"], _rows(table))
    outcome.update_count = None
    return outcome


def _relations(session: Session, column: str, type_: str, views_only: bool) -> Outcome:
    cursor = StatementCursor(session.sql)
    cursor.expect("SHOW")
    cursor.take()
    named = cursor.skip("IN") or cursor.skip("FROM")
    database = cursor.qualified_name()[-1] if named else session.database
    wanted = _pattern(cursor)
    cursor.finish()
    found = [
        str(table["Name"])
        for table in session.metastore.tables(database)
        if not views_only or table.get("TableType") == "VIRTUAL_VIEW"
    ]
    return lines([column], [name for name in found if wanted.fullmatch(name)], type_)


def _pattern(cursor: StatementCursor) -> re.Pattern[str]:
    liked = cursor.skip("LIKE")
    text = cursor.string() if liked or cursor.next.kind == "string" else "*"
    try:
        return re.compile(re.sub(r"(?<!\.)\*", ".*", text))
    except re.error as wrong:
        raise SqlError("INVALID_ARGUMENTS", f"{text!r} is not a pattern: {wrong}") from wrong


def _padded(text: str) -> str:
    """Filled up to 20 characters, never cut."""
    return text.ljust(WIDTH)


def _rows(table: GlueTable) -> list[str]:
    columns = table["StorageDescriptor"]["Columns"]
    keys = list(table.get("PartitionKeys") or ())
    rows = [_row(column) for column in [*columns, *keys]]
    return [*rows, *PARTITION_HEADING, *map(_row, keys)] if keys else rows


def _row(column: Mapping[str, Any]) -> str:
    texts = (column["Name"], column.get("Type") or "string", column.get("Comment") or "")
    return "\t".join(map(_padded, texts))
