"""What a task answers is JSON: times are texts, as Choice states compare them.

https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
moto hands Python's datetimes on, which no comparison and no States.JsonToString takes.
"""

from datetime import UTC, datetime
from typing import Any

from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_aws_sdk import (  # noqa: E501
    StateTaskServiceAwsSdk,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_callback import (  # noqa: E501
    StateTaskServiceCallback,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_sfn import (  # noqa: E501
    StateTaskServiceSfn,
)

from emulator.aws.patching import Patch

patch = Patch()
_moto_goes_on = StateTaskServiceCallback._after_eval_execution


@patch.replaces(StateTaskServiceSfn, "_after_eval_execution")
@patch.replaces(StateTaskServiceAwsSdk, "_after_eval_execution")
def _after_eval_execution(
    task: Any,
    env: Any,
    resource_runtime_part: Any,
    normalised_parameters: dict[str, Any],
    state_credentials: Any,
) -> None:
    env.stack[-1] = _as_json(env.stack[-1])
    _moto_goes_on(task, env, resource_runtime_part, normalised_parameters, state_credentials)


def _as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _as_json(found) for name, found in value.items()}
    if isinstance(value, list):
        return [_as_json(found) for found in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value
