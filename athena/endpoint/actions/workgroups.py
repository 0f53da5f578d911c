"""Workgroups: creation is moto's; update, deletion and what reads them are here.

moto 5.2.5 has no UpdateWorkGroup, gives a new CreationTime with every answer, answers null for an
unknown workgroup and deletes one that is not empty.
"""

import copy
from datetime import UTC, datetime
from typing import Any

from moto.athena.models import WorkGroup
from moto.core.responses import ActionResult, EmptyResult

from athena.endpoint.actions.base import Actions
from athena.endpoint.errors import InvalidRequest
from athena.endpoint.prepared_statements import PreparedStatements
from athena.endpoint.workgroup_rules import ENGINE

REMOVALS = {
    "RemoveOutputLocation": "OutputLocation",
    "RemoveEncryptionConfiguration": "EncryptionConfiguration",
    "RemoveExpectedBucketOwner": "ExpectedBucketOwner",
    "RemoveAclConfiguration": "AclConfiguration",
}

Configuration = dict[str, Any]


class WorkGroupActions(Actions):
    """GetWorkGroup, ListWorkGroups, UpdateWorkGroup, DeleteWorkGroup."""

    def get_work_group(self) -> ActionResult:
        workgroup = self.workgroup(self.request["WorkGroup"])
        return ActionResult(
            {
                "WorkGroup": {
                    "Name": workgroup.name,
                    "State": workgroup.state,
                    "Configuration": effective(workgroup.configuration),
                    "Description": workgroup.description or None,
                    "CreationTime": _created(workgroup),
                }
            }
        )

    def list_work_groups(self) -> ActionResult:
        named = sorted(self.athena_backend.work_groups.values(), key=lambda one: str(one.name))
        page, token = self.page(named)
        summaries = [
            {
                "Name": workgroup.name,
                "State": workgroup.state,
                "Description": workgroup.description or "",
                "CreationTime": _created(workgroup),
                "EngineVersion": effective(workgroup.configuration)["EngineVersion"],
            }
            for workgroup in page
        ]
        return ActionResult({"WorkGroups": summaries, "NextToken": token})

    def update_work_group(self) -> ActionResult:
        workgroup = self.workgroup(self.request["WorkGroup"])
        if "Description" in self.request:
            workgroup.description = self.request["Description"]
        if "State" in self.request:
            workgroup.state = self.request["State"]
        updates = self.request.get("ConfigurationUpdates")
        if updates:
            workgroup.configuration = updated(workgroup.configuration, updates)
        return EmptyResult()

    def delete_work_group(self) -> ActionResult:
        name = self.request["WorkGroup"]
        if name == "primary":
            raise InvalidRequest("Cannot delete the primary workgroup.")
        self.workgroup(name)
        backend, history = self.athena_backend, self.service.history
        saved = [one for one in backend.named_queries.values() if one.workgroup.name == name]
        prepared = PreparedStatements(backend).of(name)
        contents = saved or prepared or history.newest_first(name)
        if contents and not self.request.get("RecursiveDeleteOption"):
            raise InvalidRequest(f"WorkGroup {name} is not empty")
        for query in saved:
            del backend.named_queries[query.id]
        for statement in prepared:
            PreparedStatements(backend).drop(name, statement.statement_name)
        history.forget_workgroup(name)
        backend.delete_work_group(name)
        return EmptyResult()


def effective(configuration: Configuration) -> Configuration:
    """A configuration with the engine version that AUTO and version 3 come to."""
    found = copy.deepcopy(configuration)
    found.setdefault("EngineVersion", {}).setdefault("SelectedEngineVersion", "AUTO")
    found["EngineVersion"]["EffectiveEngineVersion"] = ENGINE
    found.setdefault("ResultConfiguration", {})
    return found


def updated(configuration: Configuration, updates: Configuration) -> Configuration:
    """A configuration after UpdateWorkGroup's ConfigurationUpdates."""
    changed = copy.deepcopy(configuration)
    plain = dict(updates)
    results = dict(plain.pop("ResultConfigurationUpdates", None) or {})
    if plain.pop("RemoveBytesScannedCutoffPerQuery", False):
        changed.pop("BytesScannedCutoffPerQuery", None)
    if plain.pop("RemoveCustomerContentEncryptionConfiguration", False):
        changed.pop("CustomerContentEncryptionConfiguration", None)
    changed |= plain
    own = changed.setdefault("ResultConfiguration", {})
    for removal, member in REMOVALS.items():
        if results.pop(removal, False):
            own.pop(member, None)
    own |= results
    return changed


def _created(workgroup: WorkGroup) -> datetime:
    created: datetime = vars(workgroup).setdefault("creation_time", datetime.now(UTC))
    return created
