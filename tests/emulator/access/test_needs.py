"""What AWS asks beside the action that an operation is named after, and on what."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from emulator.access.call import ApiCall
from emulator.access.needs import needs

ACCOUNT = "123456789012"
EXPORTS = f"arn:aws:bcm-data-exports:us-east-1:{ACCOUNT}"
VIEW = f"arn:aws:billing::{ACCOUNT}:billingview/primary"


def asked(service: str, operation: str, **parameters: Any) -> list[tuple[str, str]]:
    call = ApiCall("key", "us-east-1", service, operation, parameters)
    return [(found.action, found.resource) for found in needs(call, ACCOUNT)]


@pytest.mark.parametrize(
    ("configurations", "views"),
    [({}, []), ({"COST_AND_USAGE_REPORT": {"BILLING_VIEW_ARN": VIEW}}, [VIEW])],
)
def test_an_export_is_made_of_a_table_and_of_a_view(
    configurations: Mapping[str, object], views: Sequence[str]
) -> None:
    """And is asked for itself, under an id that nobody knows; the report that it was before, too."""
    query = {
        "QueryStatement": "SELECT a FROM COST_AND_USAGE_REPORT",
        "TableConfigurations": configurations,
    }
    found = asked("bcm-data-exports", "CreateExport", Export={"Name": "e", "DataQuery": query})
    on = [f"{EXPORTS}:export/e-new", f"{EXPORTS}:table/COST_AND_USAGE_REPORT", *views]
    report = f"arn:aws:cur:us-east-1:{ACCOUNT}:/putReportDefinition"
    assert found == [
        *(("bcm-data-exports:CreateExport", arn) for arn in on),
        ("cur:PutReportDefinition", report),
    ]


ALARM = f"arn:aws:cloudwatch:us-east-1:{ACCOUNT}:alarm:a"


@pytest.mark.parametrize(
    ("operation", "parameters", "expected"),
    [
        (
            "PutCompositeAlarm",
            {"AlarmName": "a", "Tags": [{"Key": "k", "Value": "v"}]},
            [("cloudwatch:PutCompositeAlarm", "*"), ("cloudwatch:TagResource", ALARM)],
        ),
        (
            "DescribeAlarms",
            {"AlarmNames": ["a"], "AlarmTypes": ["CompositeAlarm"]},
            [("cloudwatch:DescribeAlarms", "*")],
        ),
        (
            "DescribeAlarms",
            {"AlarmNames.member.1": "a", "AlarmTypes.member.1": "MetricAlarm"},
            [("cloudwatch:DescribeAlarms", ALARM)],
        ),
        ("DeleteAlarms", {"AlarmNames": ["a"]}, [("cloudwatch:DeleteAlarms", ALARM)]),
    ],
)
def test_a_composite_alarm_takes_a_permission_for_all(
    operation: str, parameters: Mapping[str, object], expected: Sequence[tuple[str, str]]
) -> None:
    """Made or read; it is tagged and deleted by its name, as any alarm."""
    assert asked("monitoring", operation, **parameters) == list(expected)
