"""What Terraform asks of workspaces; botocore's model parses requests and writes answers."""

from typing import Any

from botocore.loaders import Loader
from botocore.model import ServiceModel
from moto.core.responses import ActionResult, BaseResponse, EmptyResult

from emulator.aws.constraints import check
from emulator.aws.grafana.models import GrafanaBackend, grafana_backends

MODEL = ServiceModel(Loader().load_service_model("grafana", "service-2"))


class GrafanaResponse(BaseResponse):  # type: ignore[misc]
    """Workspaces, their configuration and tags."""

    def __init__(self) -> None:
        super().__init__(service_name="grafana")
        self.automated_parameter_parsing = True

    @property
    def _backend(self) -> GrafanaBackend:
        backend: GrafanaBackend = grafana_backends[self.current_account][self.region]
        return backend

    def _parameters(self, operation: str) -> dict[str, Any]:
        parameters = dict(self._get_params())
        check(MODEL.operation_model(operation).input_shape, parameters)
        return parameters

    def create_workspace(self) -> ActionResult:
        return ActionResult(
            {"workspace": self._backend.create(self._parameters("CreateWorkspace"))}
        )

    def describe_workspace(self) -> ActionResult:
        id_ = self._parameters("DescribeWorkspace")["workspaceId"]
        return ActionResult({"workspace": self._backend.workspace(id_)})

    def list_workspaces(self) -> ActionResult:
        self._parameters("ListWorkspaces")
        return ActionResult({"workspaces": [*self._backend.workspaces.values()]})

    def update_workspace(self) -> ActionResult:
        asked = self._parameters("UpdateWorkspace")
        return ActionResult({"workspace": self._backend.update(asked["workspaceId"], asked)})

    def delete_workspace(self) -> ActionResult:
        id_ = self._parameters("DeleteWorkspace")["workspaceId"]
        return ActionResult({"workspace": self._backend.delete(id_)})

    def describe_workspace_configuration(self) -> ActionResult:
        id_ = self._parameters("DescribeWorkspaceConfiguration")["workspaceId"]
        configuration = self._backend.configuration(id_)
        version = self._backend.workspace(id_)["grafanaVersion"]
        return ActionResult({"configuration": configuration, "grafanaVersion": version})

    def update_workspace_configuration(self) -> ActionResult:
        asked = self._parameters("UpdateWorkspaceConfiguration")
        self._backend.configure(
            asked["workspaceId"], asked["configuration"], asked.get("grafanaVersion")
        )
        return EmptyResult()

    def list_tags_for_resource(self) -> ActionResult:
        arn = self._parameters("ListTagsForResource")["resourceArn"]
        return ActionResult({"tags": self._backend.tags_of(arn)})

    def tag_resource(self) -> ActionResult:
        asked = self._parameters("TagResource")
        self._backend.tags_of(asked["resourceArn"]).update(asked["tags"])
        return EmptyResult()

    def untag_resource(self) -> ActionResult:
        asked = self._parameters("UntagResource")
        for key in asked["tagKeys"]:
            self._backend.tags_of(asked["resourceArn"]).pop(key, None)
        return EmptyResult()
