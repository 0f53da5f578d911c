"""Executions that run once listed, can be ended, and whose waiting can be hurried.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html ends one at
once. moto's interpreter sleeps through a Retry interval whatever happens, and nothing ends its
threads. How long a second of a Retry or of a Wait state is, is `pace.py`'s business.
"""

import threading
import time
import types
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from moto.stepfunctions.parser.api import ExecutionStatus
from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
from moto.stepfunctions.parser.asl.component.state.wait.wait_function.wait_function import (
    WaitFunction,
)
from moto.stepfunctions.parser.backend.execution import Execution
from moto.stepfunctions.parser.models import stepfunctions_parser_backends
from moto.stepfunctions.parser.utils import TMP_THREADS

from emulator.aws.pace import PACE
from emulator.aws.patching import Patch

patch = Patch()
_made: Any = Execution.__init__
_stopping = threading.Event()
PATIENCE = 10.0  # seconds for a task that is under way


def _pause(seconds: float) -> None:
    _stopping.wait(seconds * PACE.wait)


patch.sets(retrier_decl, "time", types.SimpleNamespace(sleep=_pause))


@patch.replaces(WaitFunction, "_wait_interval")
def _wait_interval(function: Any, env: Any, wait_seconds: float) -> None:
    env.program_state_event.wait(wait_seconds * PACE.wait)


@patch.replaces(Execution, "__init__")
def _running_from_the_start(execution: Any, *args: object, **kwargs: object) -> None:
    """moto lists an execution a moment before it has a status."""
    _made(execution, *args, **kwargs)
    execution.exec_status = ExecutionStatus.RUNNING


def running() -> bool:
    """Is any execution under way?"""
    return any(execution.status == "RUNNING" for execution in _executions())


def wait_until_idle(seconds: float) -> None:
    """Wait until no execution runs. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while running():
        if time.monotonic() > deadline:
            raise TimeoutError(f"an execution still runs after {seconds} seconds")
        time.sleep(0.01)


def stop_all() -> None:
    """Stop every running execution and wait for its thread."""
    _stopping.set()
    for execution in _executions():
        worker = execution.exec_worker
        if execution.status == "RUNNING" and worker is not None and worker.env is not None:
            execution.stop(datetime.now(UTC), error=None, cause="the emulator stops")
    for thread in TMP_THREADS:
        thread.join(PATIENCE)
    TMP_THREADS.clear()
    _stopping.clear()


def _executions() -> Iterator[Any]:
    for regions in list(stepfunctions_parser_backends.values()):
        for backend in list(regions.values()):
            for machine in backend.state_machines:
                yield from list(machine.executions)
