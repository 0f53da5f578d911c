"""A state machine runs an Athena query, and with `.sync` waits for it.

https://docs.aws.amazon.com/step-functions/latest/dg/connect-athena.html
The answer of `.sync` is GetQueryExecution's; a query that fails or is cancelled is `States.TaskFailed`
with that answer as its cause. What it reads and writes, it reads and writes with the machine's role.
moto starts the query and knows no `.sync` here.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError
from moto.stepfunctions.parser.api import HistoryEventType, TaskFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.error_name import ErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import (
    FailureEvent,
    FailureEventException,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task import state_task_factory
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.resource import (
    ResourceCondition,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import (
    StateTaskService,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_callback import (  # noqa: E501
    StateTaskServiceCallback,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_factory import (  # noqa: E501
    state_task_service_for,
)
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails
from moto.stepfunctions.parser.asl.utils.boto_client import boto_client_for
from moto.stepfunctions.parser.asl.utils.encoding import to_json_str

from athena.endpoint.execution import FINAL, SUCCEEDED
from emulator.aws.patching import Patch
from emulator.aws.roles import HEADER, AccessDenied, Role

patch = Patch()
LOOK_AGAIN = 0.02  # seconds
TASK_FAILED = "States.TaskFailed"
# What the policy template for `.sync` lists: the page above.
SYNC_ACTIONS = (
    "athena:StartQueryExecution",
    "athena:GetQueryExecution",
    "athena:StopQueryExecution",
)


PARAMETERS = {
    "ClientRequestToken",
    "QueryExecutionContext",
    "QueryString",
    "ResultConfiguration",
    "WorkGroup",
}


class AthenaTask(StateTaskServiceCallback):  # type: ignore[misc]
    """`arn:aws:states:::athena:startQueryExecution`, alone or with `.sync`."""

    def __init__(self) -> None:
        super().__init__(supported_integration_patterns={ResourceCondition.Sync})

    def _get_supported_parameters(self) -> set[str] | None:
        return PARAMETERS if self.resource.api_action == "startQueryExecution" else None

    def _eval_service_task(
        self,
        env: Any,
        resource_runtime_part: Any,
        normalised_parameters: dict[str, Any],
        state_credentials: Any,
    ) -> None:
        details = env.aws_execution_details
        role = Role(details.account, details.role_arn)
        root = f"arn:aws:athena:{resource_runtime_part.region}:{details.account}"
        try:
            for action, resource in _needs(root, normalised_parameters):
                role.require(action, resource)
        except AccessDenied as error:
            raise self._failure(env, "Athena.AccessDeniedException", str(error)) from error
        client = boto_client_for(service="athena", region=resource_runtime_part.region)
        client.meta.events.register("before-call.athena", _with_role(role))
        answer = client.start_query_execution(**normalised_parameters)
        env.stack.append({"QueryExecutionId": answer["QueryExecutionId"]})

    def _eval_integration_pattern(
        self,
        env: Any,
        resource_runtime_part: Any,
        normalised_parameters: dict[str, Any],
        state_credentials: Any,
    ) -> None:
        started = env.stack.pop()
        client = boto_client_for(service="athena", region=resource_runtime_part.region)
        while env.is_running():
            answer = client.get_query_execution(QueryExecutionId=started["QueryExecutionId"])
            state = answer["QueryExecution"]["Status"]["State"]
            if state in FINAL:
                plain = to_json_str({"QueryExecution": answer["QueryExecution"]})
                if state != SUCCEEDED:
                    raise self._failure(env, TASK_FAILED, plain)
                env.stack.append(json.loads(plain))
                return
            time.sleep(LOOK_AGAIN)

    def _failure(self, env: Any, error: str, cause: str) -> FailureEventException:
        details = TaskFailedEventDetails(
            resource=self._get_sfn_resource(),
            resourceType=self._get_sfn_resource_type(),
            error=error,
            cause=cause,
        )
        return FailureEventException(
            FailureEvent(
                env=env,
                error_name=ErrorName(error),
                event_type=HistoryEventType.TaskFailed,
                event_details=EventDetails(taskFailedEventDetails=details),
            )
        )

    def _from_error(self, env: Any, ex: Exception) -> FailureEvent:
        if isinstance(ex, ClientError):
            error = ex.response["Error"]
            return self._failure(env, f"Athena.{error['Code']}", error["Message"]).failure_event
        return super()._from_error(env=env, ex=ex)


@patch.replaces(state_task_factory, "state_task_service_for")
def _state_task_service_for(service_name: str) -> StateTaskService:
    return AthenaTask() if service_name == "athena" else state_task_service_for(service_name)


def _needs(root: str, asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Actions, each with its resource."""
    for action in SYNC_ACTIONS:
        yield action, f"{root}:workgroup/{asked.get('WorkGroup', 'primary')}"


def _with_role(role: Role) -> Callable[..., None]:
    def add(params: dict[str, Any], **_: object) -> None:
        params["headers"][HEADER] = role.arn

    return add
