"""What the documents point at is there, and so is what they tell to run."""

import re
from pathlib import Path

import pytest

from costs.cli import GROUPS

PROJECT = Path(__file__).parent.parent
PLACES = ("*.md", "docs/**/*.md", "queries/*.md", "athena/*.md", "samples/*.md")
DOCUMENTS = sorted(path for place in PLACES for path in PROJECT.glob(place))
LINK = re.compile(r"\]\((?!https?:)([^)\s#]*)(?:#([^)\s]+))?\)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
EACH = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: str(p.relative_to(PROJECT)))


def anchors(document: Path) -> set[str]:
    """Of its headings, as GitHub makes them."""
    headings = HEADING.findall(document.read_text())
    plain = (re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading) for heading in headings)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in plain}


@EACH
def test_links_lead_somewhere(document: Path) -> None:
    """To a file that is there, and in it to a heading."""
    lost = []
    for path, anchor in LINK.findall(document.read_text()):
        there = document.parent / path if path else document
        if not there.exists() or (anchor and anchor not in anchors(there)):
            lost.append(f"{path}#{anchor}")
    assert lost == []


@EACH
def test_targets_and_commands_that_are_named_exist(document: Path) -> None:
    """Of make, and of `python -m costs`."""
    text = document.read_text()
    targets = set(re.findall(r"^([a-z\-]+):", (PROJECT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z\-]+)", text)) <= targets
    commands = {command.__name__ for group in GROUPS.values() for command in group}
    assert set(re.findall(r"python -m costs ([a-z]+)", text)) <= commands
