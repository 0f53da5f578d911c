"""Executions that failed, were aborted or took too long, and that no later one has made good.

They are started anew and not redriven: RedriveExecution goes on at the state that failed, which for a
caught error is a Fail state, with the definition of that day, and only for 14 days.
https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from costs.deployed.redrive.stuck import Deployed, Stuck

FAILED = ("FAILED", "TIMED_OUT", "ABORTED")
GOOD = ("SUCCEEDED", "RUNNING")
Execution = dict[str, Any]


def failed_executions(deployed: Deployed, name: str, days: int) -> Iterator[Stuck]:
    """Of one state machine, the last of those that were asked for the same, in so many days.

    Raises botocore's errors.
    """
    since = datetime.now(UTC) - timedelta(days=days)
    failed = {_asked(one): one for one in reversed(_executions(deployed, name, FAILED, since))}
    if not failed:
        return
    first = min(one["startDate"] for one in failed.values())
    for good in _executions(deployed, name, GOOD, first):
        found = failed.get(_asked(good))
        if found and good["startDate"] > found["startDate"]:
            del failed[_asked(good)]
    for execution in sorted(failed.values(), key=lambda one: one["startDate"]):
        told = json.loads(execution["input"])
        bucket, key = told.get("bucket"), told.get("manifest")
        yield Stuck(
            where=name,
            what=f"s3://{bucket}/{key}" if key else _asked(execution),
            since=execution["startDate"],
            why=f"{execution.get('error', execution['status'])}: {execution.get('cause', '')}",
            hopeless=deployed.unreadable(bucket, key) if bucket and key else None,
            go_on=partial(_start, deployed, execution),
            leave=lambda: None,
        )


def _executions(
    deployed: Deployed, name: str, statuses: tuple[str, ...], since: datetime
) -> list[Execution]:
    """Whole descriptions, the latest first."""
    states = deployed.client("stepfunctions")
    paginator = states.get_paginator("list_executions")
    found = []
    for status in statuses:
        for page in paginator.paginate(stateMachineArn=deployed.machine(name), statusFilter=status):
            listed = [one for one in page["executions"] if one["startDate"] >= since]
            found += [states.describe_execution(executionArn=one["executionArn"]) for one in listed]
            if len(listed) < len(page["executions"]):
                break
    return sorted(found, key=lambda one: one["startDate"], reverse=True)


def _asked(execution: Execution) -> str:
    """A manifest or a month: the rest of an input changes with the stack."""
    told = json.loads(execution["input"])
    manifest = told.get("manifest")
    return str(manifest) if manifest else json.dumps(told, sort_keys=True)


def _start(deployed: Deployed, execution: Execution) -> str:
    deployed.start(execution["stateMachineArn"], execution["input"])
    return "started again"
