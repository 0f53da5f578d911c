"""The operations on exports and tables; botocore's model parses requests and writes answers.

How GetTable spells types isn't documented: here as the table dictionary does. Absent: executions, and
pages of tables (there are few).
"""

from typing import Any

from botocore.loaders import Loader
from botocore.model import ServiceModel
from moto.core.responses import ActionResult, BaseResponse, EmptyResult

from emulator.aws.bcmdataexports.models import (
    DataExportsBackend,
    StoredExport,
    bcmdataexports_backends,
)
from emulator.aws.bcmdataexports.tables import TABLES, complete_configurations, find_table
from emulator.aws.constraints import check
from emulator.aws.errors import ValidationException
from emulator.aws.export_arn import HOME
from emulator.aws.pages import page

MODEL = ServiceModel(Loader().load_service_model("bcm-data-exports", "service-2"))
LARGEST_PAGE = 300


class DataExportsResponse(BaseResponse):  # type: ignore[misc]
    """Exports; only us-east-1 answers."""

    def __init__(self) -> None:
        super().__init__(service_name="bcm-data-exports")
        self.automated_parameter_parsing = True

    @property
    def _backend(self) -> DataExportsBackend:
        if self.region != HOME:
            raise ValidationException(
                f"Data Exports live in {HOME} only; this request is for {self.region}"
            )
        backend: DataExportsBackend = bcmdataexports_backends[self.current_account][HOME]
        return backend

    def _parameters(self, operation: str) -> dict[str, Any]:
        parameters: dict[str, Any] = self._get_params()
        check(MODEL.operation_model(operation).input_shape, parameters)
        return parameters

    def create_export(self) -> ActionResult:
        parameters = self._parameters("CreateExport")
        stored = self._backend.create(parameters["Export"], parameters.get("ResourceTags", []))
        return ActionResult({"ExportArn": stored.arn})

    def get_export(self) -> ActionResult:
        stored = self._backend.find(self._parameters("GetExport")["ExportArn"])
        return ActionResult({"Export": stored.export, "ExportStatus": _status(stored)})

    def list_exports(self) -> ActionResult:
        parameters = self._parameters("ListExports")
        references = [
            {
                "ExportArn": stored.arn,
                "ExportName": stored.export["Name"],
                "ExportStatus": _status(stored),
            }
            for stored in self._backend.exports.values()
        ]
        size = parameters.get("MaxResults", LARGEST_PAGE)
        return ActionResult(page("Exports", references, size, parameters.get("NextToken")))

    def update_export(self) -> ActionResult:
        parameters = self._parameters("UpdateExport")
        self._backend.update(parameters["ExportArn"], parameters["Export"])
        return ActionResult({"ExportArn": parameters["ExportArn"]})

    def delete_export(self) -> ActionResult:
        arn = self._parameters("DeleteExport")["ExportArn"]
        self._backend.delete(arn)
        return ActionResult({"ExportArn": arn})

    def list_tables(self) -> ActionResult:
        self._parameters("ListTables")
        tables = [
            {
                "TableName": table.name,
                "Description": table.description,
                "TableProperties": [
                    {"Name": key, "ValidValues": list(allowed), "DefaultValue": default}
                    for key, default in complete_configurations(
                        table, {}, self.current_account
                    ).items()
                    for allowed in [table.configurations[key]]
                ],
            }
            for table in TABLES.values()
        ]
        return ActionResult({"Tables": tables})

    def get_table(self) -> ActionResult:
        parameters = self._parameters("GetTable")
        table = find_table(parameters["TableName"])
        given = {table.name: parameters.get("TableProperties", {})}
        properties = complete_configurations(table, given, self.current_account)
        return ActionResult(
            {
                "TableName": table.name,
                "Description": table.description,
                "TableProperties": properties,
                "Schema": table.schema(properties),
            }
        )

    def list_tags_for_resource(self) -> ActionResult:
        stored = self._backend.find(self._parameters("ListTagsForResource")["ResourceArn"])
        return ActionResult(
            {"ResourceTags": [{"Key": k, "Value": v} for k, v in stored.tags.items()]}
        )

    def tag_resource(self) -> ActionResult:
        parameters = self._parameters("TagResource")
        stored = self._backend.find(parameters["ResourceArn"])
        stored.tags.update({tag["Key"]: tag["Value"] for tag in parameters["ResourceTags"]})
        return EmptyResult()

    def untag_resource(self) -> ActionResult:
        parameters = self._parameters("UntagResource")
        stored = self._backend.find(parameters["ResourceArn"])
        for key in parameters["ResourceTagKeys"]:
            stored.tags.pop(key, None)
        return EmptyResult()


def _status(stored: StoredExport) -> dict[str, object]:
    return {
        "StatusCode": "HEALTHY",
        "CreatedAt": stored.created_at,
        "LastUpdatedAt": stored.updated_at,
    }
