"""The stack with every export, applied once by real Terraform to the emulated AWS."""

import io
import json
import shutil
from collections.abc import Iterator

import pytest
from rich.console import Console

from costs.laptop.story import Story
from emulator.cloud.cloud import Caller
from emulator.cloud.laptop import laptop
from emulator.environment import Emulated
from tests.conftest import Json
from tests.terraform.journey import Journey, travelled


@pytest.fixture(scope="package")
def told() -> Iterator[Story]:
    """The demo's story, told; tests go on from there."""
    if not (shutil.which("terraform") or shutil.which("tofu")):
        pytest.fail("neither terraform nor tofu is on PATH: install one of them")
    with laptop(Emulated.read("everything")) as running:
        story = Story(running, Console(file=io.StringIO(), width=120))
        story.tell(None)
        yield story


@pytest.fixture(scope="package")
def journey(told: Story, tmp_path_factory: pytest.TempPathFactory) -> Journey:
    """To other settings and back."""
    return travelled(told, tmp_path_factory.mktemp("changed"))


@pytest.fixture(scope="package")
def second_plan(told: Story) -> Json:
    """With the planning role; after whatever the tests before have done to the stack."""
    cloud = told.laptop.cloud
    told.terraform.act_as(cloud.environment(Caller.PLANNER))
    try:
        plan: Json = json.loads(told.terraform.plan_as_json())
    finally:
        told.terraform.act_as(cloud.environment(Caller.DEPLOYER))
    return plan
