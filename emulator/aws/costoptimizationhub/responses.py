"""Enrolment is asked for and listed; botocore's model parses requests and writes answers."""

from typing import Any

from botocore.loaders import Loader
from botocore.model import ServiceModel
from moto.core.responses import ActionResult, BaseResponse

from emulator.aws.constraints import check
from emulator.aws.costoptimizationhub.models import (
    HOME,
    CostOptimizationHubBackend,
    costoptimizationhub_backends,
)
from emulator.aws.errors import ValidationException

MODEL = ServiceModel(Loader().load_service_model("cost-optimization-hub", "service-2"))


class CostOptimizationHubResponse(BaseResponse):  # type: ignore[misc]
    """Enrolment; only us-east-1 answers."""

    def __init__(self) -> None:
        super().__init__(service_name="cost-optimization-hub")
        self.automated_parameter_parsing = True

    @property
    def _backend(self) -> CostOptimizationHubBackend:
        if self.region != HOME:
            raise ValidationException(f"Cost Optimization Hub is in {HOME}, not in {self.region}")
        backend: CostOptimizationHubBackend = costoptimizationhub_backends[self.current_account][
            HOME
        ]
        return backend

    def _parameters(self, operation: str) -> dict[str, Any]:
        parameters: dict[str, Any] = self._get_params()
        check(MODEL.operation_model(operation).input_shape, parameters)
        return parameters

    def update_enrollment_status(self) -> ActionResult:
        parameters = self._parameters("UpdateEnrollmentStatus")
        self._backend.update(parameters["status"], parameters.get("includeMemberAccounts", False))
        return ActionResult({"status": parameters["status"]})

    def list_enrollment_statuses(self) -> ActionResult:
        self._parameters("ListEnrollmentStatuses")
        backend = self._backend
        item = {
            "accountId": self.current_account,
            "status": "Active" if backend.enrolled else "Inactive",
            "createdTimestamp": backend.created_at,
            "lastUpdatedTimestamp": backend.updated_at,
        }
        return ActionResult(
            {
                "items": [item] if backend.created_at else [],
                "includeMemberAccounts": backend.include_member_accounts,
            }
        )
