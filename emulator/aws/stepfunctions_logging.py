"""Executions are logged to the state machine's log group.

https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
moto keeps the logging configuration and never uses it.
"""

from contextlib import suppress
from typing import Any

from moto.core.utils import unix_time_millis
from moto.logs.exceptions import ResourceAlreadyExistsException
from moto.logs.models import logs_backends
from moto.stepfunctions.parser.asl.eval.event.logging import (
    CloudWatchLoggingConfiguration,
    CloudWatchLoggingSession,
)
from moto.stepfunctions.parser.asl.utils.encoding import to_json_str
from moto.stepfunctions.parser.backend.execution import Execution

from emulator.aws.patching import Patch

patch = Patch()
_moto_starts = Execution.start


@patch.replaces(Execution, "start")
def _start(execution: Any) -> None:
    configuration = CloudWatchLoggingConfiguration.from_logging_configuration(
        execution.state_machine.arn, execution.state_machine.loggingConfiguration
    )
    if configuration is not None:
        execution._cloud_watch_logging_session = CloudWatchLoggingSession(
            execution.exec_arn, configuration
        )
    _moto_starts(execution)


@patch.replaces(CloudWatchLoggingSession, "publish_history_log")
def _publish_history_log(session: Any, history_log: Any) -> None:
    place = session.configuration
    logs = logs_backends[place.log_account_id][place.log_region]
    with suppress(ResourceAlreadyExistsException):
        logs.create_log_stream(place.log_group_name, place.log_stream_name)
    event = {"timestamp": int(unix_time_millis()), "message": to_json_str(history_log)}
    logs.put_log_events(place.log_group_name, place.log_stream_name, [event])
