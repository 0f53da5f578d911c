"""DROP TABLE, ALTER TABLE ... PARTITION, MSCK REPAIR TABLE and databases: changes to the catalog.

These are Hive statements in Athena and touch no data.
"""

from collections.abc import Iterator, Sequence

from athena.endpoint.outcome import Outcome
from athena.endpoint.running.session import Session
from athena.errors import SqlError
from athena.glue.metastore import GlueTable
from athena.glue.objects import S3Uri
from athena.sql.statement_cursor import StatementCursor

PARQUET = {
    "InputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
    "OutputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
    "SerdeInfo": {
        "SerializationLibrary": "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
        "Parameters": {"serialization.format": "1"},
    },
}

Columns = Sequence[tuple[str, str]]  # name and Hive type


def parquet_table(name: str, columns: Columns, keys: Columns, location: str) -> GlueTable:
    """A Glue TableInput for an external Parquet table."""
    return {
        "Name": name,
        "TableType": "EXTERNAL_TABLE",
        "Parameters": {"EXTERNAL": "TRUE", "has_encrypted_data": "false"},
        "PartitionKeys": [{"Name": key, "Type": type_} for key, type_ in keys],
        "StorageDescriptor": {
            "Columns": [{"Name": column, "Type": type_} for column, type_ in columns],
            "Location": location,
            **PARQUET,
        },
    }


def table_not_found(database: str, name: str) -> SqlError:
    return SqlError("TABLE_NOT_FOUND", f"Table 'awsdatacatalog.{database}.{name}' does not exist")


def find_table(session: Session, name: Sequence[str]) -> tuple[str, str, GlueTable]:
    """Database, name and Glue table. Raises SqlError when there is none."""
    database, table = session.locate(name)
    found = session.metastore.table(database, table)
    if found is None:
        raise table_not_found(database, table)
    return database, table, found


def drop(session: Session) -> Outcome:
    """`DROP TABLE|VIEW [IF EXISTS] name`; the data stays in S3."""
    cursor = StatementCursor(session.sql)
    cursor.expect("DROP")
    is_view = cursor.skip("VIEW") or not cursor.skip("TABLE")
    optional = cursor.skip("IF", "EXISTS")
    database, name = session.locate(cursor.qualified_name())
    cursor.finish()
    found = session.metastore.table(database, name)
    if found is None:
        if optional:
            return Outcome()
        raise table_not_found(database, name)
    if is_view and found.get("TableType") != "VIRTUAL_VIEW":
        raise SqlError("NOT_SUPPORTED", f"'{database}.{name}' is a table, not a view")
    session.metastore.drop_table(database, name)
    return Outcome()


def create_database(session: Session) -> Outcome:
    """`CREATE DATABASE|SCHEMA [IF NOT EXISTS] name [COMMENT '...'] [LOCATION '...']`."""
    cursor = StatementCursor(session.sql)
    cursor.expect("CREATE")
    cursor.take()
    optional = cursor.skip("IF", "NOT", "EXISTS")
    name = cursor.name()
    comment = cursor.string() if cursor.skip("COMMENT") else ""
    location = cursor.string() if cursor.skip("LOCATION") else ""
    cursor.finish()
    if not session.metastore.create_database(name, comment, location) and not optional:
        raise SqlError("SCHEMA_ALREADY_EXISTS", f"Schema '{name}' already exists")
    return Outcome()


def drop_database(session: Session) -> Outcome:
    """`DROP DATABASE|SCHEMA [IF EXISTS] name [RESTRICT|CASCADE]`."""
    cursor = StatementCursor(session.sql)
    cursor.expect("DROP")
    cursor.take()
    optional = cursor.skip("IF", "EXISTS")
    name = cursor.name()
    cascade = cursor.skip("CASCADE") or (cursor.skip("RESTRICT") and False)
    cursor.finish()
    if session.metastore.database(name) is None:
        if optional:
            return Outcome()
        raise SqlError("SCHEMA_NOT_FOUND", f"Schema '{name}' does not exist")
    if session.metastore.tables(name) and not cascade:
        raise SqlError("SCHEMA_NOT_EMPTY", f"Schema '{name}' is not empty; drop it with CASCADE")
    session.metastore.drop_database(name)
    return Outcome()


def alter_partitions(session: Session) -> Outcome:
    """`ALTER TABLE t ADD|DROP [IF [NOT] EXISTS] PARTITION (k = 'v', ...) [LOCATION '...'] ...`."""
    cursor = StatementCursor(session.sql)
    cursor.expect("ALTER", "TABLE")
    database, name, table = find_table(session, cursor.qualified_name())
    adding = cursor.skip("ADD")
    if not adding:
        cursor.expect("DROP")
    optional = cursor.skip("IF", "NOT", "EXISTS") if adding else cursor.skip("IF", "EXISTS")
    for values, location in _partition_specs(cursor, table):
        if adding:
            done = session.metastore.add_partition(database, name, values, location)
        else:
            done = session.metastore.drop_partition(database, name, values)
        if not done and not optional:
            problem = "already exists" if adding else "does not exist"
            raise SqlError("INVALID_ARGUMENTS", f"Partition {list(values)} {problem}")
    return Outcome()


def _partition_specs(cursor: StatementCursor, table: GlueTable) -> Iterator[tuple[list[str], str]]:
    keys = [key["Name"] for key in table.get("PartitionKeys") or ()]
    while not cursor.done:
        cursor.expect("PARTITION")
        given = dict(cursor.wrapped(lambda: cursor.listed(lambda: _key_value(cursor))))
        if sorted(given) != sorted(keys):
            raise SqlError("INVALID_ARGUMENTS", f"The partition columns are {', '.join(keys)}")
        values = [given[key] for key in keys]
        hive_style = "".join(f"{key}={given[key]}/" for key in keys)
        default = table["StorageDescriptor"]["Location"].rstrip("/") + "/" + hive_style
        yield values, cursor.string() if cursor.skip("LOCATION") else default
        cursor.skip(",")


def _key_value(cursor: StatementCursor) -> tuple[str, str]:
    key = cursor.name()
    cursor.expect("=")
    return key, cursor.take().value


def repair(session: Session) -> Outcome:
    """`MSCK REPAIR TABLE t`: register every folder `key=value/...` below the table's location.

    Folders whose key is not in lower case are left out, as Athena leaves them.
    """
    cursor = StatementCursor(session.sql)
    cursor.expect("MSCK", "REPAIR", "TABLE")
    database, name, table = find_table(session, cursor.qualified_name())
    cursor.finish()
    keys = [key["Name"] for key in table.get("PartitionKeys") or ()]
    root = S3Uri.parse(table["StorageDescriptor"]["Location"]).folder
    folders: dict[tuple[str, ...], None] = {}
    for key in session.objects.listing(root.bucket).below(root.key):
        pairs = [part.split("=", 1) for part in key.name[len(root.key) :].split("/")[: len(keys)]]
        if keys and [pair[0] for pair in pairs] == keys and all(len(pair) == 2 for pair in pairs):
            folders[tuple(pair[1] for pair in pairs)] = None
    for values in folders:
        folder = "".join(f"{key}={value}/" for key, value in zip(keys, values, strict=True))
        session.metastore.add_partition(database, name, values, f"{root}{folder}")
    return Outcome()
