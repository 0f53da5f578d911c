"""What recommendations need before they can be exported."""

import pytest

from modules import iam
from modules.plan import Plan
from tests.conftest import Json, Stack, Synthesize, environment

ON = {"enabled": True}


def needed(stack: Stack) -> list[str]:
    """What the export waits for, besides the bucket's policy."""
    export = stack.resource("aws_bcmdataexports_export", "export_cost_optimization_export")
    kinds = [dependency.split(".")[0] for dependency in export["depends_on"]]
    return [kind for kind in kinds if kind != "aws_s3_bucket_policy"]


def test_the_account_is_enrolled_and_data_exports_may_read(synthesize: Synthesize) -> None:
    """Before the export; both live where the billing services do."""
    stack = synthesize(exports={"cost_optimization": ON})
    assert needed(stack) == [
        "aws_costoptimizationhub_enrollment_status",
        "aws_iam_service_linked_role",
    ]
    (enrolment,) = stack.resources("aws_costoptimizationhub_enrollment_status").values()
    assert enrolment["provider"] == "aws.billing"
    (role,) = stack.resources("aws_iam_service_linked_role").values()
    assert role["aws_service_name"] == "bcm-data-exports.amazonaws.com"


def test_what_the_account_has_already_is_not_made_again(synthesize: Synthesize) -> None:
    """A second role of the name is refused, and enrolment may be somebody else's to end."""
    exists = {"enrollment": "exists", "service_linked_role": "exists"}
    assert needed(synthesize(exports={"cost_optimization": ON | exists})) == []
    half = synthesize(exports={"cost_optimization": ON | {"service_linked_role": "exists"}})
    assert needed(half) == ["aws_costoptimizationhub_enrollment_status"]


@pytest.mark.parametrize(
    ("settings", "asked"), [({}, None), ({"enrollment": "organization"}, True)]
)
def test_member_accounts_are_enrolled_when_that_is_asked(
    synthesize: Synthesize, settings: Json, asked: bool | None
) -> None:
    """The provider says false for whoever says nothing; the right is there with the setting alone."""
    stack = synthesize(exports={"cost_optimization": ON | settings})
    (enrolment,) = stack.resources("aws_costoptimizationhub_enrollment_status").values()
    assert enrolment.get("include_member_accounts") is asked
    plan = Plan.of(environment(exports={"cost_optimization": ON | settings}))
    trusted = "organizations:EnableAWSServiceAccess" in iam.render(
        iam.apply_access(plan)["storage"]
    )
    assert trusted == bool(asked)


def test_nothing_is_enrolled_without_the_export(example: Stack) -> None:
    """It is off by default."""
    assert not stack_kinds(example) & {
        "aws_costoptimizationhub_enrollment_status",
        "aws_iam_service_linked_role",
    }


def stack_kinds(stack: Stack) -> set[str]:
    return set(stack.json["resource"])
