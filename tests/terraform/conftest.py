"""The stack with every export, applied once by real Terraform to the emulated AWS."""

import io
import shutil
from collections.abc import Iterator

import pytest
from rich.console import Console

from costs.laptop.story import Story
from emulator.cloud.laptop import laptop
from emulator.environment import Emulated


@pytest.fixture(scope="package")
def told() -> Iterator[Story]:
    """The demo's story, told; tests go on from there."""
    if not (shutil.which("terraform") or shutil.which("tofu")):
        pytest.fail("neither terraform nor tofu is on PATH: install one of them")
    with laptop(Emulated.read("everything")) as running:
        story = Story(running, Console(file=io.StringIO(), width=120))
        story.tell(None)
        yield story


def printed(story: Story) -> str:
    """What the story has said so far."""
    file = story.console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()
