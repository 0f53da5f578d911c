"""A call that reads is answered again when what it reads changes meanwhile."""

from collections.abc import Iterator
from typing import Any

import pytest
from moto.cloudwatch.models import cloudwatch_backends

from emulator.aws import read_again
from emulator.cloud.cloud import Cloud
from tests.conftest import EXAMPLE


class Growing(dict[str, Any]):
    """Gets another entry while it is first read, as if by another call."""

    def values(self) -> Any:
        if "late" in self:
            return super().values()
        return self._growing()

    def _growing(self) -> Iterator[Any]:
        for alarm in super().values():
            self["late"] = alarm
            yield alarm


@pytest.fixture
def alarmed(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A client of CloudWatch, where an alarm is made while alarms are listed."""
    client = cloud.client("cloudwatch")
    client.put_metric_alarm(
        AlarmName="stale",
        Namespace="CostPipeline",
        MetricName="MonthSealed",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="LessThanThreshold",
    )
    backend = cloudwatch_backends[EXAMPLE["account_id"]][EXAMPLE["region"]]
    monkeypatch.setattr(backend, "alarms", Growing(backend.alarms))
    return client


def test_alarms_are_listed_while_others_are_made(alarmed: Any) -> None:
    answer = alarmed.describe_alarms(AlarmNames=["stale"])
    assert {alarm["AlarmName"] for alarm in answer["MetricAlarms"]} == {"stale"}
    assert answer["ResponseMetadata"]["RetryAttempts"] == 0


def test_moto_alone_breaks(alarmed: Any) -> None:
    """And its client asks again; else this patch can go."""
    with read_again.patch.taken_off():
        answer = alarmed.describe_alarms(AlarmNames=["stale"])
    assert answer["ResponseMetadata"]["RetryAttempts"] == 1
