"""The executions an account remembers: newest first, bounded, and found again by request token.

AWS keeps a query's history for 45 days; here the oldest finished ones go once there are `LIMIT`.
Results are in S3 and stay.
"""

from collections import OrderedDict
from collections.abc import Hashable
from datetime import UTC, datetime, timedelta
from threading import Lock

from athena.endpoint.errors import InvalidRequest, TooManyRequests
from athena.endpoint.execution import SUCCEEDED, Execution, Submission

LIMIT = 10_000  # executions
ACTIVE_LIMIT = 200  # queued and running, the default DML quota of a large region

REUSABLE = ("SELECT", "EXECUTE")


class ExecutionHistory:
    """Thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._executions: OrderedDict[str, Execution] = OrderedDict()  # oldest first
        self._tokens: dict[str, tuple[Hashable, str]] = {}
        self._token_of: dict[str, str] = {}
        self._active = 0

    def add(
        self, submission: Submission, token: str | None, fingerprint: Hashable
    ) -> tuple[Execution, bool]:
        """The execution of a submission and whether it is new.

        A token seen before gives its execution again. Raises InvalidRequest when the request behind
        the token was another one, and TooManyRequests.
        """
        with self._lock:
            if token is not None and token in self._tokens:
                known, id_ = self._tokens[token]
                if known != fingerprint:
                    message = "Idempotent parameters do not match"
                    raise InvalidRequest(message, "IDEMPOTENT_PARAMETER_MISMATCH")
                return self._executions[id_], False
            if self._active >= ACTIVE_LIMIT:
                raise TooManyRequests
            execution = Execution(submission)
            self._executions[execution.id] = execution
            if token is not None:
                self._tokens[token] = (fingerprint, execution.id)
                self._token_of[execution.id] = token
            self._active += 1
            self._forget_oldest()
            return execution, True

    def left(self) -> None:
        """A worker is done with an execution."""
        with self._lock:
            self._active -= 1

    def find(self, id_: str) -> Execution | None:
        with self._lock:
            return self._executions.get(id_)

    def get(self, id_: str) -> Execution:
        """Raises InvalidRequest for an unknown id."""
        found = self.find(id_)
        if found is None:
            raise InvalidRequest(f"QueryExecution {id_} was not found", "QUERY_EXECUTION_NOT_FOUND")
        return found

    def newest_first(self, workgroup: str) -> list[Execution]:
        with self._lock:
            newest = list(reversed(self._executions.values()))
        return [found for found in newest if found.submission.rules.name == workgroup]

    def forget_workgroup(self, name: str) -> None:
        """A workgroup is deleted with its history."""
        for execution in self.newest_first(name):
            with self._lock:
                self._forget(execution.id)

    def reusable(self, wanted: Submission) -> Execution | None:
        """The newest result that result reuse may take: same workgroup, text, parameters, database."""
        if wanted.reuse_minutes is None or wanted.kind.subtype not in REUSABLE:
            return None
        oldest = datetime.now(UTC) - timedelta(minutes=wanted.reuse_minutes)
        for found in self.newest_first(wanted.rules.name):
            if found.submitted < oldest:
                return None
            if found.state == SUCCEEDED and not found.reused and found.submission.same_as(wanted):
                return found
        return None

    def unfinished(self) -> list[Execution]:
        with self._lock:
            return [found for found in self._executions.values() if not found.finished]

    def _forget_oldest(self) -> None:
        while len(self._executions) > LIMIT:
            finished = (id_ for id_, found in self._executions.items() if found.finished)
            oldest = next(finished, None)
            if oldest is None:
                return
            self._forget(oldest)

    def _forget(self, id_: str) -> None:
        self._executions.pop(id_, None)
        token = self._token_of.pop(id_, None)
        if token is not None:
            self._tokens.pop(token, None)
