"""The reference engine: Athena engine version 3 is Trino, so Trino says what Athena would.

It reads the deployed catalog itself, from the emulated Glue and S3, so tables, partitions, projection
and views are as they are deployed at that moment. Strictness and messages are Trino's own.
Known to differ from Athena: in a view's text `1.5` is a decimal and `map['missing']` raises, while
Athena returns NULL; so does `map[key]` in a query where `key` might count an array (dialect.py).
Deliberately absent: everything that writes; the catalog is read-only.
"""

import atexit
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any
from urllib.parse import quote_plus

import requests
import trino
from trino.exceptions import (
    Error,
    HttpError,
    TrinoConnectionError,
    TrinoDataError,
    TrinoQueryError,
)

from athena.engine import EngineResult, ResultColumn, Statement
from athena.errors import QueryCancelled, ScanLimitExceeded, SqlError
from athena.trino.configuration import CATALOG, HOST
from athena.trino.dialect import ForTrino
from athena.trino.distribution import Progress, TrinoDistribution, TrinoUnavailable
from athena.trino.errors import sql_error
from athena.trino.server import TrinoServer
from athena.trino.views import rewrite_views

USER = "athena"
NODES_TIMEOUT = 30.0  # seconds; a server that has just started may not count itself as a worker yet
PREPARED = "X-Trino-Prepared-Statement"
DECIMAL = re.compile(r"(decimal\(\d+), (\d+\))")
INTERVAL = re.compile(r"INTERVAL (?:DAY TO SECOND|YEAR TO MONTH)")
Json = dict[str, Any]


