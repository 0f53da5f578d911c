"""A call that the emulator doesn't know is refused in words.

moto raises an error that clients see as a broken connection, with a stack trace here; Terraform's
provider then tries again and again. AWS has no such answer; this is the emulator's own.
"""

from typing import Any

from moto.core.responses import ActionResult, BaseResponse

from emulator.aws.errors import ValidationException
from emulator.aws.patching import Patch

patch = Patch()
_moto_calls = BaseResponse.call_action


@patch.replaces(BaseResponse, "call_action")
def _call_action(response: Any) -> Any:
    try:
        return _moto_calls(response)
    except NotImplementedError as error:
        refusal = ValidationException(
            f"the emulated AWS can't do {response.service_name}:{response._get_action()} ({error})"
        )
        return response.serialized(ActionResult(refusal))
