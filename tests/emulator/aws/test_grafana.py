"""Amazon Managed Grafana's workspaces, and what it refuses."""

import json
from pathlib import Path
from typing import Any

import moto
import pytest
from botocore.exceptions import ClientError

from emulator.cloud.cloud import Cloud
from modules import iam
from modules.naming import Names
from modules.settings.grafana import GrafanaSettings

NAMES = Names("cid", "123456789012", "eu-west-1")
ROLE = "arn:aws:iam::123456789012:role/grafana"
WORKSPACE: dict[str, Any] = {
    "accountAccessType": "CURRENT_ACCOUNT",
    "authenticationProviders": ["SAML"],
    "configuration": json.dumps({"plugins": {"pluginAdminEnabled": True}}),
    "grafanaVersion": "10.4",
    "permissionType": "CUSTOMER_MANAGED",
    "tags": {"Project": "costs"},
    "workspaceDataSources": ["ATHENA"],
    "workspaceName": "cid-costs",
    "workspaceRoleArn": ROLE,
}


@pytest.fixture
def made(cloud: Cloud) -> dict[str, Any]:
    """A workspace with a role that it may assume."""
    trust = iam.grafana_trust(GrafanaSettings(managed=True), NAMES)
    cloud.client("iam").create_role(RoleName="grafana", AssumeRolePolicyDocument=json.dumps(trust))
    found: dict[str, Any] = cloud.client("grafana").create_workspace(**WORKSPACE)["workspace"]
    return found


def refused(cloud: Cloud, operation: str, **asked: Any) -> str:
    """`code: message`."""
    with pytest.raises(ClientError) as refusal:
        getattr(cloud.client("grafana"), operation)(**asked)
    error = refusal.value.response["Error"]
    return f"{error['Code']}: {error['Message']}"


def test_moto_still_lacks_the_service() -> None:
    """moto has no Grafana of its own; else ours can go."""
    assert not (Path(moto.__file__).parent / "grafana").exists()


def test_a_workspace_is_made_described_changed_and_deleted(
    cloud: Cloud, made: dict[str, Any]
) -> None:
    """SAML waits for the identity provider's metadata."""
    grafana, id_ = cloud.client("grafana"), made["id"]
    found = grafana.describe_workspace(workspaceId=id_)["workspace"]
    assert found == made
    assert found["status"] == "ACTIVE"
    assert found["endpoint"] == f"{id_}.grafana-workspace.eu-west-1.amazonaws.com"
    saml = {"providers": ["SAML"], "samlConfigurationStatus": "NOT_CONFIGURED"}
    assert found["authentication"] == saml
    grafana.update_workspace(workspaceId=id_, workspaceDescription="costs")
    (found,) = grafana.list_workspaces()["workspaces"]
    assert (found["description"], found["name"]) == ("costs", "cid-costs")
    grafana.delete_workspace(workspaceId=id_)
    assert refused(cloud, "describe_workspace", workspaceId=id_).startswith("ResourceNotFound")


def test_a_configuration_is_answered_whole(cloud: Cloud, made: dict[str, Any]) -> None:
    """So a key that Terraform leaves out would be a change in every plan."""
    found = cloud.client("grafana").describe_workspace_configuration(workspaceId=made["id"])
    assert json.loads(found["configuration"]) == {
        "plugins": {"pluginAdminEnabled": True},
        "unifiedAlerting": {"enabled": False},
    }


def test_a_version_that_aws_does_not_have_and_an_older_one_are_refused(
    cloud: Cloud, made: dict[str, Any]
) -> None:
    """There was no workspace of 11; and no way back."""
    asked = {"workspaceId": made["id"], "configuration": "{}"}
    configure = "update_workspace_configuration"
    cloud.client("grafana").update_workspace_configuration(**asked, grafanaVersion="12.4")
    assert "of version 12.4 already" in refused(cloud, configure, **asked, grafanaVersion="10.4")
    for operation, given in (("create_workspace", WORKSPACE), (configure, asked)):
        assert "11.0 is not supported" in refused(
            cloud, operation, **(given | {"grafanaVersion": "11.0"})
        )


@pytest.mark.parametrize("role", [None, "arn:aws:iam::123456789012:role/another"])
def test_a_role_that_the_workspace_can_not_assume_is_refused(
    cloud: Cloud, role: str | None
) -> None:
    """None at all, or one that isn't there."""
    asked = WORKSPACE | {"workspaceRoleArn": role}
    if role is None:
        del asked["workspaceRoleArn"]
    assert refused(cloud, "create_workspace", **asked).startswith("ValidationException")


def test_tags_are_kept(cloud: Cloud, made: dict[str, Any]) -> None:
    """Tags are put, added, removed and listed."""
    grafana = cloud.client("grafana")
    arn = f"arn:aws:grafana:eu-west-1:123456789012:/workspaces/{made['id']}"
    grafana.tag_resource(resourceArn=arn, tags={"Team": "finops"})
    grafana.untag_resource(resourceArn=arn, tagKeys=["Project"])
    assert grafana.list_tags_for_resource(resourceArn=arn)["tags"] == {"Team": "finops"}
