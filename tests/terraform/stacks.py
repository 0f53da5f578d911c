"""What tests do to the applied stack, and read from its plans."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3
import pytest

from costs.deployed.account import Account
from costs.laptop.story import Story
from modules.environment import parse_environments
from tests.conftest import Json


@contextmanager
def account_of(story: Story) -> Iterator[Account]:
    """The account of the applied stack, as who has its credentials reads it."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in story.laptop.cloud.environment().items():
            patch.setenv(name, value)
        yield Account(boto3.Session(), story.laptop.emulated.names.region)


def synthesized(settings: Json, folder: Path) -> Path:
    """The `cdk.tf.json` of an environment."""
    from modules.providers import App  # isort: skip  # starts jsii
    from modules.pipeline import add_stack

    environment = parse_environments("cdktf.json", {"example": settings})["example"]
    file = folder / "cdk.tf.json"
    stack = add_stack(App(), "example", environment).to_terraform()
    file.write_text(json.dumps(stack, indent=1))
    return file


def changes(plan: Json) -> dict[tuple[str, ...], set[str]]:
    """Addresses by what happens to them; imports by ('import', …)."""
    found: dict[tuple[str, ...], set[str]] = {}
    for resource in plan["resource_changes"]:
        change = resource["change"]
        actions = ("import",) if "importing" in change else ()
        found.setdefault((*actions, *change["actions"]), set()).add(resource["address"])
    return found


def without_hash(addresses: set[str]) -> set[str]:
    """As people write them: the hash at the end follows from the path."""
    return {address.rsplit("_", 1)[0] for address in addresses}


def change(story: Story, settings: Json, folder: Path) -> Json:
    """Apply the stack with other settings. Returns the plan."""
    story.terraform.configure(synthesized(settings, folder))
    plan: Json = json.loads(story.terraform.plan_as_json())
    story.terraform.apply_planned()
    return plan


def printed(story: Story) -> str:
    """What the story has said so far."""
    file = story.console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()
