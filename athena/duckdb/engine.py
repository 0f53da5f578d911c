"""The embedded engine: DuckDB over local copies of the delivered objects.

A statement is read as Trino reads it and translated with its types (`translation/`); its tables are
what the Glue catalog declares, and only the partitions that its conditions admit are read. What it
can't answer as Athena does it refuses. Deliberately absent: CSV tables, EXPLAIN.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import duckdb

from athena.duckdb.errors import raised, sql_error
from athena.duckdb.json_functions import register_json
from athena.duckdb.macros import Macros
from athena.duckdb.parquet import Footers, check_parquet, projection
from athena.duckdb.partitions import admitted
from athena.duckdb.statement import Read, Translation, translated
from athena.duckdb.values import converter
from athena.engine import EngineResult, ResultColumn, Statement
from athena.errors import QueryCancelled, ScanLimitExceeded
from athena.tables import Catalog, CatalogTable, Partition

ROWS_AT_ONCE = 10_000
POLL = 0.05  # seconds between looks at `cancelled`
SETTINGS = """
    SET GLOBAL TimeZone = 'UTC'; -- not only for this connection: each statement has its own
    -- The first two run what stands in branches that are not taken; the third takes a column whose
    -- Parquet statistics have no NaN for one without. docs/adr/0005-two-engines.md
    SET GLOBAL disabled_optimizers = 'expression_rewriter,common_subexpressions,statistics_propagation';
"""


class DuckDbEngine:
    """Implements `Engine`. One database in memory; a connection for each statement."""

    name = "duckdb"

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._footers = Footers()
        self._database = duckdb.connect(config={"autoinstall_known_extensions": "false"})
        self._database.execute(SETTINGS)
        register_json(self._database)
        self._macros = Macros(self._database)

    def run(self, statement: Statement) -> EngineResult:
        translation = self._translated(statement)
        connection = self._database.cursor()
        try:
            scanned = self._create_views(connection, translation, statement)
        except BaseException:
            connection.close()
            raise
        result = EngineResult(_described(translation), iter(()), scanned)
        rows = _run(connection, statement, translation)
        next(rows)
        result.rows = rows
        return result

    def validate(self, statement: Statement) -> tuple[ResultColumn, ...]:
        found = self._translated(statement, bound=False)
        with self._database.cursor() as connection:
            for read in found.reads:
                self._create_view(connection, read, [])
            try:
                connection.execute(f"DESCRIBE {found.sql}")
            except duckdb.Error as error:
                raise sql_error(error) from None
        return _described(found)

    def close(self) -> None:
        self._database.close()

    def _translated(self, statement: Statement, bound: bool = True) -> Translation:
        found = translated(statement, Finder(self._catalog), datetime.now(UTC), bound)
        for read in found.reads:
            check_parquet(read.table)
        conditions = [condition for read in found.reads for condition in read.conditions]
        self._macros.create_for(found.sql, *conditions)
        return found

    def _create_views(
        self, connection: duckdb.DuckDBPyConnection, translation: Translation, statement: Statement
    ) -> int:
        """Views of what is read. The bytes that it needs."""
        scanned = 0
        for read in translation.reads:
            partitions = admitted(read, connection)
            files = [file for partition in partitions for file in partition.files]
            scanned += self._footers.scanned(files, read.columns)
            if statement.scan_limit is not None and scanned > statement.scan_limit:
                raise ScanLimitExceeded(scanned, statement.scan_limit)
            self._create_view(connection, read, partitions)
        return scanned

    def _create_view(
        self,
        connection: duckdb.DuckDBPyConnection,
        read: Read,
        partitions: list[Partition],
    ) -> None:
        selected = projection(read.table, partitions, read.mentioned, self._footers)
        try:
            connection.execute(f"CREATE TEMP VIEW {read.view} AS {selected}")
        except duckdb.Error as error:
            raise sql_error(error) from None


class Finder:
    """The tables of one statement, each looked up once. Implements `FindTable`."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._known: dict[tuple[str, str], CatalogTable | None] = {}

    def __call__(self, database: str, name: str) -> CatalogTable | None:
        key = (database, name)
        if key not in self._known:
            self._known[key] = self.catalog.table(database, name)
            if self._known[key] is None and database not in self.catalog.databases():
                raise LookupError(database)
        return self._known[key]


def _described(translation: Translation) -> tuple[ResultColumn, ...]:
    return tuple(ResultColumn(name, str(type_)) for name, type_ in translation.columns)


def _run(
    connection: duckdb.DuckDBPyConnection,
    statement: Statement,
    translation: Translation,
) -> Iterator[tuple[object, ...]]:
    """First an empty tuple once DuckDB has begun, then the rows; closes the connection."""
    changes = [converter(type_) for _, type_ in translation.columns]
    try:
        with _interrupted(connection, statement):
            connection.execute(translation.sql)
            yield ()
            while rows := connection.fetchmany(ROWS_AT_ONCE):
                for row in rows:
                    yield tuple(
                        change(value) if change else value
                        for change, value in zip(changes, row, strict=True)
                    )
    except duckdb.InterruptException:
        raise QueryCancelled from None
    except duckdb.Error as error:
        raise raised(error, translation.joined) from None
    finally:
        connection.close()


@contextmanager
def _interrupted(connection: duckdb.DuckDBPyConnection, statement: Statement) -> Iterator[None]:
    """Within it, what runs is interrupted when the statement is cancelled."""
    finished = threading.Event()

    def watch() -> None:
        while not finished.wait(POLL):
            if statement.cancelled.is_set():
                connection.interrupt()
                return

    watcher = threading.Thread(target=watch, name="cancels a statement", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        finished.set()
        watcher.join()
