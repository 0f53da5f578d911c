"""Adopted by real Terraform: plans of imports, nothing that is there made again or destroyed."""

import json
from pathlib import Path
from typing import Any

import pytest

from costs.deployed.adoption import adopt_new
from costs.deployed.plan_guard import refusals
from costs.laptop.story import Story
from emulator.cloud.terraform import Terraform
from tests.terraform.conftest import account_of, changes, synthesized

pytestmark = pytest.mark.terraform


def test_a_stack_whose_state_is_lost_is_imported_whole(told: Story, tmp_path: Path) -> None:
    """Every resource; none is made, replaced or destroyed, no protection weakened.

    The guard asks about query results, which a destroy may delete: AWS doesn't know that flag.
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
    plan: dict[str, Any] = json.loads(terraform.plan_as_json())
    found = changes(plan)
    assert set(found) <= {("import", "no-op"), ("import", "update")}
    there = sum(len(named) for named in told.terraform.configuration["resource"].values())
    assert sum(map(len, found.values())) == there
    (asked,) = refusals(plan)
    assert asked.address.startswith("aws_s3_bucket.storage_results_bucket_")
