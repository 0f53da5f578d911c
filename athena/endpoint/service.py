"""The Athena service of one account and region: accepts statements, runs them, keeps their history.

Statements run in a bounded pool of threads, so a start returns at once and clients poll, as in AWS.
The history hangs on moto's backend and so disappears with `/moto-api/reset`.
"""

import logging
from collections.abc import Hashable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from moto.athena.models import AthenaBackend, athena_backends

from athena.endpoint.errors import Failure
from athena.endpoint.execution import Execution, Submission
from athena.endpoint.history import ExecutionHistory
from athena.endpoint.results import files
from athena.endpoint.results.metadata import ResultMetadata
from athena.endpoint.running import RUN
from athena.endpoint.running.session import Session
from athena.engine import Engine
from athena.errors import QueryCancelled, ScanLimitExceeded, SqlError
from athena.glue.metastore import Metastore
from athena.glue.objects import NoSuchBucket, Objects, S3Uri
from athena.rights import Who, everybody, having, require
from athena.tables import Catalog

WORKERS = 4  # statements that run at once
HISTORY = "_emulator_history"

log = logging.getLogger(__name__)


class AthenaService:
    """Thread-safe. `close()` cancels what runs and waits for the workers."""

    def __init__(
        self,
        engine: Engine,
        catalog: Catalog,
        account_id: str,
        region: str,
        who: Who = everybody,
    ) -> None:
        self.engine = engine
        self.catalog = catalog
        self.account_id = account_id
        self.region = region
        self.who = who
        self.objects = Objects(account_id, region)
        self.metastore = Metastore(account_id, region)
        self._workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="athena")

    @property
    def backend(self) -> AthenaBackend:
        return athena_backends[self.account_id][self.region]

    @property
    def history(self) -> ExecutionHistory:
        found: ExecutionHistory = vars(self.backend).setdefault(HISTORY, ExecutionHistory())
        return found

    def submit(
        self, submission: Submission, token: str | None = None, fingerprint: Hashable = None
    ) -> str:
        """Queue a statement and return its execution id.

        A ClientRequestToken seen before gives the id of the first request. Raises InvalidRequest
        when that request was a different one, and TooManyRequests.
        """
        history = self.history
        execution, new = history.add(submission, token, fingerprint)
        if new:
            self._workers.submit(self._work, execution, history)
        return execution.id

    def close(self) -> None:
        """Cancel unfinished statements and end the worker threads."""
        for execution in self.history.unfinished():
            execution.cancel("Query cancelled by user")
        self._workers.shutdown(wait=True)

    def _work(self, execution: Execution, history: ExecutionHistory) -> None:
        try:
            if execution.start():
                with having(execution.submission.rights):
                    self._run(execution, history)
        except QueryCancelled:
            execution.cancel("Query cancelled by user")
        except ScanLimitExceeded as over:
            execution.cancel("Bytes scanned limit was exceeded", over.limit)
        except SqlError as error:
            execution.fail(Failure.of_statement(error))
        except NoSuchBucket as gone:
            execution.fail(Failure.of_results(gone))
        except Exception as broken:
            log.exception("statement %s failed", execution.id)
            execution.fail(Failure.of_engine(broken))
        finally:
            history.left()

    def _run(self, execution: Execution, history: ExecutionHistory) -> None:
        submission = execution.submission
        require("s3:PutObject", execution.location.arn)
        earlier = history.reusable(submission)
        if earlier is not None and self._copy_result(earlier.location, execution.location):
            execution.succeed_by_reuse()
            return
        session = Session(
            execution,
            submission.sql,
            submission.parameters,
            self.engine,
            self.catalog,
            self.metastore,
            self.objects,
            self.backend,
        )
        outcome = RUN[submission.kind.subtype](session)
        rendered = files.render(outcome, execution.cancelled)
        execution.computed, execution.output_bytes = datetime.now(UTC), len(rendered)
        if execution.cancelled.is_set():
            raise QueryCancelled
        files.store(self.objects, execution.location, execution.id, outcome, rendered)
        execution.succeed(outcome)

    def _copy_result(self, source: S3Uri, target: S3Uri) -> bool:
        """False when the earlier result is no longer in S3, and so must be computed again."""
        pairs = [(source, target), (files.metadata_of(source), files.metadata_of(target))]
        found = [(self.objects.get(old), new) for old, new in pairs]
        kept = [(key, new) for key, new in found if key is not None]
        if len(kept) < len(found):
            return False
        for key, new in kept:
            self.objects.put(new, key.value, key.metadata["Content-Type"])
        return True

    def result_metadata(self, execution: Execution) -> ResultMetadata | None:
        """The description of a finished result, or None for a statement without columns."""
        key = self.objects.get(files.metadata_of(execution.location))
        return ResultMetadata.decode(key.value) if key else None
