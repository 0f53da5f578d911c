"""CloudFormation tells the schema of a resource type.

Terraform asks for it when it plans a resource of Cloud Control, to check the wanted state and to see
which change replaces. moto has no DescribeType.
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeType.html
"""

from typing import Any

from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult

from emulator.aws.cloudcontrolapi import export_type
from emulator.aws.errors import Refusal
from emulator.aws.patching import Patch

patch = Patch()


@patch.replaces(CloudFormationResponse, "describe_type")
def _describe_type(response: Any) -> ActionResult:
    name = response._get_param("TypeName")
    if name != export_type.NAME:
        raise Refusal("TypeNotFoundException", f"the emulated AWS has no type {name}")
    return ActionResult(
        {
            "Arn": f"arn:aws:cloudformation:{response.region}::type/resource/{name.replace('::', '-')}",
            "Type": "RESOURCE",
            "TypeName": name,
            "Schema": export_type.SCHEMA.read_text(),
            "ProvisioningType": "FULLY_MUTABLE",
            "DeprecatedStatus": "LIVE",
            "Visibility": "PUBLIC",
        }
    )
