"""Which partitions of a table a statement admits.

Its conditions on partition keys are evaluated on the partitions' values before anything is read, as
Athena does; so a month that can't be read breaks only the queries that want it.
"""

import duckdb

from athena.duckdb.column_types import column_type
from athena.duckdb.statement import Read
from athena.quoting import quoted, text
from athena.tables import Partition


def admitted(read: Read, connection: duckdb.DuckDBPyConnection) -> list[Partition]:
    """The partitions that every condition admits."""
    partitions = list(read.table.partitions)
    if not read.conditions or not partitions:
        return partitions
    keys = [quoted(key.name) for key in read.table.partition_keys]
    types = [column_type(key.type).duckdb for key in read.table.partition_keys]
    rows = ", ".join(
        "({}, {})".format(
            number,
            ", ".join(
                f"CAST({text(value)} AS {type_})"
                for value, type_ in zip(partition.values, types, strict=True)
            ),
        )
        for number, partition in enumerate(partitions)
    )
    where = " AND ".join(read.conditions)
    sql = f"SELECT n FROM (VALUES {rows}) AS partitions(n, {', '.join(keys)}) WHERE {where}"
    try:
        return [partitions[row[0]] for row in connection.execute(sql).fetchall()]
    except (
        duckdb.Error
    ):  # a cast that fails on some value fails again, with its message, on the rows
        return partitions
