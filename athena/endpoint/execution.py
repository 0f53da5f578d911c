"""One query execution, from QUEUED to its final state, and how GetQueryExecution describes it.

Times are measured, not made up: queue time until a worker takes the statement, engine time until its
rows are read, service time until the results are in S3.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event, Lock
from typing import Any
from uuid import uuid4

from athena.endpoint.errors import Failure
from athena.endpoint.results.files import manifest_of
from athena.endpoint.results.outcome import Outcome
from athena.endpoint.workgroup_rules import WorkgroupRules
from athena.glue.objects import S3Uri
from athena.rights import Rights
from athena.sql.kinds import Kind

QUEUED, RUNNING = "QUEUED", "RUNNING"
SUCCEEDED, FAILED, CANCELLED = "SUCCEEDED", "FAILED", "CANCELLED"
FINAL = (SUCCEEDED, FAILED, CANCELLED)


@dataclass(frozen=True)
class Submission:
    """What a client asked for, with the workgroup's rules applied."""

    sql: str
    kind: Kind
    rules: WorkgroupRules
    context: Mapping[str, str] = field(default_factory=dict)  # QueryExecutionContext as sent
    parameters: tuple[str, ...] = ()
    reuse_minutes: int | None = None  # None: always run
    rights: Rights | None = None  # of who asks; None: may everything

    @property
    def database(self) -> str:
        return self.context.get("Database", "default").strip("`").lower()  # awswrangler quotes it

    def same_as(self, other: "Submission") -> bool:
        """The same text, parameters and context: the same question."""
        mine = (self.sql, self.parameters, self.context)
        return mine == (other.sql, other.parameters, other.context)


class Execution:
    """A statement on its way. State changes are atomic, and a final state stays."""

    def __init__(self, submission: Submission) -> None:
        self.id = str(uuid4())
        self.submission = submission
        self.location: S3Uri = submission.rules.location / submission.kind.result.format(id=self.id)
        self.cancelled = Event()
        self.state = QUEUED
        self.reason: str | None = None
        self.failure: Failure | None = None
        self.scanned_bytes = 0
        self.reused = False
        self.has_manifest = False
        self.output_bytes = 0
        self.submitted = datetime.now(UTC)
        self.started: datetime | None = None
        self.computed: datetime | None = None
        self.completed: datetime | None = None
        self._lock = Lock()

    @property
    def finished(self) -> bool:
        return self.state in FINAL

    def start(self) -> bool:
        """QUEUED to RUNNING; False when it was stopped before."""
        with self._lock:
            if self.state != QUEUED:
                return False
            self.state, self.started = RUNNING, datetime.now(UTC)
            return True

    def succeed(self, outcome: Outcome) -> None:
        scanned, wrote = outcome.scanned_bytes, bool(outcome.manifest)
        self._finish(SUCCEEDED, scanned_bytes=scanned, has_manifest=wrote)

    def succeed_by_reuse(self) -> None:
        """The result of an earlier execution was taken instead of running."""
        self._finish(SUCCEEDED, reused=True)

    def fail(self, failure: Failure) -> None:
        self._finish(FAILED, failure.reason, failure)

    def cancel(self, reason: str, scanned_bytes: int = 0) -> None:
        """Stop the statement; the worker sees `cancelled` and gives up."""
        self.cancelled.set()
        self._finish(CANCELLED, reason, scanned_bytes=scanned_bytes)

    def _finish(
        self,
        state: str,
        reason: str | None = None,
        failure: Failure | None = None,
        scanned_bytes: int = 0,
        reused: bool = False,
        has_manifest: bool = False,
    ) -> None:
        with self._lock:
            if self.finished:
                return
            self.completed = datetime.now(UTC)
            self.reason, self.failure, self.scanned_bytes = reason, failure, scanned_bytes
            self.reused, self.has_manifest, self.state = reused, has_manifest, state

    def describe(self) -> dict[str, Any]:
        """The QueryExecution structure."""
        with self._lock:
            return _described(self)

    def timeline(self) -> dict[str, int]:
        """Milliseconds spent, for Statistics and for QueryRuntimeStatistics."""
        end = self.completed or datetime.now(UTC)
        start = self.started or end
        computed = self.computed or end
        return {
            "QueryQueueTimeInMillis": _milliseconds(self.submitted, start),
            "EngineExecutionTimeInMillis": _milliseconds(start, computed),
            "ServiceProcessingTimeInMillis": _milliseconds(computed, end),
            "TotalExecutionTimeInMillis": _milliseconds(self.submitted, end),
        }


def _milliseconds(start: datetime, end: datetime) -> int:
    return max(0, round((end - start).total_seconds() * 1000))


def _described(execution: Execution) -> dict[str, Any]:
    asked = execution.submission
    reuse = {"Enabled": asked.reuse_minutes is not None, "MaxAgeInMinutes": asked.reuse_minutes}
    return {
        "QueryExecutionId": execution.id,
        "Query": asked.sql,
        "StatementType": asked.kind.type,
        "SubstatementType": asked.kind.subtype,
        "ResultConfiguration": {
            "OutputLocation": str(execution.location),
            **asked.rules.result_configuration,
        },
        "ResultReuseConfiguration": {"ResultReuseByAgeConfiguration": reuse},
        "QueryExecutionContext": dict(asked.context),
        "Status": _status(execution),
        "Statistics": _statistics(execution),
        "WorkGroup": asked.rules.name,
        "EngineVersion": dict(asked.rules.engine_version),
        "ExecutionParameters": list(asked.parameters) or None,
    }


def _status(execution: Execution) -> dict[str, Any]:
    return {
        "State": execution.state,
        "StateChangeReason": execution.reason,
        "SubmissionDateTime": execution.submitted,
        "CompletionDateTime": execution.completed,
        "AthenaError": execution.failure.describe() if execution.failure else None,
    }


def _statistics(execution: Execution) -> dict[str, Any]:
    manifest = str(manifest_of(execution.location)) if execution.has_manifest else None
    return {
        **execution.timeline(),
        "DataScannedInBytes": execution.scanned_bytes,
        "DataManifestLocation": manifest,
        "ResultReuseInformation": {"ReusedPreviousResult": execution.reused},
    }
