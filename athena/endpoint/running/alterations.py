"""ALTER TABLE ... ADD COLUMNS and SET TBLPROPERTIES: the catalog's table changes, its files don't."""

from athena.endpoint.results.outcome import Outcome
from athena.endpoint.running.hive import columns, pairs
from athena.endpoint.running.session import Session
from athena.errors import SqlError
from athena.sql.statement_cursor import StatementCursor


def add_columns(session: Session) -> Outcome:
    """`ALTER TABLE t ADD COLUMNS (name type [COMMENT '...'], ...)`: last, before the partition keys."""
    cursor = StatementCursor(session.sql)
    cursor.expect("ALTER", "TABLE")
    database, _, table = session.find_table(cursor.qualified_name())
    cursor.expect("ADD", "COLUMNS")
    added = columns(cursor)
    cursor.finish()
    storage = table["StorageDescriptor"]
    names = [one["Name"] for one in (*storage["Columns"], *(table.get("PartitionKeys") or ()))]
    for column in added:
        if column["Name"] in names:
            what = f"Duplicate column name: {column['Name']}"
            raise SqlError("INVALID_ARGUMENTS", what)
        names.append(column["Name"])
    changed = {**storage, "Columns": [*storage["Columns"], *added]}
    session.metastore.put_table(database, {**table, "StorageDescriptor": changed})
    return Outcome()


def set_properties(session: Session) -> Outcome:
    """`ALTER TABLE t SET TBLPROPERTIES ('key'='value', ...)`; other properties stay."""
    cursor = StatementCursor(session.sql)
    cursor.expect("ALTER", "TABLE")
    database, _, table = session.find_table(cursor.qualified_name())
    cursor.expect("SET", "TBLPROPERTIES")
    parameters = {**(table.get("Parameters") or {}), **pairs(cursor)}
    cursor.finish()
    session.metastore.put_table(database, {**table, "Parameters": parameters})
    return Outcome()
