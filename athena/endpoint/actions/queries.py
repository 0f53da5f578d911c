"""The life of a statement through the API: start, look, list, stop."""

from moto.core.responses import ActionResult, EmptyResult

from athena.endpoint.actions import syntax
from athena.endpoint.actions.base import Actions
from athena.endpoint.errors import InvalidRequest
from athena.endpoint.execution import Submission
from athena.endpoint.workgroup_rules import rules_for
from athena.sql.kinds import kind_of

CANCELLED_BY_USER = "Query cancelled by user"
DEFAULT_REUSE = 60  # minutes


class QueryActions(Actions):
    """StartQueryExecution, GetQueryExecution, BatchGetQueryExecution, List…, Stop…."""

    def start_query_execution(self) -> ActionResult:
        self._check_place()
        request = self.request
        asked = request.get("ResultConfiguration") or {}
        workgroup = self.workgroup(request.get("WorkGroup"))
        rules = rules_for(workgroup, asked, self.service.objects, self.current_account)
        context: dict[str, str] = dict(request.get("QueryExecutionContext") or {})
        sql = request["QueryString"]
        kind = kind_of(sql)
        if kind is None:
            raise InvalidRequest("Queries of this type are not supported", "MALFORMED_QUERY")
        submission = Submission(
            sql,
            kind,
            rules,
            context,
            tuple(request.get("ExecutionParameters") or ()),
            self._reuse_minutes(),
            self.service.who(self.headers),
        )
        syntax.check(self.service.engine, sql, submission.kind, submission.database)
        fingerprint = (sql, context.get("Database"), asked.get("OutputLocation"))
        token = request.get("ClientRequestToken")
        return ActionResult(
            {"QueryExecutionId": self.service.submit(submission, token, fingerprint)}
        )

    def get_query_execution(self) -> ActionResult:
        execution = self.service.history.get(self.request["QueryExecutionId"])
        return ActionResult({"QueryExecution": execution.describe()})

    def batch_get_query_execution(self) -> ActionResult:
        history = self.service.history
        found = {id_: history.find(id_) for id_ in self.request["QueryExecutionIds"]}
        missing = [
            {
                "QueryExecutionId": id_,
                "ErrorCode": "QUERY_EXECUTION_NOT_FOUND",
                "ErrorMessage": f"QueryExecution {id_} was not found",
            }
            for id_, execution in found.items()
            if execution is None
        ]
        executions = [execution.describe() for execution in found.values() if execution]
        return ActionResult(
            {"QueryExecutions": executions, "UnprocessedQueryExecutionIds": missing}
        )

    def list_query_executions(self) -> ActionResult:
        workgroup = self.workgroup(self.request.get("WorkGroup"))
        executions, token = self.page(self.service.history.newest_first(workgroup.name))
        ids = [execution.id for execution in executions]
        return ActionResult({"QueryExecutionIds": ids, "NextToken": token})

    def stop_query_execution(self) -> ActionResult:
        self.service.history.get(self.request["QueryExecutionId"]).cancel(CANCELLED_BY_USER)
        return EmptyResult()

    def _reuse_minutes(self) -> int | None:
        by_age = (self.request.get("ResultReuseConfiguration") or {}).get(
            "ResultReuseByAgeConfiguration"
        ) or {}
        return by_age.get("MaxAgeInMinutes", DEFAULT_REUSE) if by_age.get("Enabled") else None

    def _check_place(self) -> None:
        """The engine reads one account's catalog in one region."""
        service = self.service
        if (self.current_account, self.region) != (service.account_id, service.region):
            raise InvalidRequest(
                f"The emulator runs Athena for account {service.account_id} in {service.region}; "
                f"this request is for account {self.current_account} in {self.region}. "
                f"Set the client's region to {service.region}."
            )
