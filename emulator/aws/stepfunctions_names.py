"""An execution that is started without a name gets a random one.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
moto names each `None`, so that the second one exists already.
"""

import uuid
from typing import Any

from moto.stepfunctions.parser.models import StepFunctionsParserBackend

from emulator.aws.patching import Patch

patch = Patch()
_moto_starts = StepFunctionsParserBackend.start_execution


@patch.replaces(StepFunctionsParserBackend, "start_execution")
def _start_execution(
    backend: Any, state_machine_arn: str, name: str | None = None, *more: Any, **named: Any
) -> Any:
    return _moto_starts(backend, state_machine_arn, name or str(uuid.uuid4()), *more, **named)
