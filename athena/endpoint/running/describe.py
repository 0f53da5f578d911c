"""DESCRIBE: columns as Hive lists them, padded to 20 characters, partition keys repeated below.

Layout measured by https://github.com/aoyagikouhei/athena-local (query-results.md). EXTENDED, FORMATTED
and DESCRIBE of a single column or partition are absent.
"""

from collections.abc import Mapping
from typing import Any

from athena.endpoint.outcome import Outcome, lines
from athena.endpoint.running.session import Session
from athena.endpoint.running.tables import find_table
from athena.glue.metastore import GlueTable, view_definition
from athena.sql.statement_cursor import StatementCursor

WIDTH = 20
PARTITION_HEADING = (
    "\t \t ",
    "# Partition Information\t \t ",
    "# col_name            \tdata_type           \tcomment             ",
    "\t \t ",
)


def describe(session: Session) -> Outcome:
    """`DESCRIBE|DESC [database.]table`; a view shows Trino types."""
    cursor = StatementCursor(session.sql)
    cursor.take()
    _, _, table = find_table(session, cursor.qualified_name())
    cursor.finish()
    view = view_definition(table)
    if view:
        rows = [f"{column['name']}\t{column['type']}" for column in view["columns"]]
        return lines(["column", "type"], rows, "varchar")
    outcome = lines(["col_name", "data_type", "comment"], _rows(table))
    outcome.update_count = None
    return outcome


def padded(text: str) -> str:
    """Filled up to 20 characters, never cut."""
    return text.ljust(WIDTH)


def _rows(table: GlueTable) -> list[str]:
    columns = table["StorageDescriptor"]["Columns"]
    keys = list(table.get("PartitionKeys") or ())
    rows = [_row(column) for column in [*columns, *keys]]
    return [*rows, *PARTITION_HEADING, *map(_row, keys)] if keys else rows


def _row(column: Mapping[str, Any]) -> str:
    texts = (column["Name"], column.get("Type") or "string", column.get("Comment") or "")
    return "\t".join(map(padded, texts))
