"""What a task answers is JSON: times are texts, as Choice states compare them, and so is a body.

https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
moto hands Python's streams and datetimes on, which no intrinsic function takes, and compares
only times of whole seconds: of a fraction it makes no time, and then no comparison.
"""

from datetime import UTC, datetime
from typing import Any

from botocore.response import StreamingBody
from moto.stepfunctions.parser.asl.component.state.choice.comparison.operator.implementations.is_operator import (  # noqa: E501
    IsTimestamp,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_aws_sdk import (  # noqa: E501
    StateTaskServiceAwsSdk,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_callback import (  # noqa: E501
    StateTaskServiceCallback,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_sfn import (  # noqa: E501
    StateTaskServiceSfn,
)
from moto.stepfunctions.parser.backend.execution import Execution

from emulator.aws.patching import Patch

patch = Patch()
_moto_tells = Execution.get_start_execution_details
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


def _read_time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None


@patch.replaces(Execution, "get_start_execution_details")
def _get_start_execution_details(execution: Any) -> Any:
    details = _moto_tells(execution)
    details.start_time = _as_json(details.start_time)
    return details


patch.sets(IsTimestamp, "string_to_timestamp", staticmethod(_read_time))


def _as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _as_json(found) for name, found in value.items()}
    if isinstance(value, list):
        return [_as_json(found) for found in value]
    if isinstance(value, StreamingBody):
        return value.read().decode()
    if isinstance(value, datetime):
        exact = "milliseconds" if value.microsecond else "seconds"
        return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec=exact)}Z"
    return value
