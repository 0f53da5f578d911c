"""What each kind of statement does.

A statement runs in a worker thread as a function from `Session` to `Outcome`; writing the outcome to S3
is the same for all and is done in `service.py`.
"""

from collections.abc import Callable

from athena.endpoint.results.outcome import Outcome
from athena.endpoint.running import (
    alterations,
    databases,
    insert,
    partitions,
    prepared,
    query,
    show,
    tables,
    unplayed,
    views,
    writing,
)
from athena.endpoint.running.session import Session

RUN: dict[str, Callable[[Session], Outcome]] = {
    "SELECT": query.select,
    "EXPLAIN": query.explain,
    "EXECUTE": prepared.execute,
    "PREPARE": prepared.prepare,
    "DEALLOCATE": prepared.deallocate,
    "INSERT": insert.insert,
    "UNLOAD": writing.unload,
    "CREATE_TABLE_AS_SELECT": writing.create_table_as,
    "CREATE_TABLE": tables.create_table,
    "CREATE_VIEW": views.create_view,
    "CREATE_DATABASE": databases.create_database,
    "DROP_TABLE": tables.drop,
    "DROP_VIEW": tables.drop,
    "DROP_DATABASE": databases.drop_database,
    "ALTER_TABLE_ADD_PARTITION": partitions.alter_partitions,
    "ALTER_TABLE_DROP_PARTITION": partitions.alter_partitions,
    "ALTER_TABLE_ADD_COLUMNS": alterations.add_columns,
    "ALTER_TABLE_SET_PROPERTIES": alterations.set_properties,
    "NOT_PLAYED": unplayed.refuse,
    "MSCK_REPAIR_TABLE": partitions.repair,
    "SHOW_DATABASES": show.show_databases,
    "SHOW_TABLES": show.show_tables,
    "SHOW_VIEWS": show.show_views,
    "SHOW_COLUMNS": show.show_columns,
    "SHOW_PARTITIONS": show.show_partitions,
    "SHOW_CREATE_TABLE": show.show_create_table,
    "SHOW_CREATE_VIEW": show.show_create_view,
    "DESCRIBE_TABLE": show.describe,
}
