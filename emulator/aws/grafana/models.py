"""Workspaces of Amazon Managed Grafana, refused when AWS would refuse them.

Arguments: https://docs.aws.amazon.com/grafana/latest/APIReference/API_CreateWorkspace.html A role that
the workspace can't assume is refused here, where AWS may tell only when a data source is asked.
Absent: a Grafana; IAM Identity Center, without which AWS makes no workspace that signs in by it.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from moto.core.base_backend import BackendDict, BaseBackend
from moto.moto_api._internal import mock_random

from emulator.aws.errors import Refusal, ValidationException
from emulator.aws.roles import Role

PRINCIPAL = "grafana.amazonaws.com"
VERSIONS = ("8.4", "9.4", "10.4", "12.4")  # AWS has had no workspace of 11
DEFAULTS = {"plugins": {"pluginAdminEnabled": False}, "unifiedAlerting": {"enabled": False}}
# Members of a request that are called otherwise in the answer.
RENAMED = {
    "workspaceDataSources": "dataSources",
    "workspaceDescription": "description",
    "workspaceName": "name",
    "workspaceNotificationDestinations": "notificationDestinations",
    "workspaceOrganizationalUnits": "organizationalUnits",
}
APART = ("authenticationProviders", "clientToken", "configuration", "workspaceId")

Workspace = dict[str, Any]  # as DescribeWorkspace tells it


class GrafanaBackend(BaseBackend):  # type: ignore[misc]
    """One account's workspaces in one Region, by id."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.workspaces: dict[str, Workspace] = {}
        self._configurations: dict[str, str] = {}

    def create(self, asked: Mapping[str, Any]) -> Workspace:
        version = asked.get("grafanaVersion", VERSIONS[-1])
        self._check_version(version)
        id_ = f"g-{mock_random.get_random_hex(10)}"
        self._check_role(asked, id_)
        now, ways = datetime.now(UTC), asked["authenticationProviders"]
        saml = {"samlConfigurationStatus": "NOT_CONFIGURED"} if "SAML" in ways else {}
        self.workspaces[id_] = {
            "dataSources": [],
            **_described(asked),
            "authentication": {"providers": ways, **saml},
            "created": now,
            "endpoint": f"{id_}.grafana-workspace.{self.region_name}.amazonaws.com",
            "grafanaVersion": version,
            "id": id_,
            "modified": now,
            "status": "ACTIVE",
        }
        self._configurations[id_] = _whole(asked.get("configuration", "{}"))
        return self.workspaces[id_]

    def workspace(self, id_: str) -> Workspace:
        """Raises ResourceNotFoundException."""
        if id_ not in self.workspaces:
            raise Refusal("ResourceNotFoundException", f"Workspace {id_} not found")
        return self.workspaces[id_]

    def update(self, id_: str, asked: Mapping[str, Any]) -> Workspace:
        found = self.workspace(id_)
        self._check_role({**found, **asked}, id_)
        found |= _described(asked) | {"modified": datetime.now(UTC)}
        return found

    def delete(self, id_: str) -> Workspace:
        found = self.workspace(id_)
        del self.workspaces[id_], self._configurations[id_]
        return found | {"status": "DELETING"}

    def configuration(self, id_: str) -> str:
        self.workspace(id_)
        return self._configurations[id_]

    def configure(self, id_: str, configuration: str, version: str | None) -> None:
        found = self.workspace(id_)
        if version:
            self._check_version(version)
            if VERSIONS.index(version) < VERSIONS.index(found["grafanaVersion"]):
                raise ValidationException(
                    f"Workspace {id_} is of version {found['grafanaVersion']} already"
                )
            found["grafanaVersion"] = version
        self._configurations[id_] = _whole(configuration)

    def tags_of(self, arn: str) -> dict[str, str]:
        """To read or to change. Raises ResourceNotFoundException."""
        tags: dict[str, str] = self.workspace(arn.rpartition("/")[2]).setdefault("tags", {})
        return tags

    def _check_version(self, version: str) -> None:
        if version not in VERSIONS:
            raise ValidationException(
                f"Grafana version {version} is not supported: {', '.join(VERSIONS)}"
            )

    def _check_role(self, asked: Mapping[str, Any], id_: str) -> None:
        arn = asked.get("workspaceRoleArn")
        if asked["permissionType"] != "CUSTOMER_MANAGED":
            return
        if not arn:
            raise ValidationException("workspaceRoleArn is required where permissions are yours")
        workspace = f"arn:aws:grafana:{self.region_name}:{self.account_id}:/workspaces/{id_}"
        context = {"aws:SourceAccount": self.account_id, "aws:SourceArn": workspace}
        if not Role(self.account_id, arn).assumable_by(PRINCIPAL, context):
            raise ValidationException(f"Workspace {id_} can't assume the role {arn}")


def _described(asked: Mapping[str, Any]) -> Workspace:
    return {RENAMED.get(name, name): value for name, value in asked.items() if name not in APART}


def _whole(configuration: str) -> str:
    """With AWS's own values for what is left out, as it answers."""
    try:
        asked = json.loads(configuration)
    except ValueError:
        raise ValidationException(f"The configuration is no JSON: {configuration}") from None
    return json.dumps(DEFAULTS | asked)


grafana_backends = BackendDict(GrafanaBackend, "grafana")
