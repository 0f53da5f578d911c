"""The seven operations of the service; botocore's model parses requests and writes answers."""

from typing import Any

from botocore.loaders import Loader
from botocore.model import ServiceModel
from moto.core.responses import ActionResult, BaseResponse, EmptyResult

from emulator.aws.constraints import check
from emulator.aws.cur.models import HOME, CurBackend, cur_backends
from emulator.aws.errors import ValidationException
from emulator.aws.pages import page

MODEL = ServiceModel(Loader().load_service_model("cur", "service-2"))
PAGE = 5  # the only size that AWS allows


class CurResponse(BaseResponse):  # type: ignore[misc]
    """Legacy reports; only us-east-1 answers."""

    def __init__(self) -> None:
        super().__init__(service_name="cur")
        self.automated_parameter_parsing = True

    @property
    def _backend(self) -> CurBackend:
        if self.region != HOME:
            raise ValidationException(
                f"Cost and Usage Reports live in {HOME} only; this request is for {self.region}"
            )
        backend: CurBackend = cur_backends[self.current_account][HOME]
        return backend

    def _parameters(self, operation: str) -> dict[str, Any]:
        parameters: dict[str, Any] = self._get_params()
        check(MODEL.operation_model(operation).input_shape, parameters)
        return parameters

    def put_report_definition(self) -> ActionResult:
        parameters = self._parameters("PutReportDefinition")
        self._backend.put(parameters["ReportDefinition"], parameters.get("Tags", []))
        return EmptyResult()

    def modify_report_definition(self) -> ActionResult:
        parameters = self._parameters("ModifyReportDefinition")
        self._backend.modify(parameters["ReportName"], parameters["ReportDefinition"])
        return EmptyResult()

    def describe_report_definitions(self) -> ActionResult:
        token = self._parameters("DescribeReportDefinitions").get("NextToken")
        reports = list(self._backend.reports.values())
        return ActionResult(page("ReportDefinitions", reports, PAGE, token))

    def delete_report_definition(self) -> ActionResult:
        name = self._parameters("DeleteReportDefinition")["ReportName"]
        self._backend.delete(name)
        return ActionResult({"ResponseMessage": f"Successfully deleted {name}"})

    def list_tags_for_resource(self) -> ActionResult:
        name = self._parameters("ListTagsForResource")["ReportName"]
        tags = self._backend.tags_of(name)
        return ActionResult({"Tags": [{"Key": k, "Value": v} for k, v in tags.items()]})

    def tag_resource(self) -> ActionResult:
        parameters = self._parameters("TagResource")
        tags = {tag["Key"]: tag["Value"] for tag in parameters["Tags"]}
        self._backend.tags_of(parameters["ReportName"]).update(tags)
        return EmptyResult()

    def untag_resource(self) -> ActionResult:
        parameters = self._parameters("UntagResource")
        tags = self._backend.tags_of(parameters["ReportName"])
        for key in parameters["TagKeys"]:
            tags.pop(key, None)
        return EmptyResult()
