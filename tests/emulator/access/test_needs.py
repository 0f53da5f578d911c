"""What AWS asks beside the action that an operation is named after, and on what."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from emulator.access.call import ApiCall
from emulator.access.needs import needs
from emulator.cloud.cloud import Caller, Cloud
from modules import iam
from tests.emulator.access.test_door import allow, refused

ACCOUNT = "123456789012"
EXPORTS = f"arn:aws:bcm-data-exports:us-east-1:{ACCOUNT}"
HUB = "cost-optimization-hub.bcm.amazonaws.com"
VIEW = f"arn:aws:billing::{ACCOUNT}:billingview/primary"
KEY_POLICY = iam.render(iam.alarm_key_access(ACCOUNT, ()))
PROJECT = {"StringEquals": {"aws:ResourceTag/Project": "costs"}}


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


@pytest.mark.parametrize(
    ("table", "read"),
    [
        (
            "COST_OPTIMIZATION_RECOMMENDATIONS",
            [
                "cost-optimization-hub:GetRecommendation",
                "cost-optimization-hub:ListRecommendations",
            ],
        ),
        ("CARBON_EMISSIONS", ["sustainability:GetCarbonFootprintSummary"]),
        ("FOCUS_1_2_AWS", []),
    ],
)
def test_who_exports_what_another_service_tells_may_read_it(
    table: str, read: Sequence[str]
) -> None:
    """Recommendations and emissions."""
    query = {"QueryStatement": f"SELECT a FROM {table}", "TableConfigurations": {}}
    found = asked("bcm-data-exports", "CreateExport", Export={"Name": "e", "DataQuery": query})
    assert [action for action, resource in found if resource == "*"] == list(read)


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


ROLE = f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/{HUB}/AWSServiceRoleForCostOptimizationHub"


@pytest.mark.parametrize(
    ("parameters", "beside"),
    [
        ({"status": "Inactive", "includeMemberAccounts": True}, []),
        ({"status": "Active", "includeMemberAccounts": False}, ["iam:CreateServiceLinkedRole"]),
        (
            {"status": "Active", "includeMemberAccounts": True},
            ["iam:CreateServiceLinkedRole", "organizations:EnableAWSServiceAccess"],
        ),
    ],
)
def test_enrolling_makes_a_role_and_with_members_trusts_the_hub(
    parameters: Mapping[str, object], beside: Sequence[str]
) -> None:
    """Each for that service alone."""
    call = ApiCall(
        "key", "us-east-1", "cost-optimization-hub", "UpdateEnrollmentStatus", parameters
    )
    _, *found = needs(call, ACCOUNT)
    assert [request.action for request in found] == beside
    assert [request.resource for request in found] == [ROLE, "*"][: len(beside)]
    assert all(HUB in request.context.values() for request in found)


def test_the_tags_of_a_new_key_count_later(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five minutes, says AWS; who is let in by them has to wait."""
    key = cloud.client("kms").create_key(Tags=[{"TagKey": "Project", "TagValue": "costs"}])
    allow(cloud, "kms:EnableKeyRotation", key["KeyMetadata"]["Arn"], conditions=PROJECT)
    reader, named = cloud.client("kms", caller=Caller.READER), {"KeyId": key["KeyMetadata"]["Arn"]}
    assert refused(lambda: reader.enable_key_rotation(**named))[0] == "AccessDeniedException"
    monkeypatch.setattr("emulator.access.needs.TAGS_COUNT_AFTER", 0)
    assert reader.enable_key_rotation(**named)


def test_who_makes_a_key_may_change_its_policy_or_waives_that(cloud: Cloud) -> None:
    """AWS looks before it makes one, when no tag of it counts yet."""
    allow(cloud, ["kms:CreateKey", "kms:TagResource", "kms:PutKeyPolicy"], "*")
    reader = cloud.client("kms", caller=Caller.READER)
    assert reader.create_key(Policy=KEY_POLICY)
    allow(cloud, "kms:CreateKey", "*")
    _, message = refused(lambda: reader.create_key(Policy=KEY_POLICY))
    assert "kms:PutKeyPolicy" in message
    assert reader.create_key(Policy=KEY_POLICY, BypassPolicyLockoutSafetyCheck=True)
