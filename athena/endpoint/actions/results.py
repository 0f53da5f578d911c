"""GetQueryResults and GetQueryRuntimeStatistics.

A query's column names are the first row of its first page and count as one of the MaxResults rows.
The order of the checks is Athena's: id, MaxResults, state, token
(https://github.com/aoyagikouhei/athena-local, query-results.md).
"""

import json
from collections.abc import Iterable

from moto.core.responses import ActionResult

from athena.endpoint.actions.base import Actions, decoded, encoded
from athena.endpoint.errors import InvalidRequest
from athena.endpoint.execution import CANCELLED, FAILED, SUCCEEDED, Execution
from athena.endpoint.results import files
from athena.endpoint.results.metadata import ResultMetadata

MAX_RESULTS = 1000
WRITES = (
    "CREATE_TABLE_AS_SELECT",
    "INSERT",
    "UNLOAD",
)  # have a column for the row count, but no rows
NO_RESULT = ("Could not find results", "RESULT_NOT_FOUND")


class ResultActions(Actions):
    """Reading results back from S3."""

    def get_query_results(self) -> tuple[int, dict[str, str], str]:
        execution = self.service.history.get(self.request["QueryExecutionId"])
        count = self.request.get("MaxResults") or MAX_RESULTS
        if count > MAX_RESULTS:
            raise InvalidRequest(f"MaxResults is more than maximum allowed length {MAX_RESULTS}")
        _check_state(execution)
        offset = int(decoded(self.request.get("NextToken")) or 0)
        metadata = self.service.result_metadata(execution)
        columns = metadata.columns if metadata else ()
        rows, end = self._rows(execution, [column.name for column in columns], offset, count)
        answer = {
            "UpdateCount": _update_count(execution, metadata),
            "ResultSet": {
                "Rows": [_row(values) for values in rows],
                "ResultSetMetadata": {"ColumnInfo": [column.describe() for column in columns]},
            },
            "NextToken": encoded(str(end)) if end is not None else None,
        }
        given = {name: value for name, value in answer.items() if value is not None}
        # Not through moto's serialiser, which takes 0.1 s for a page.
        return 200, {"Content-Type": "application/x-amz-json-1.1"}, json.dumps(given)

    def get_query_runtime_statistics(self) -> ActionResult:
        execution = self.service.history.get(self.request["QueryExecutionId"])
        rows = {"InputBytes": execution.scanned_bytes, "OutputBytes": execution.output_bytes}
        stage = {"StageId": 0, "State": execution.state, "ExecutionTime": 0, **rows}
        stage["ExecutionTime"] = execution.timeline()["EngineExecutionTimeInMillis"]
        statistics = {"Timeline": execution.timeline(), "Rows": rows, "OutputStage": stage}
        return ActionResult({"QueryRuntimeStatistics": statistics})

    def _rows(
        self, execution: Execution, names: list[str], offset: int, count: int
    ) -> tuple[list[files.Row], int | None]:
        kind = execution.submission.kind
        if kind.subtype in WRITES or not names:
            return [], None
        body = self.service.objects.get(execution.location)
        if body is None:
            raise InvalidRequest(*NO_RESULT)
        in_file = execution.location.key.endswith(".csv")
        header = [tuple(names)] if kind.header and not in_file and offset == 0 else []
        rows, end = files.read_page(body, offset, count - len(header))
        return [*header, *rows], end


def _check_state(execution: Execution) -> None:
    if execution.state == CANCELLED:
        raise InvalidRequest(*NO_RESULT)
    code = "INVALID_QUERY_EXECUTION_STATE"
    if execution.state == FAILED:
        message = f"Query did not finish successfully. Final query state: {FAILED}"
        raise InvalidRequest(message, code)
    if execution.state != SUCCEEDED:
        message = f"Query has not yet finished. Current state: {execution.state}"
        raise InvalidRequest(message, code)


def _update_count(execution: Execution, metadata: ResultMetadata | None) -> int | None:
    """0 for a query; the number of rows a CTAS wrote; nothing for DDL."""
    if execution.submission.kind.subtype in ("SELECT", "EXECUTE"):
        return 0
    return metadata.update_count if metadata else None


def _row(values: Iterable[str | None]) -> dict[str, object]:
    data = [{} if value is None else {"VarCharValue": value} for value in values]
    return {"Data": data}
