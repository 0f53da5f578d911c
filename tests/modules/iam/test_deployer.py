"""Policies for who plans and applies: complete in tests/terraform, and no wider than needed here."""

import re
import warnings
from collections.abc import Iterator

import pytest

from modules import iam
from modules.plan import Plan
from tests.conftest import Json, environment

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from parliament import iam_definition

ALL_EXPORTS = {name: {"enabled": True} for name in ("cur2", "legacy_cur")}
KEY = "arn:aws:kms:eu-west-1:123456789012:key/1"
BOUNDARY = "arn:aws:iam::123456789012:policy/boundary"
SETTINGS: dict[str, Json] = {
    "example": {},
    "everything": {
        "name_prefix": "tencharact",
        "region": "ap-southeast-1",
        "exports": ALL_EXPORTS,
        "allow_data_deletion": True,
        "storage": {"force_destroy": True},
        "access": {"permissions_boundary": BOUNDARY, "role_path": "/finance/costs/"},
    },
}
SETTINGS["hub"] = {"payers": ["210987654321"], "own_exports": False, "exports": {}}
SETTINGS["source"] = {"hub": "210987654321", "exports": {"cost_optimization": {"enabled": True}}}
PLANS = {name: Plan.of(environment(**settings)) for name, settings in SETTINGS.items()}
POLICIES = {
    f"{name}/{part}": policy
    for name, plan in PLANS.items()
    for part, policy in {
        **{f"plan-{part}": policy for part, policy in iam.plan_access(plan).items()},
        **iam.apply_access(plan),
    }.items()
}
EACH = pytest.mark.parametrize("name", POLICIES)
# Newer than parliament's list.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html
TAGS_OF_BUCKETS = {"s3:TagResource", "s3:UntagResource", "s3:ListTagsForResource"}
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudcontrolapi.html
CLOUD_CONTROL = {
    f"cloudformation:{action}"
    for action in (
        "CreateResource",
        "DeleteResource",
        "GetResource",
        "GetResourceRequestStatus",
        "UpdateResource",
    )
}
# What each service's own page says against the list.
# https://docs.aws.amazon.com/cur/latest/userguide/bcm-data-exports-access.html
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
FOR_ALL = {
    "cloudwatch:DescribeAlarms",
    "cloudwatch:PutCompositeAlarm",
    "cur:PutReportDefinition",
}
# The list has no database among what Glue tags; the API takes its ARN.
TAGS_OF_DATABASES = {"glue:GetTags", "glue:TagResource", "glue:UntagResource"}

PRIVILEGES: dict[str, dict[str, Json]] = {
    service["prefix"]: {found["privilege"]: found for found in service["privileges"]}
    for service in iam_definition
}
ARNS = {
    (service["prefix"], resource["resource"]): resource["arn"]
    for service in iam_definition
    for resource in service["resources"]
}


def statements(policy: iam.Policy) -> Iterator[tuple[str, list[str], list[str], Json]]:
    """Sid, actions, resources, conditions."""
    written = policy["Statement"]
    assert isinstance(written, list)
    for found in written:
        resources = found["Resource"]
        listed = [resources] if isinstance(resources, str) else resources
        yield found["Sid"], found["Action"], listed, found.get("Condition", {})


def expanded(action: str) -> list[str]:
    """The actions that a wildcard stands for."""
    service, _, pattern = action.partition(":")
    matching = re.compile(pattern.replace("*", ".*"))
    return [name for name in PRIVILEGES[service] if matching.fullmatch(name)]


def types_of(service: str, action: str) -> set[str]:
    """Resource types that AWS lets a policy name for the action; empty: none."""
    listed = PRIVILEGES[service][action]["resource_types"]
    return {found["resource_type"].rstrip("*") for found in listed} - {""}


def is_a(arn: str, service: str, resource_type: str) -> bool:
    pattern = re.sub(r"\\\$\\\{\w+\\\}", "[^:]*", re.escape(ARNS[service, resource_type]))
    return re.fullmatch(pattern, arn) is not None


