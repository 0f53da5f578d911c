"""Breaks executions of deployed state machines: services that throttle, and a sudden end."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

from moto.stepfunctions.parser.api import HistoryEventType, TaskFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.custom_error_name import (
    CustomErrorName,
)
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import (
    FailureEvent,
    FailureEventException,
)
from moto.stepfunctions.parser.asl.component.state.exec.execute_state import ExecutionState
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails
from moto.stepfunctions.parser.models import stepfunctions_parser_backends

from tests.conftest import Json

THROTTLING = {
    "glue": "Glue.ThrottlingException",
    "athena": "Athena.TooManyRequestsException",
    "s3": "S3.S3Exception",  # 503 Slow Down
    "sqs": "Sqs.SqsException",
    "cloudwatch": "CloudWatch.CloudWatchException",
    "states": "States.TaskFailed",
}


def tasks(definition: Json) -> dict[str, str]:
    """The service of each task by its state's name, those inside of Map states too."""
    found: dict[str, str] = {}
    for name, state in definition["States"].items():
        if state["Type"] == "Task":
            found[name] = (
                state["Resource"]
                .removeprefix("arn:aws:states:::aws-sdk:")
                .split(":")[0 if ":aws-sdk:" in state["Resource"] else 3]
            )
        if "ItemProcessor" in state:
            found |= tasks(state["ItemProcessor"])
    return found


@contextmanager
def throttled(machine: str, state: str, service: str, times: int) -> Iterator[list[str]]:
    """The first calls of this task fail as a busy service does. Gives the list of those that did."""
    failed: list[str] = []
    evaluate = ExecutionState._evaluate_with_timeout

    def busy(task: Any, env: Any) -> None:
        if task.name == state and len(failed) < times and _context(env, "StateMachine") == machine:
            failed.append(state)
            error = THROTTLING[service]
            details = TaskFailedEventDetails(
                resource="", resourceType="", error=error, cause="Rate exceeded"
            )
            raise FailureEventException(
                FailureEvent(
                    env,
                    CustomErrorName(error) if "States." not in error else None,
                    HistoryEventType.TaskFailed,
                    EventDetails(taskFailedEventDetails=details),
                )
            )
        evaluate(task, env)

    with patch.object(ExecutionState, "_evaluate_with_timeout", busy):
        yield failed


@contextmanager
def killed_after(machine: str, state: str) -> Iterator[list[str]]:
    """Whoever has made this task's call is ended before it hears the answer; once."""
    killed: list[str] = []
    evaluate = ExecutionState._evaluate_with_timeout

    def dies(task: Any, env: Any) -> None:
        evaluate(task, env)
        if task.name == state and not killed and _context(env, "StateMachine") == machine:
            killed.append(state)
            _execution(env).stop(datetime.now(UTC), error="Killed", cause="by a test")

    with patch.object(ExecutionState, "_evaluate_with_timeout", dies):
        yield killed


def _execution(env: Any) -> Any:
    """The one that this state is evaluated for, also inside of a Map state."""
    arn = _context(env, "Execution")
    backends = (b for regions in stepfunctions_parser_backends.values() for b in regions.values())
    machines = (machine for backend in backends for machine in backend.state_machines)
    return next(e for machine in machines for e in machine.executions if e.exec_arn == arn)


def _context(env: Any, what: str) -> str:
    """ARN in the context object."""
    return str(env.states.context_object.context_object_data[what]["Id"])
