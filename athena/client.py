"""Running a query as any client of Athena would: start, poll, read pages.

Uses the public API only, so the same code works against AWS.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from athena.errors import ExpectedFailure

FIRST_POLL, LONGEST_POLL = 0.02, 1.0  # seconds


class QueryFailed(ExpectedFailure):
    """The query ended FAILED or CANCELLED; `str()` is Athena's reason."""

    def __init__(self, state: str, reason: str, execution_id: str) -> None:
        self.state = state
        self.execution_id = execution_id
        super().__init__(reason)


@dataclass(frozen=True)
class QueryRows:
    """A whole result. Values are texts as Athena returns them, NULL is None."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    scanned_bytes: int
    execution_id: str


def run_query(
    athena_client: Any, sql: str, workgroup: str, database: str, parameters: Sequence[str] = ()
) -> QueryRows:
    """Run a statement and read all of its result.

    `parameters` are SQL literals for the `?` of the statement, in order. Raises QueryFailed; a request
    that Athena refuses raises botocore's ClientError.
    """
    request: dict[str, Any] = {
        "QueryString": sql,
        "WorkGroup": workgroup,
        "QueryExecutionContext": {"Database": database},
    }
    if parameters:
        request["ExecutionParameters"] = list(parameters)
    execution_id = athena_client.start_query_execution(**request)["QueryExecutionId"]
    execution = _wait(athena_client, execution_id)
    columns, rows = _read(athena_client, execution_id)
    if execution.get("SubstatementType") in ("SELECT", "EXPLAIN", "EXECUTE"):
        rows = rows[1:]  # the names
    scanned = execution["Statistics"].get("DataScannedInBytes", 0)
    return QueryRows(columns, rows, scanned, execution_id)


def _wait(athena_client: Any, execution_id: str) -> dict[str, Any]:
    pause = FIRST_POLL
    while True:
        found = athena_client.get_query_execution(QueryExecutionId=execution_id)
        execution: dict[str, Any] = found["QueryExecution"]
        status = execution["Status"]
        if status["State"] == "SUCCEEDED":
            return execution
        if status["State"] in ("FAILED", "CANCELLED"):
            raise QueryFailed(status["State"], status.get("StateChangeReason", ""), execution_id)
        time.sleep(pause)
        pause = min(pause * 1.5, LONGEST_POLL)


def _read(
    athena_client: Any, execution_id: str
) -> tuple[tuple[str, ...], tuple[tuple[str | None, ...], ...]]:
    pages = athena_client.get_paginator("get_query_results").paginate(QueryExecutionId=execution_id)
    columns: tuple[str, ...] = ()
    rows: list[tuple[str | None, ...]] = []
    for page in pages:
        found = page["ResultSet"]
        columns = tuple(column["Name"] for column in found["ResultSetMetadata"]["ColumnInfo"])
        rows += [tuple(value.get("VarCharValue") for value in row["Data"]) for row in found["Rows"]]
    return columns, tuple(rows)
