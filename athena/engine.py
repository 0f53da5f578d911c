"""An engine, which runs Athena's SQL: one small protocol, two implementations.

It sees the tables as a catalog describes them, runs one statement that returns rows, and knows nothing
of workgroups, result files or the API. DDL, CTAS and UNLOAD are the endpoint's business
(`endpoint/running/`), so both engines share it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event
from typing import Protocol


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
