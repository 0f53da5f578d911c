"""Which alarms a test brings about: fired and cleared, by what goes wrong in what is deployed."""

import inspect
from collections.abc import Iterator
from types import ModuleType

import pytest

from emulator.cloud.cloud import Cloud

MARK = "brings_about"


def brings_about(*alarms: str) -> pytest.MarkDecorator:
    """By their names without the pipeline's; what the mark says is checked after the test."""
    mark: pytest.MarkDecorator = getattr(pytest.mark, MARK)(*alarms)
    return mark


def marked(module: ModuleType) -> Iterator[str]:
    """Alarms that the tests of a module bring about, those of single parameters too."""
    for _, test in inspect.getmembers(module, inspect.isfunction):
        for mark in getattr(test, "pytestmark", ()):
            marks = [mark]
            if mark.name == "parametrize":
                marks = [m for one in mark.args[1] for m in getattr(one, "marks", ())]
            yield from (name for one in marks if one.name == MARK for name in one.args)


def fired_and_cleared(cloud: Cloud, name: str) -> bool:
    """By its history."""
    asked = cloud.client("cloudwatch").describe_alarm_history
    told = (item["HistorySummary"] for item in asked(AlarmName=name)["AlarmHistoryItems"])
    return any(summary.endswith("from ALARM to OK") for summary in told)
