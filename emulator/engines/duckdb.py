"""The embedded engine: DuckDB over local copies of the delivered objects.

A statement is parsed as Athena's dialect, its tables become views of what the Glue catalog declares,
only the partitions that its WHERE admits are read, and it is translated with the catalog's types.
Deliberately absent: CSV tables, `information_schema`, session state.
"""

import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
from sqlglot import exp

from emulator.engines import (
    Catalog,
    EngineResult,
    Partition,
    QueryCancelled,
    ResultColumn,
    ScanLimitExceeded,
    Statement,
)
from emulator.engines.duckdb_errors import sql_error
from emulator.engines.duckdb_sources import Source, Sources
from emulator.engines.duckdb_sql import bind, parse, translate
from emulator.engines.duckdb_tables import Footers, projection
from emulator.engines.duckdb_types import duckdb_to_trino

MACROS = Path(__file__).with_name("duckdb_macros.sql")
ROWS_AT_ONCE = 10_000
POLL = 0.05  # seconds between looks at `cancelled`


class DuckDbEngine:
    """Implements `Engine`. One database in memory; a connection for each statement."""

    name = "duckdb"

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._footers = Footers()
        self._database = duckdb.connect(config={"autoinstall_known_extensions": "false"})
        self._database.execute("SET TimeZone = 'UTC'")
        self._database.execute(MACROS.read_text())

    def run(self, statement: Statement) -> EngineResult:
        tree = bind(parse(statement.sql), statement.parameters)
        sources = Sources.of(tree, self._catalog, statement.database)
        scanned = 0
        connection = self._database.cursor()
        try:
            for source in sources.tables:
                partitions = source.admitted(connection)
                files = [file for partition in partitions for file in partition.files]
                scanned += self._footers.scanned(files, source.columns)
                self._check(statement, scanned)
                self._create_view(connection, source, partitions)
            sql = translate(sources.tree, sources.schema)
            columns = _execute(connection, statement, sql)
        except BaseException:
            connection.close()
            raise
        return EngineResult(columns, _rows(connection), scanned)

    def validate(self, statement: Statement) -> tuple[ResultColumn, ...]:
        tree = parse(statement.sql)
        for place in list(tree.find_all(exp.Placeholder)):
            place.replace(exp.Null())
        sources = Sources.of(tree, self._catalog, statement.database)
        with self._database.cursor() as connection:
            for source in sources.tables:
                self._create_view(connection, source, [])
            described = f"DESCRIBE {translate(sources.tree, sources.schema)}"
            try:
                found = connection.execute(described).fetchall()
            except duckdb.Error as error:
                raise sql_error(error) from None
        return tuple(ResultColumn(row[0], duckdb_to_trino(row[1])) for row in found)

    def close(self) -> None:
        self._database.close()

    def _check(self, statement: Statement, scanned: int) -> None:
        if statement.scan_limit is not None and scanned > statement.scan_limit:
            raise ScanLimitExceeded(scanned, statement.scan_limit)

    def _create_view(
        self, connection: duckdb.DuckDBPyConnection, source: Source, partitions: list[Partition]
    ) -> None:
        selected = projection(source.table, partitions, source.columns, self._footers)
        connection.execute(f'CREATE TEMP VIEW "{source.view}" AS {selected}')


def _execute(
    connection: duckdb.DuckDBPyConnection, statement: Statement, sql: str
) -> tuple[ResultColumn, ...]:
    """Run, and interrupt when the statement is cancelled meanwhile."""
    finished = threading.Event()

    def watch() -> None:
        while not finished.wait(POLL):
            if statement.cancelled.is_set():
                connection.interrupt()
                return

    watcher = threading.Thread(target=watch, name="cancels a statement", daemon=True)
    watcher.start()
    try:
        connection.execute(sql)
    except duckdb.InterruptException:
        raise QueryCancelled from None
    except duckdb.Error as error:
        raise sql_error(error) from None
    finally:
        finished.set()
        watcher.join()
    described = connection.description or []
    return tuple(ResultColumn(column[0], duckdb_to_trino(str(column[1]))) for column in described)


def _rows(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[object, ...]]:
    try:
        while rows := connection.fetchmany(ROWS_AT_ONCE):
            yield from rows
    except duckdb.Error as error:
        raise sql_error(error) from None
    finally:
        connection.close()
