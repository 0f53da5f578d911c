"""The published versions of a state machine can be listed; Terraform asks for them at every refresh.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachineVersions.html
moto keeps versions but lacks the call.
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.stepfunctions.responses import StepFunctionResponse

from emulator.aws.patching import Patch

patch = Patch()


@patch.replaces(StepFunctionResponse, "list_state_machine_versions")
def _list(response: Any) -> ActionResult:
    arn = response._get_param("stateMachineArn")
    machine = response.stepfunction_backend.describe_state_machine(arn)
    newest_first = [machine.versions[number] for number in sorted(machine.versions, reverse=True)]
    return ActionResult(
        {
            "stateMachineVersions": [
                {"stateMachineVersionArn": version.arn, "creationDate": version.creation_date}
                for version in newest_first
            ]
        }
    )
