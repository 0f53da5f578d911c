"""Executions are logged to the state machine's log group."""

import json

from emulator.aws import stepfunctions_logging
from emulator.cloud.cloud import Cloud
from tests.emulator.aws.machines import LOGS, add_machine, run
from tests.emulator.aws.test_stepfunctions_roles import LOGGING

FAILING = {"StartAt": "No", "States": {"No": {"Type": "Fail", "Error": "Broken", "Cause": "why"}}}


def logged(cloud: Cloud) -> list[str]:
    """The types of the log events of a failed execution."""
    logs = cloud.client("logs")
    logs.create_log_group(logGroupName=LOGS)
    run(cloud, add_machine(cloud, FAILING, loggingConfiguration=LOGGING))
    return [
        json.loads(event["message"])["type"]
        for stream in logs.describe_log_streams(logGroupName=LOGS)["logStreams"]
        for event in logs.get_log_events(logGroupName=LOGS, logStreamName=stream["logStreamName"])[
            "events"
        ]
    ]


def test_a_failed_execution_is_logged(cloud: Cloud) -> None:
    """At level ERROR, the failure is in the log group."""
    assert "ExecutionFailed" in logged(cloud)


def test_moto_alone_logs_nothing(cloud: Cloud) -> None:
    """moto keeps the configuration and ignores it; else this patch can go."""
    with stepfunctions_logging.patch.taken_off():
        assert logged(cloud) == []
