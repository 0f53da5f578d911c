"""An execution has at most 25,000 events; what would be one more ends it, and no Catch helps.

https://docs.aws.amazon.com/step-functions/latest/dg/bp-history-limit.html: the last event is
ExecutionSucceeded, or else the execution fails. moto counts on.
"""

from typing import Any

from moto.stepfunctions.parser.api import (
    ExecutionFailedEventDetails,
    ExecutionStatus,
    HistoryEventType,
)
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails
from moto.stepfunctions.parser.asl.eval.event.event_manager import EventManager
from moto.stepfunctions.parser.backend.execution import BaseExecutionWorkerCommunication
from moto.stepfunctions.parser.backend.execution_worker import ExecutionWorker

from emulator.aws.patching import Patch

MOST_EVENTS = 25_000
CAUSE = f"The execution reached the maximum number of history events ({MOST_EVENTS})."
_FULL, _OF = "_is_full", "_environment"

patch = Patch()
_added: Any = EventManager.add_event
_made: Any = ExecutionWorker._get_evaluation_environment
_reflected: Any = BaseExecutionWorkerCommunication._reflect_execution_status


@patch.replaces(ExecutionWorker, "_get_evaluation_environment")
def _known_to_its_events(worker: Any) -> Any:
    environment = _made(worker)
    setattr(environment.event_manager, _OF, environment)
    return environment


@patch.replaces(EventManager, "add_event")
def _counted(events: Any, context: Any, event_type: Any, *args: Any, **more: Any) -> Any:
    full = vars(events).get(_FULL, False)
    if full and event_type == HistoryEventType.ExecutionFailed:
        details = EventDetails(executionFailedEventDetails=_failed())
        return _added(events, context, event_type, details)
    if full:
        return context.last_published_event_id
    there = len(events._history_event_list)
    if there < MOST_EVENTS - 1 or event_type in (
        HistoryEventType.ExecutionFailed,
        HistoryEventType.ExecutionSucceeded,
    ):
        return _added(events, context, event_type, *args, **more)
    setattr(events, _FULL, True)
    getattr(events, _OF).set_error(_failed())
    return context.last_published_event_id


@patch.replaces(BaseExecutionWorkerCommunication, "_reflect_execution_status")
def _ended(communication: Any) -> None:
    """A Catch in the middle of its work may have found another error."""
    _reflected(communication)
    execution = communication.execution
    if vars(execution.exec_worker.env.event_manager).get(_FULL):
        execution.exec_status = ExecutionStatus.FAILED
        execution.error, execution.cause, execution.output = None, CAUSE, None


def _failed() -> ExecutionFailedEventDetails:
    return ExecutionFailedEventDetails(cause=CAUSE)
