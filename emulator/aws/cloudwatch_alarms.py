"""Alarms are evaluated, and tell their topic when they change.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
`evaluate` is what AWS does every minute; a test gives it another time than now. A point is a statistic
over a period; EvaluationPeriods of them count, of which DatapointsToAlarm must breach. AWS looks at some
points more (LOOKS_FURTHER; it doesn't say how many): real ones of them count before missing ones are
made up. moto only stores alarms, no composite ones and no history, and each begins in OK, not in
INSUFFICIENT_DATA.
Not played: metric math, percentiles, missing data that is ignored or stays missing, warm-up.
"""

import json
import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from moto.cloudwatch.models import Alarm, CloudWatchBackend, MetricDatum, cloudwatch_backends
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult

from emulator.aws import cloudwatch_metrics, cloudwatch_rule
from emulator.aws.patching import Patch
from emulator.aws.sns_publishers import publish

patch = Patch()
_made: Any = Alarm.__init__
_HISTORY = "_history"  # of an alarm
LOOKS_FURTHER = 2
FILLED = {"breaching": True, "notBreaching": False}
BREACHES: Mapping[str, Callable[[float, float], bool]] = {
    "GreaterThanOrEqualToThreshold": operator.ge,
    "GreaterThanThreshold": operator.gt,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}
STATISTICS: Mapping[str, Callable[[Sequence[float]], float]] = {
    "Sum": sum,
    "Maximum": max,
    "Minimum": min,
    "SampleCount": len,
    "Average": lambda values: sum(values) / len(values),
}


@patch.replaces(Alarm, "__init__")
def _not_known_yet(alarm: Any, *args: object, **kwargs: object) -> None:
    _made(alarm, *args, **kwargs)
    alarm.state_value = "INSUFFICIENT_DATA"


@patch.replaces(CloudWatchResponse, "put_composite_alarm")
def _put_composite_alarm(response: Any) -> ActionResult:
    stored: ActionResult = response.put_metric_alarm()
    return stored


@patch.replaces(CloudWatchResponse, "describe_alarm_history")
def _describe_alarm_history(response: Any) -> ActionResult:
    """Changes of state, the latest first."""
    backend, name = response.cloudwatch_backend, response._get_param("AlarmName")
    found = [
        item
        for alarm in backend.alarms.values()
        for item in vars(alarm).get(_HISTORY, ())
        if name in (None, alarm.name)
    ]
    return ActionResult({"AlarmHistoryItems": sorted(found, key=_changed_at, reverse=True)})


def _changed_at(item: Mapping[str, Any]) -> datetime:
    at: datetime = item["Timestamp"]
    return at


# As DescribeAlarms calls it.
patch.sets(Alarm, "alarm_rule", property(lambda alarm: alarm.rule))


def evaluate(account_id: str, region: str, now: datetime | None = None) -> dict[str, str]:
    """Every alarm, composite ones last. Returns the new states of those that changed."""
    now = now or datetime.now(UTC)
    cloudwatch_metrics.look(account_id, region, now)
    backend = cloudwatch_backends[account_id][region]
    changed = {}
    for alarm in sorted(backend.alarms.values(), key=lambda alarm: alarm.rule is not None):
        state = _state(backend, alarm, now)
        if state != alarm.state_value:
            changed[alarm.name] = state
            _change(alarm, state, account_id, now)
    return changed


def _state(backend: CloudWatchBackend, alarm: Any, now: datetime) -> str:
    if alarm.rule is not None:
        states = {one.name: one.state_value for one in list(backend.alarms.values())}
        return "ALARM" if cloudwatch_rule.holds(alarm.rule, states.__getitem__) else "OK"
    periods = int(alarm.evaluation_periods)
    breaches = BREACHES[alarm.comparison_operator]
    real = [breaches(v, float(alarm.threshold)) for v in _points(backend, alarm, now)][:periods]
    missing = [FILLED[alarm.treat_missing_data]] * (periods - len(real))
    needed = int(alarm.datapoints_to_alarm or periods)
    return "ALARM" if sum([*real, *missing]) >= needed else "OK"


def _points(backend: CloudWatchBackend, alarm: Any, now: datetime) -> list[float]:
    """Those that exist, newest first."""
    wanted = {(one.name, one.value) for one in alarm.dimensions}
    period = timedelta(seconds=int(alarm.period))
    points: dict[int, list[float]] = {}
    for datum in backend.metric_data:
        named = (datum.namespace, datum.name) == (alarm.namespace, alarm.metric_name)
        if not named or {(one.name, one.value) for one in datum.dimensions} != wanted:
            continue
        age = (now - _aware(datum.timestamp)) // period
        if (
            isinstance(datum, MetricDatum)
            and 0 <= age < int(alarm.evaluation_periods) + LOOKS_FURTHER
        ):
            points.setdefault(age, []).append(float(datum.value))
    return [STATISTICS[alarm.statistic](points[age]) for age in sorted(points)]


def _aware(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _change(alarm: Any, state: str, account_id: str, now: datetime) -> None:
    before = alarm.state_value
    alarm.update_state(f"evaluated: {state}", "{}", state)
    item = {
        "AlarmName": alarm.name,
        "AlarmType": "CompositeAlarm" if alarm.rule is not None else "MetricAlarm",
        "Timestamp": now,
        "HistoryItemType": "StateUpdate",
        "HistorySummary": f"Alarm updated from {before} to {state}",
    }
    vars(alarm).setdefault(_HISTORY, []).append(item)
    if not alarm.actions_enabled:
        return
    told = {"aws:SourceArn": alarm.alarm_arn, "aws:SourceAccount": account_id}
    message = json.dumps(
        {
            "AlarmName": alarm.name,
            "AlarmDescription": alarm.description,
            "AWSAccountId": account_id,
            "NewStateValue": state,
            "OldStateValue": before,
            "AlarmArn": alarm.alarm_arn,
        }
    )
    actions = {"ALARM": alarm.alarm_actions, "OK": alarm.ok_actions}
    for topic in actions.get(state, ()):
        subject = f'{state}: "{alarm.name}"'[:100]
        publish(topic, "cloudwatch.amazonaws.com", told, message, subject)
