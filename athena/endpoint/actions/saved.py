"""Saved queries (named queries) and prepared statements.

moto 5.2.5 lacks DeleteNamedQuery, UpdateNamedQuery, BatchGetNamedQuery and everything but Create and
Get for prepared statements; its Get breaks on an unknown name.
"""

from collections.abc import Mapping
from typing import Any

from moto.athena.models import NamedQuery, PreparedStatement
from moto.core.responses import ActionResult, EmptyResult

from athena.endpoint.actions.base import Actions
from athena.endpoint.errors import InvalidRequest, NotFound
from athena.endpoint.prepared_statements import PreparedStatements


class NamedQueryActions(Actions):
    """Create is moto's, which needs a workgroup that exists."""

    def get_named_query(self) -> ActionResult:
        return ActionResult({"NamedQuery": _described(self._named(self.request["NamedQueryId"]))})

    def batch_get_named_query(self) -> ActionResult:
        stored = self.athena_backend.named_queries
        wanted = self.request["NamedQueryIds"]
        missing = [_unprocessed("NamedQueryId", id_) for id_ in wanted if id_ not in stored]
        found = [_described(stored[id_]) for id_ in wanted if id_ in stored]
        return ActionResult({"NamedQueries": found, "UnprocessedNamedQueryIds": missing})

    def list_named_queries(self) -> ActionResult:
        workgroup = self.workgroup(self.request.get("WorkGroup"))
        stored = list(self.athena_backend.named_queries.values())
        ids = [query.id for query in stored if query.workgroup.name == workgroup.name]
        page, token = self.page(ids)
        return ActionResult({"NamedQueryIds": page, "NextToken": token})

    def update_named_query(self) -> ActionResult:
        query = self._named(self.request["NamedQueryId"])
        query.name, query.query_string = self.request["Name"], self.request["QueryString"]
        query.description = self.request.get("Description", query.description)
        return EmptyResult()

    def delete_named_query(self) -> ActionResult:
        query = self._named(self.request["NamedQueryId"])
        del self.athena_backend.named_queries[query.id]
        return EmptyResult()

    def _named(self, id_: str) -> NamedQuery:
        found = self.athena_backend.named_queries.get(id_)
        if found is None:
            raise InvalidRequest(f"NamedQuery {id_} does not exist")
        return found


class PreparedStatementActions(Actions):
    """Every action on prepared statements."""

    def create_prepared_statement(self) -> ActionResult:
        workgroup, name = self._place()
        if self._prepared.find(workgroup, name):
            raise InvalidRequest(
                f"PreparedStatement {name} already exists in WorkGroup {workgroup}"
            )
        return self._put(workgroup, name)

    def update_prepared_statement(self) -> ActionResult:
        workgroup, name = self._place()
        self._existing(workgroup, name)
        return self._put(workgroup, name)

    def get_prepared_statement(self) -> ActionResult:
        return ActionResult({"PreparedStatement": _prepared(self._existing(*self._place()))})

    def batch_get_prepared_statement(self) -> ActionResult:
        workgroup = self.workgroup(self.request["WorkGroup"]).name
        wanted = {name: self._prepared.find(workgroup, name) for name in self._names()}
        missing = [_unprocessed("StatementName", name) for name, one in wanted.items() if not one]
        found = [_prepared(one) for one in wanted.values() if one]
        return ActionResult(
            {"PreparedStatements": found, "UnprocessedPreparedStatementNames": missing}
        )

    def list_prepared_statements(self) -> ActionResult:
        workgroup = self.workgroup(self.request["WorkGroup"])
        page, token = self.page(self._prepared.of(workgroup.name))
        summaries = [
            {"StatementName": one.statement_name, "LastModifiedTime": one.last_modified_time}
            for one in page
        ]
        return ActionResult({"PreparedStatements": summaries, "NextToken": token})

    def delete_prepared_statement(self) -> ActionResult:
        workgroup, name = self._place()
        self._existing(workgroup, name)
        self._prepared.drop(workgroup, name)
        return EmptyResult()

    @property
    def _prepared(self) -> PreparedStatements:
        return PreparedStatements(self.athena_backend)

    def _place(self) -> tuple[str, str]:
        workgroup: str = self.workgroup(self.request["WorkGroup"]).name
        return workgroup, self.request["StatementName"]

    def _names(self) -> list[str]:
        return list(self.request["PreparedStatementNames"])

    def _existing(self, workgroup: str, name: str) -> PreparedStatement:
        found = self._prepared.find(workgroup, name)
        if found is None:
            raise NotFound(f"PreparedStatement {name} was not found in workGroup {workgroup}", name)
        return found

    def _put(self, workgroup: str, name: str) -> ActionResult:
        sql, description = self.request["QueryStatement"], self.request.get("Description")
        self._prepared.put(workgroup, name, sql, description)
        return EmptyResult()


def _described(query: NamedQuery) -> Mapping[str, Any]:
    return {
        "Name": query.name,
        "Description": query.description,
        "Database": query.database,
        "QueryString": query.query_string,
        "NamedQueryId": query.id,
        "WorkGroup": query.workgroup.name,
    }


def _prepared(statement: PreparedStatement) -> Mapping[str, Any]:
    return {
        "StatementName": statement.statement_name,
        "QueryStatement": statement.query_statement,
        "WorkGroupName": statement.workgroup,
        "Description": statement.description,
        "LastModifiedTime": statement.last_modified_time,
    }


def _unprocessed(member: str, name: str) -> Mapping[str, str]:
    return {member: name, "ErrorCode": "INVALID_INPUT", "ErrorMessage": f"{name} was not found"}
