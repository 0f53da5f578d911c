"""The engines that run Athena SQL: one small protocol, two implementations.

An engine sees the tables as the Glue catalog describes them (`Catalog`), runs one statement that
returns rows, and knows nothing of workgroups, result files or the API. DDL, CTAS and UNLOAD are the
Athena layer's business (`emulator/athena/`), so both engines share it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Protocol


@dataclass(frozen=True)
class CatalogColumn:
    """A column or partition key; `type` is the Glue (Hive) type, e.g. `map<string,string>`."""

    name: str
    type: str


@dataclass(frozen=True)
class DataFile:
    """An object below a partition's location, with a local copy that an embedded engine can read."""

    uri: str  # s3://bucket/key
    etag: str
    size: int  # bytes
    path: Path


@dataclass(frozen=True)
class Partition:
    """One catalog partition: its key values as strings, and every object at its location.

    Athena reads every object there, also those a crawler excludes, so they are all listed.
    """

    values: tuple[str, ...]
    location: str
    files: tuple[DataFile, ...]


@dataclass(frozen=True)
class CatalogTable:
    """A Glue table. `view_sql` is set for views, and then there are no partitions.

    An unpartitioned table has one Partition with no values.
    """

    database: str
    name: str
    columns: tuple[CatalogColumn, ...]
    partition_keys: tuple[CatalogColumn, ...] = ()
    partitions: tuple[Partition, ...] = ()
    serde: str = "parquet"  # "parquet" or "csv"
    view_sql: str | None = None


class Catalog(Protocol):
    """Read access to the deployed Glue catalog. Names are lower case. Reads are always current."""

    def databases(self) -> Sequence[str]: ...

    def tables(self, database: str) -> Sequence[str]: ...

    def table(self, database: str, name: str) -> CatalogTable | None:
        """The table with its partitions and files, or None when there is none of that name."""

    def columns(
        self, database: str, name: str
    ) -> tuple[tuple[CatalogColumn, ...], tuple[CatalogColumn, ...]] | None:
        """Columns and partition keys only (no S3 listing), or None."""


@dataclass(frozen=True)
class ResultColumn:
    """A result column as Athena describes it: `type` is Trino's, e.g. `varchar`, `timestamp(3)`,
    `map(varchar, varchar)`, `decimal(38,2)`."""

    name: str
    type: str


@dataclass
class EngineResult:
    """Columns, rows of Python values, and what it cost to get them.

    Values by type: varchar/char str, integers int, double/real float, decimal Decimal, boolean bool,
    date date, timestamp datetime (naive; aware for `with time zone`), map dict, array list, row tuple
    or dict, NULL None.
    """

    columns: tuple[ResultColumn, ...]
    rows: Iterator[tuple[object, ...]]
    scanned_bytes: int


NO_COLUMN = " or requester is not authorized to access requested resources"  # Athena adds it


class SqlError(Exception):
    """A statement that Athena would refuse or that failed while it ran.

    `str()` is worded as Athena words it: `TYPE_MISMATCH: line 1:59: Cannot apply operator ...`.
    """

    def __init__(self, code: str, message: str, line: int | None = None, column: int | None = None):
        self.code = code  # SYNTAX_ERROR, TYPE_MISMATCH, COLUMN_NOT_FOUND, ...
        self.message = message
        self.line = line
        self.column = column
        place = f"line {line}:{column}: " if line is not None else ""
        more = NO_COLUMN if code == "COLUMN_NOT_FOUND" else ""
        super().__init__(f"{code}: {place}{message}{more}")


class UnsupportedStatement(SqlError):
    """Valid in Athena, but this engine can't promise the same answer; the message says what to do."""


class ScanLimitExceeded(Exception):
    """The statement would read more than the workgroup's limit; raised before or while reading."""

    def __init__(self, scanned_bytes: int, limit: int):
        self.scanned_bytes = scanned_bytes
        self.limit = limit
        super().__init__(f"{scanned_bytes} bytes scanned, limit {limit}")


class QueryCancelled(Exception):
    """The caller's `cancelled` event was set while the statement ran."""


@dataclass(frozen=True)
class Statement:
    """One SQL statement in Athena's dialect and the session it runs in."""

    sql: str
    database: str
    parameters: tuple[str, ...] = ()  # execution parameters: SQL literals, in order of the `?`
    scan_limit: int | None = None  # bytes
    cancelled: Event = field(default_factory=Event)


class Engine(Protocol):
    """Thread-safe: several statements may run at once and don't disturb each other."""

    name: str

    def run(self, statement: Statement) -> EngineResult:
        """Run a SELECT (or WITH, VALUES, EXPLAIN, SHOW where the engine knows it).

        Raises SqlError, ScanLimitExceeded or QueryCancelled.
        """

    def validate(self, statement: Statement) -> tuple[ResultColumn, ...]:
        """Check without running, as `EXPLAIN (TYPE VALIDATE)` does; the result's columns.

        Raises SqlError. Parameters may be missing.
        """

    def close(self) -> None:
        """Release everything; the engine must not outlive the command that made it."""
