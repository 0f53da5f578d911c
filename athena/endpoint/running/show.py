"""SHOW DATABASES, TABLES, VIEWS, COLUMNS, PARTITIONS and CREATE TABLE.

Rows are single texts and columns have fixed names, as measured by
https://github.com/aoyagikouhei/athena-local (query-results.md). A pattern is a regular expression for
the whole name in which a `*` that follows no dot means anything.
"""

import re

from athena.endpoint.outcome import Outcome, lines
from athena.endpoint.running.describe import padded
from athena.endpoint.running.session import Session
from athena.endpoint.running.tables import find_table
from athena.errors import SqlError
from athena.sql.statement_cursor import StatementCursor


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
    database, table, _ = find_table(session, name)
    columns, keys = session.catalog.columns(database, table) or ((), ())
    return lines(["field"], [padded(column.name) for column in columns + keys])


def show_partitions(session: Session) -> Outcome:
    """`SHOW PARTITIONS t`: one `key=value/key=value` a row."""
    cursor = StatementCursor(session.sql)
    cursor.expect("SHOW", "PARTITIONS")
    database, name, table = find_table(session, cursor.qualified_name())
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
    database, name, table = find_table(session, cursor.qualified_name())
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
