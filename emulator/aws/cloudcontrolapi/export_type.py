"""`AWS::BCMDataExports::Export`: an export of Data Exports as Cloud Control spells it.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-bcmdataexports-export.html
`export_type.json` is the type's schema as far as that page tells it: AWS's own has more.
"""

from pathlib import Path
from typing import Any

from emulator.aws.bcmdataexports import bcmdataexports_backends
from emulator.aws.bcmdataexports.models import DataExportsBackend
from emulator.aws.export_arn import HOME

NAME = "AWS::BCMDataExports::Export"
SCHEMA = Path(__file__).with_name("export_type.json")

Model = dict[str, Any]


def create(account_id: str, model: Model) -> str:
    """The ARN of the new export. Raises Refusal."""
    return _exports(account_id).create(model["Export"], model.get("Tags", [])).arn


def read(account_id: str, arn: str) -> Model:
    """Raises Refusal."""
    stored = _exports(account_id).find(arn)
    tags = [{"Key": key, "Value": value} for key, value in stored.tags.items()]
    return {"ExportArn": arn, "Export": stored.export, "Tags": tags}


def delete(account_id: str, arn: str) -> None:
    """Raises Refusal."""
    _exports(account_id).delete(arn)


def _exports(account_id: str) -> DataExportsBackend:
    backend: DataExportsBackend = bcmdataexports_backends[account_id][HOME]
    return backend
