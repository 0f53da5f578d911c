"""What AWS's services tell CloudWatch of themselves, as far as an alarm here looks at it.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html
Counted when it happens: a rule's invocations, a throttled execution. Looked up when alarms are
evaluated: how many messages a queue has, how executions ended, what queries read. moto has metrics of
S3 alone.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from moto.athena.models import athena_backends
from moto.cloudwatch.models import CloudWatchBackend, cloudwatch_backends
from moto.sqs.models import sqs_backends
from moto.stepfunctions.parser.models import stepfunctions_parser_backends

from athena.endpoint.execution import CANCELLED, SUCCEEDED
from athena.endpoint.history import ExecutionHistory
from athena.endpoint.service import HISTORY

ENDS = {
    "FAILED": "ExecutionsFailed",
    "TIMED_OUT": "ExecutionsTimedOut",
    "ABORTED": "ExecutionsAborted",
    "SUCCEEDED": "ExecutionsSucceeded",
}
QUERY_STATES = {SUCCEEDED: "SUCCEEDED", CANCELLED: "CANCELED"}
_TOLD = "_told_to_cloudwatch"  # of an execution


def count(account_id: str, region: str, namespace: str, metric: str, **dimensions: str) -> None:
    """Once, now."""
    _put(cloudwatch_backends[account_id][region], namespace, metric, dimensions, 1, _now())


def look(account_id: str, region: str, now: datetime) -> None:
    """What services would have told by `now`."""
    backend = cloudwatch_backends[account_id][region]
    for queue in sqs_backends[account_id][region].queues.values():
        waiting = queue.approximate_number_of_messages
        metric = "ApproximateNumberOfMessagesVisible"
        _put(backend, "AWS/SQS", metric, {"QueueName": queue.name}, waiting, now)
    for machine in stepfunctions_parser_backends[account_id][region].state_machines:
        for execution in _untold(machine.executions):
            dimensions = {"StateMachineArn": machine.arn}
            metric, ended = ENDS[execution.status], _time(execution.stop_date)
            _put(backend, "AWS/States", metric, dimensions, 1, ended)
    athena = athena_backends[account_id][region]
    history: ExecutionHistory | None = vars(athena).get(HISTORY)
    for name in athena.work_groups if history else ():
        _tell_queries(backend, history, name)


def _tell_queries(backend: CloudWatchBackend, history: Any, workgroup: str) -> None:
    for query in history.newest_first(workgroup):
        if query.state in QUERY_STATES and not vars(query).get(_TOLD):
            setattr(query, _TOLD, True)
            dimensions = {
                "QueryState": QUERY_STATES[query.state],
                "QueryType": query.submission.kind.type,
                "WorkGroup": workgroup,
            }
            ended = query.completed or _now()
            _put(backend, "AWS/Athena", "ProcessedBytes", dimensions, query.scanned_bytes, ended)


def _untold(executions: Any) -> Iterator[Any]:
    for execution in list(executions):
        if execution.status in ENDS and not vars(execution).get(_TOLD):
            setattr(execution, _TOLD, True)
            yield execution


def _put(
    backend: CloudWatchBackend,
    namespace: str,
    metric: str,
    dimensions: Mapping[str, str],
    value: float,
    at: datetime,
) -> None:
    listed = [{"Name": name, "Value": found} for name, found in dimensions.items()]
    datum = {"MetricName": metric, "Dimensions": listed, "Value": value, "Timestamp": at}
    backend.put_metric_data(namespace, [datum])


def _now() -> datetime:
    return datetime.now(UTC)


def _time(told: Any) -> datetime:
    return told if isinstance(told, datetime) else datetime.fromisoformat(str(told))
