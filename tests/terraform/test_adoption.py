"""Adopted by real Terraform: plans of imports, nothing that is there made again or destroyed."""

import json
import re
from pathlib import Path

import pytest

from costs.deployed.adoption import adopt_new
from costs.deployed.plan_guard import refusals
from costs.laptop.story import Story
from emulator.cloud.cloud import Cloud
from emulator.cloud.terraform import Terraform
from tests.conftest import Json
from tests.terraform.stacks import account_of, changes, synthesized

# Who may be a tool, what it sees, who is told and of what limit: only settings say.
ASKED_FOR = re.compile(
    r"\w+\.(catalog_reader_|consumers_(?!reader_policy_)"
    r"|monitoring_(dashboard|.*_email|budgets|anomalies|alarms_(reader|grafana|opencost))_)"
)
pytestmark = pytest.mark.terraform


def as_in_aws(settings: Json, cloud: Cloud) -> Json:
    """Queues by AWS's URLs: newer providers import no other, and the emulated are the endpoint's."""
    of_aws = f"https://sqs.{cloud.region}.amazonaws.com"
    imports = {
        path: id_.replace(cloud.endpoint, of_aws) for path, id_ in settings["imports"].items()
    }
    return settings | {"imports": imports}


def test_a_stack_whose_state_is_lost_is_imported_whole(told: Story, tmp_path: Path) -> None:
    """Every resource; none is made, replaced or destroyed, no protection weakened.

    But for what only settings ask for. The guard asks about query results, which a destroy may delete:
    AWS doesn't know that flag.
    """
    with account_of(told) as account:
        adoption = adopt_new(account, "adopted")
    assert adoption.left == ()
    terraform = Terraform(
        synthesized(as_in_aws(adoption.settings, told.laptop.cloud), tmp_path),
        tmp_path / "stack",
        told.laptop.cloud.environment(),
    )
    terraform.init()
    plan: Json = json.loads(terraform.plan_as_json())
    found = changes(plan)
    assert set(found) <= {("import", "no-op"), ("import", "update")}
    resources = told.terraform.configuration["resource"]
    there = {f"{kind}.{name}" for kind, named in resources.items() for name in named}
    asked_for = {address for address in there if ASKED_FOR.match(address)}
    assert set().union(*found.values()) == there - asked_for
    (asked,) = refusals(plan)
    assert asked.address.startswith("aws_s3_bucket.storage_results_bucket_")
