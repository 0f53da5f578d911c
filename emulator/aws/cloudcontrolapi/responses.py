"""The operations of Cloud Control; botocore's model parses requests and writes answers."""

from typing import Any

from botocore.loaders import Loader
from botocore.model import ServiceModel
from moto.core.responses import ActionResult, BaseResponse

from emulator.aws.cloudcontrolapi.models import CloudControlBackend, cloudcontrolapi_backends
from emulator.aws.constraints import check

MODEL = ServiceModel(Loader().load_service_model("cloudcontrol", "service-2"))


class CloudControlResponse(BaseResponse):  # type: ignore[misc]
    """Create, read, delete, and how that ended."""

    def __init__(self) -> None:
        super().__init__(service_name="cloudcontrol")
        self.automated_parameter_parsing = True

    @property
    def _backend(self) -> CloudControlBackend:
        backend: CloudControlBackend = cloudcontrolapi_backends[self.current_account][self.region]
        return backend

    def _parameters(self, operation: str) -> dict[str, Any]:
        parameters: dict[str, Any] = self._get_params()
        check(MODEL.operation_model(operation).input_shape, parameters)
        return parameters

    def create_resource(self) -> ActionResult:
        asked = self._parameters("CreateResource")
        event = self._backend.create(asked["TypeName"], asked["DesiredState"])
        return ActionResult({"ProgressEvent": event})

    def get_resource(self) -> ActionResult:
        asked = self._parameters("GetResource")
        properties = self._backend.get(asked["TypeName"], asked["Identifier"])
        described = {"Identifier": asked["Identifier"], "Properties": properties}
        return ActionResult({"TypeName": asked["TypeName"], "ResourceDescription": described})

    def delete_resource(self) -> ActionResult:
        asked = self._parameters("DeleteResource")
        event = self._backend.delete(asked["TypeName"], asked["Identifier"])
        return ActionResult({"ProgressEvent": event})

    def get_resource_request_status(self) -> ActionResult:
        token = self._parameters("GetResourceRequestStatus")["RequestToken"]
        return ActionResult({"ProgressEvent": self._backend.event(token)})
