"""The calls of monitors, subscriptions and tags; all others are refused by name."""

from typing import Any

from botocore.loaders import Loader
from botocore.model import ServiceModel
from moto.core.responses import ActionResult, BaseResponse

from emulator.aws.ce.models import HOME, CostExplorerBackend, ce_backends
from emulator.aws.constraints import check
from emulator.aws.errors import Refusal, ValidationException

MODEL = ServiceModel(Loader().load_service_model("ce", "service-2"))


class CostExplorerResponse(BaseResponse):  # type: ignore[misc]
    """Only us-east-1 answers."""

    def __init__(self) -> None:
        super().__init__(service_name="ce")
        self.automated_parameter_parsing = True

    @property
    def _backend(self) -> CostExplorerBackend:
        if self.region != HOME:
            raise ValidationException(f"Cost Explorer is in {HOME}, not in {self.region}")
        backend: CostExplorerBackend = ce_backends[self.current_account][HOME]
        return backend

    def _asked(self, operation: str) -> dict[str, Any]:
        asked: dict[str, Any] = self._get_params()
        check(MODEL.operation_model(operation).input_shape, asked)
        return asked

    def create_anomaly_monitor(self) -> ActionResult:
        asked = self._asked("CreateAnomalyMonitor")
        arn = self._backend.add_monitor(asked["AnomalyMonitor"], _tags(asked))
        return ActionResult({"MonitorArn": arn})

    def get_anomaly_monitors(self) -> ActionResult:
        asked, backend = self._asked("GetAnomalyMonitors"), self._backend
        arns = asked.get("MonitorArnList") or list(backend.monitors)
        return ActionResult({"AnomalyMonitors": [backend.monitor(arn) for arn in arns]})

    def update_anomaly_monitor(self) -> ActionResult:
        asked = self._asked("UpdateAnomalyMonitor")
        self._backend.monitor(asked["MonitorArn"]).update(asked)
        return ActionResult({"MonitorArn": asked["MonitorArn"]})

    def delete_anomaly_monitor(self) -> ActionResult:
        arn, backend = self._asked("DeleteAnomalyMonitor")["MonitorArn"], self._backend
        backend.monitor(arn)
        del backend.monitors[arn], backend.tags[arn]
        return ActionResult({})

    def create_anomaly_subscription(self) -> ActionResult:
        asked = self._asked("CreateAnomalySubscription")
        arn = self._backend.add_subscription(asked["AnomalySubscription"], _tags(asked))
        return ActionResult({"SubscriptionArn": arn})

    def get_anomaly_subscriptions(self) -> ActionResult:
        asked, backend = self._asked("GetAnomalySubscriptions"), self._backend
        arns = asked.get("SubscriptionArnList") or list(backend.subscriptions)
        return ActionResult({"AnomalySubscriptions": [backend.subscription(arn) for arn in arns]})

    def update_anomaly_subscription(self) -> ActionResult:
        asked = self._asked("UpdateAnomalySubscription")
        self._backend.change_subscription(asked["SubscriptionArn"], asked)
        return ActionResult({"SubscriptionArn": asked["SubscriptionArn"]})

    def delete_anomaly_subscription(self) -> ActionResult:
        arn, backend = self._asked("DeleteAnomalySubscription")["SubscriptionArn"], self._backend
        backend.subscription(arn)
        del backend.subscriptions[arn], backend.tags[arn]
        return ActionResult({})

    def list_cost_allocation_tags(self) -> ActionResult:
        asked = self._asked("ListCostAllocationTags")
        found = [
            tag
            for tag in self._backend.cost_allocation_tags()
            if tag["TagKey"] in asked.get("TagKeys", (tag["TagKey"],))
            and tag["Status"] == asked.get("Status", tag["Status"])
        ]
        return ActionResult({"CostAllocationTags": found})

    def update_cost_allocation_tags_status(self) -> ActionResult:
        asked, backend = self._asked("UpdateCostAllocationTagsStatus"), self._backend
        told = [
            backend.activate(entry["TagKey"], entry["Status"] == "Active")
            for entry in asked["CostAllocationTagsStatus"]
        ]
        return ActionResult({"Errors": [error for error in told if error]})

    def list_tags_for_resource(self) -> ActionResult:
        tags = self._tagged(self._asked("ListTagsForResource"))
        return ActionResult({"ResourceTags": [{"Key": k, "Value": v} for k, v in tags.items()]})

    def tag_resource(self) -> ActionResult:
        asked = self._asked("TagResource")
        self._tagged(asked).update(_tags(asked))
        return ActionResult({})

    def untag_resource(self) -> ActionResult:
        asked = self._asked("UntagResource")
        tags = self._tagged(asked)
        for key in asked["ResourceTagKeys"]:
            tags.pop(key, None)
        return ActionResult({})

    def _tagged(self, asked: dict[str, Any]) -> dict[str, str]:
        arn, known = asked["ResourceArn"], self._backend.tags
        if arn not in known:
            raise Refusal("ResourceNotFoundException", f"Resource not found: {arn}")
        return known[arn]


def _tags(asked: dict[str, Any]) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in asked.get("ResourceTags", ())}