class TrinoEngine:
    """A Trino server that belongs to this process. Thread-safe: every statement has a session."""

    name = "trino"

    def __init__(self, server: TrinoServer) -> None:
        self._server = server
        self._closed = False
        atexit.register(self.close)

    @classmethod
    def start(
        cls,
        endpoint_url: str,
        region: str,
        account_id: str,
        progress: Progress = lambda line: None,
    ) -> "TrinoEngine":
        """Fetch Trino if need be and start it over the Glue and S3 behind `endpoint_url`.

        `progress` receives short lines. Raises TrinoUnavailable.
        """
        rewrite_views()
        distribution = TrinoDistribution.fetch(progress)
        server = TrinoServer.start(distribution, endpoint_url, region, account_id, progress)
        return cls(server)

    def run(self, statement: Statement) -> EngineResult:
        """Run a query. Rows stream; `scanned_bytes` is complete once they are read.

        Raises SqlError, ScanLimitExceeded or QueryCancelled, here or while rows are read.
        """
        deadline = time.monotonic() + NODES_TIMEOUT
        while True:
            result = EngineResult((), iter(()), 0)
            rows = self._stream(statement, result)
            try:
                next(rows)
            except SqlError as error:
                # Trino refuses so before it reads anything; its nodes are counted every 5 seconds.
                if error.code != "NO_NODES_AVAILABLE" or time.monotonic() > deadline:
                    raise
                time.sleep(0.25)
            else:
                result.rows = rows
                return result

    def validate(self, statement: Statement) -> tuple[ResultColumn, ...]:
        """Analyse without running; the result's columns. Parameters may be missing.

        Raises SqlError.
        """
        written = ForTrino.of(statement.sql)
        statement = replace(statement, sql=written.sql)
        try:
            with self._translated(written), self._connect(statement, prepared=True) as connection:
                described = connection.cursor().execute("DESCRIBE OUTPUT statement").fetchall()
        except HttpError:  # a prepared statement that doesn't parse is a bad request
            with self._translated(written, 1), self._connect(statement) as connection:
                connection.cursor().execute(f"EXPLAIN (TYPE VALIDATE)\n{statement.sql}").fetchall()
            raise
        return tuple(_column(name, type_) for name, _, _, _, type_, *_ in described)

    def close(self) -> None:
        """End the server; statements that run are cancelled."""
        self._closed = True
        self._server.close()
        atexit.unregister(self.close)

    def _stream(self, statement: Statement, result: EngineResult) -> Iterator[tuple[object, ...]]:
        """First an empty tuple once the result's columns are known, then the rows."""

        def watch(stats: Json) -> None:  # at every answer of the server, at least once a second
            result.scanned_bytes = stats["physicalInputBytes"]
            if statement.cancelled.is_set():
                raise QueryCancelled
            if statement.scan_limit is not None and result.scanned_bytes > statement.scan_limit:
                raise ScanLimitExceeded(result.scanned_bytes, statement.scan_limit)

        written = ForTrino.of(statement.sql)
        parameters = tuple(ForTrino.of(value).sql for value in statement.parameters)
        sql, lines_before = _bound(written.sql, parameters)
        with self._translated(written, lines_before), self._connect(statement) as connection:
            cursor = connection.cursor(stats_callback=watch)
            try:
                cursor.execute(sql)
                described = cursor.description or ()
                result.columns = tuple(_column(name, type_) for name, type_, *_ in described)
                yield ()
                for row in cursor:
                    yield tuple(row)
                # The last answer's figures may lag behind what the workers read.
                watch({"physicalInputBytes": self._final_bytes(cursor.query_id, result)})
            finally:
                with suppress(Error, HttpError):
                    cursor.cancel()

    def _final_bytes(self, query_id: str, result: EngineResult) -> int:
        """What a finished query read, once Trino has collected it from all tasks."""
        url = f"http://{HOST}:{self._server.port}/v1/query/{query_id}"
        with requests.Session() as session:
            session.trust_env = False
            for _ in range(40):
                found = session.get(url, headers={"X-Trino-User": USER}, timeout=10)
                if not found.ok:
                    break
                info = found.json()
                if info.get("finalQueryInfo"):
                    size = info["queryStats"]["physicalInputDataSize"]
                    return max(result.scanned_bytes, int(float(size.removesuffix("B"))))
                time.sleep(0.05)
        return result.scanned_bytes

    @contextmanager
    def _connect(self, statement: Statement, prepared: bool = False) -> Iterator[Any]:
        local = requests.Session()
        local.trust_env = False  # a proxy in the environment is not for this machine
        connection = trino.dbapi.connect(
            host=HOST,
            port=self._server.port,
            user=USER,
            catalog=CATALOG,
            schema=statement.database,
            timezone="UTC",
            encoding=None,
            http_session=local,
            http_headers={PREPARED: f"statement={quote_plus(statement.sql)}"} if prepared else None,
        )
        try:
            yield connection
        finally:
            connection.close()

    @contextmanager
    def _translated(self, written: ForTrino, lines_before: int = 0) -> Iterator[None]:
        try:
            yield
        except TrinoQueryError as error:
            raise sql_error(error, written, lines_before) from error
        except TrinoConnectionError as error:
            if self._closed:
                raise QueryCancelled from error
            state = "does not answer" if self._server.running else "ended unexpectedly"
            log = self._server.log_tail()
            raise TrinoUnavailable(f"Trino {state}. Its log ends with:\n{log}") from error
        except (TrinoDataError, ValueError) as error:  # such as a date after the year 9999
            raise SqlError("NOT_SUPPORTED", f"Python can't hold a value: {error}") from error


def _bound(sql: str, parameters: tuple[str, ...]) -> tuple[str, int]:
    """The text to send and how many lines of it come before the statement."""
    if not parameters:
        return sql, 0
    quoted = sql.replace("'", "''")
    return f"EXECUTE IMMEDIATE '\n{quoted}' USING {', '.join(parameters)}", 1


def _column(name: str, type_: str) -> ResultColumn:
    """A column whose type is spelled as `typeof` does; results have `decimal(3, 2)` and capitals."""
    lower = INTERVAL.sub(lambda found: found[0].lower(), type_)
    return ResultColumn(name, DECIMAL.sub(r"\1,\2", lower))