@EACH
def test_every_action_exists(name: str) -> None:
    """In the Service Authorization Reference, as parliament ships it."""
    for _, actions, _, _ in statements(POLICIES[name]):
        for action in set(actions) - TAGS_OF_BUCKETS - CLOUD_CONTROL:
            assert expanded(action), action


@EACH
def test_an_arn_is_named_wherever_aws_has_one(name: str) -> None:
    """`*` only for actions without resource-level permissions, which need it."""
    for sid, actions, resources, _ in statements(POLICIES[name]):
        if resources == ["*"] and FOR_ALL.issuperset(actions):
            continue
        for action in actions:
            types = {t for one in expanded(action) for t in types_of(action.split(":")[0], one)}
            assert (resources == ["*"]) == (not types), f"{sid}: {action}"


@EACH
def test_every_action_gets_an_arn_of_its_own_kind(name: str) -> None:
    """An action that is granted on other things than AWS asks about is not granted."""
    for sid, actions, resources, _ in statements(POLICIES[name]):
        if resources == ["*"]:
            continue
        for action in set(actions) - TAGS_OF_BUCKETS - TAGS_OF_DATABASES:
            service = action.split(":")[0]
            for one in expanded(action):
                types = types_of(service, one)
                if not types & {"bucket"} and "*" in action:
                    continue  # a wildcard's other meanings
                fitting = [r for r in resources if any(is_a(r, service, t) for t in types)]
                assert fitting, f"{sid}: {service}:{one} on {resources}"


@EACH
def test_each_fits_into_a_managed_policy(name: str) -> None:
    """IAM counts no white space."""
    assert len(re.sub(r"\s", "", iam.render(POLICIES[name]))) <= 6_144


@EACH
def test_roles_are_passed_to_one_service_each(name: str) -> None:
    """By ARN and by iam:PassedToService."""
    for _, actions, resources, conditions in statements(POLICIES[name]):
        if "iam:PassRole" in actions:
            assert actions == ["iam:PassRole"]
            assert all(":role/" in resource for resource in resources)
            assert set(conditions["StringEquals"]) == {"iam:PassedToService"}


@EACH
def test_data_is_deletable_only_with_the_setting(name: str) -> None:
    """allow_data_deletion lifts prevent_destroy; without it IAM refuses as well."""
    policy = POLICIES[name]
    deletable = {
        (action, resource)
        for _, actions, resources, _ in statements(policy)
        for action in actions
        for resource in resources
        if action
        in (
            "s3:DeleteBucket",
            "bcm-data-exports:DeleteExport",
            "cur:DeleteReportDefinition",
            "s3:DeleteObjectVersion",
        )
        and "athena-query-results" not in resource
    }
    assert bool(deletable) == (name == "everything/storage")


@pytest.mark.parametrize("settings", SETTINGS)
def test_who_plans_changes_nothing(settings: str) -> None:
    """Reads only, by AWS's own access levels."""
    planning = [policy for name, policy in POLICIES.items() if f"{settings}/plan-" in name]
    assert planning
    for _, actions, _, _ in (found for policy in planning for found in statements(policy)):
        for action in set(actions) - TAGS_OF_BUCKETS:
            service = action.split(":")[0]
            for one in expanded(action):
                assert PRIVILEGES[service][one]["access_level"] in ("Read", "List"), action


def test_a_boundary_is_a_condition_of_making_roles() -> None:
    """Who applies can't make a role without it, nor take it off."""
    made = {
        action: conditions
        for _, actions, _, conditions in statements(POLICIES["everything/roles"])
        for action in actions
    }
    assert made["iam:CreateRole"] == {"StringEquals": {"iam:PermissionsBoundary": BOUNDARY}}
    assert made["iam:PutRolePermissionsBoundary"] == made["iam:CreateRole"]
    assert "iam:DeleteRolePermissionsBoundary" not in made
