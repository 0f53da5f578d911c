"""Adopted by real Terraform: plans of imports, nothing that is there made again or destroyed."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from costs.deployed.adoption import adopt_new
from costs.deployed.plan_guard import refusals
from costs.laptop.story import Story
from emulator.cloud.terraform import Terraform, TerraformError
from tests.terraform.stacks import account_of, changes, synthesized

# Who may be a tool, what it sees, who is told and of what limit: only settings say.
ASKED_FOR = re.compile(
    r"\w+\.(catalog_reader_|consumers_(?!reader_policy_)"
    r"|monitoring_(dashboard|.*_email|budgets|anomalies|alarms_(reader|grafana|opencost))_)"
)
pytestmark = pytest.mark.terraform


def planned(terraform: Terraform) -> dict[str, Any]:
    """Its plan."""
    try:
        plan: dict[str, Any] = json.loads(terraform.plan_as_json())
    except TerraformError as error:
        if "as SQS URL" in str(error):
            pytest.skip("this provider imports queues by AWS's own URLs alone, as 6.47 does")
        raise
    return plan


def test_a_stack_whose_state_is_lost_is_imported_whole(told: Story, tmp_path: Path) -> None:
    """Every resource; none is made, replaced or destroyed, no protection weakened.

    But for what only settings ask for. The guard asks about query results, which a destroy may delete:
    AWS doesn't know that flag.
    """
    with account_of(told) as account:
        adoption = adopt_new(account, "adopted")
    assert adoption.left == ()
    terraform = Terraform(
        synthesized(adoption.settings, tmp_path),
        tmp_path / "stack",
        told.laptop.cloud.environment(),
    )
    terraform.init()
    plan = planned(terraform)
    found = changes(plan)
    assert set(found) <= {("import", "no-op"), ("import", "update")}
    resources = told.terraform.configuration["resource"]
    there = {f"{kind}.{name}" for kind, named in resources.items() for name in named}
    asked_for = {address for address in there if ASKED_FOR.match(address)}
    assert set().union(*found.values()) == there - asked_for
    (asked,) = refusals(plan)
    assert asked.address.startswith("aws_s3_bucket.storage_results_bucket_")
