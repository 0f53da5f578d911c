"""ALTER TABLE ... PARTITION and MSCK REPAIR TABLE: Hive statements in Athena, which touch no data."""

from collections.abc import Iterator

from athena.endpoint.results.outcome import Outcome
from athena.endpoint.running.session import Session
from athena.errors import SqlError
from athena.glue.definitions import GlueTable
from athena.glue.objects import S3Uri
from athena.sql.statement_cursor import StatementCursor


def alter_partitions(session: Session) -> Outcome:
    """`ALTER TABLE t ADD|DROP [IF [NOT] EXISTS] PARTITION (k = 'v', ...) [LOCATION '...'] ...`."""
    cursor = StatementCursor(session.sql)
    cursor.expect("ALTER", "TABLE")
    database, name, table = session.find_table(cursor.qualified_name())
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
    database, name, table = session.find_table(cursor.qualified_name())
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
