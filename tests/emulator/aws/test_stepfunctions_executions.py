"""Executions can be ended, and their retries hurried."""

import time
import types

import pytest
from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
from moto.stepfunctions.parser.backend.execution import Execution
from moto.stepfunctions.parser.utils import TMP_THREADS

from emulator.aws import stepfunctions_executions
from emulator.aws.pace import PACE
from emulator.cloud.cloud import Cloud
from tests.emulator.aws.machines import add_machine, history, run, starter_access, task
from tests.waiting import wait_until

ARN = "arn:aws:glue:eu-west-1:123456789012:crawler/none"
ACCESS = starter_access(ARN)


def retrying(seconds: int) -> dict[str, object]:
    """A task that fails, and is tried once more after `seconds`."""
    retry = {"ErrorEquals": ["States.ALL"], "IntervalSeconds": seconds, "MaxAttempts": 1}
    return task("glue:startCrawler", {"Name": "none"}, Retry=[retry])


def test_an_execution_that_waits_can_be_stopped(cloud: Cloud) -> None:
    """A retry in an hour doesn't hold the end up."""
    client = cloud.client("stepfunctions")
    machine = add_machine(cloud, retrying(3600), ACCESS)
    arn = client.start_execution(stateMachineArn=machine, name="run", input="{}")["executionArn"]
    wait_until(lambda: "TaskFailed" in [event["type"] for event in history(cloud, arn)])
    threads = list(TMP_THREADS)
    assert any(thread.is_alive() for thread in threads)
    stepfunctions_executions.stop_all()
    assert not any(thread.is_alive() for thread in threads)
    assert not stepfunctions_executions.running()


def test_moto_alone_waits_out_the_retry(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """moto sleeps to the end of the interval, which nothing interrupts; else this patch can go."""
    with stepfunctions_executions.patch.taken_off():
        assert retrier_decl.time is time
        slept: list[float] = []
        with monkeypatch.context() as recorded:  # taken back before ours is put on again
            recorded.setattr(retrier_decl, "time", types.SimpleNamespace(sleep=slept.append))
            run(cloud, add_machine(cloud, retrying(3600), ACCESS))
    assert slept == [3600]


def statuses_when_listed(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What another thread sees of an execution that is listed and not yet under way."""
    seen: list[object] = []
    start = Execution.start

    def started(execution: Execution) -> None:
        seen.append(execution.exec_status)
        start(execution)

    monkeypatch.setattr(Execution, "start", started)
    run(cloud, add_machine(cloud, task("glue:startCrawler", {"Name": "none"}), ACCESS))
    return seen


def test_an_execution_runs_from_the_moment_it_is_listed(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who waits until none runs waits for it, too."""
    assert statuses_when_listed(cloud, monkeypatch) == ["RUNNING"]


def test_moto_alone_lists_it_without_a_status(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A moment that a busy machine makes long; else this patch can go."""
    with stepfunctions_executions.patch.taken_off():
        assert statuses_when_listed(cloud, monkeypatch) == [None]


def test_a_retry_can_be_hurried(cloud: Cloud) -> None:
    """With the pace at a hundredth, a retry after 60 seconds comes after 0.6."""
    PACE.wait = 0.01
    started = time.monotonic()
    described = run(cloud, add_machine(cloud, retrying(60), ACCESS))
    assert described["status"] == "FAILED"
    assert 0.5 < time.monotonic() - started < 60


def test_the_pace_is_reset_with_the_cloud(cloud: Cloud) -> None:
    """A test's hurry doesn't reach the next test."""
    PACE.wait, PACE.crawl = 0.5, 3.0
    cloud.reset()
    assert (PACE.wait, PACE.crawl) == (1.0, 0.0)
