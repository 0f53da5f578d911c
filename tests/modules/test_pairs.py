"""Hubs and sources in one file."""

import json
from pathlib import Path

import pytest

from modules.environment import parse_environments
from modules.pairs import mismatches
from tests.conftest import Json

HUB: Json = {
    "account_id": "123456789012",
    "region": "eu-west-1",
    "payers": ["210987654321"],
    "own_exports": False,
}
SOURCE: Json = {"account_id": "210987654321", "region": "eu-west-1", "hub": "123456789012"}


def told(hub: Json, source: Json) -> str:
    environments = {"costs": HUB | hub, "payer": SOURCE | source}
    return "\n".join(mismatches(parse_environments("cdktf.json", environments)))


def test_a_source_that_its_hub_awaits_is_no_problem() -> None:
    """By default they fit."""
    assert told({}, {}) == ""
    named = {"exports": {"cur2": {"export_name": "bill", "prefix": "all/cur2"}}}
    assert told(named, named) == ""


@pytest.mark.parametrize(
    ("hub", "source", "expected"),
    [
        ({"payers": ["111111111111"]}, {}, "awaits of 210987654321: nothing"),
        ({}, {"name_prefix": "acme"}, "exports.cur2 = "),
        ({}, {"exports": {"focus": {"prefix": "x/focus"}}}, "the same prefix and export_name"),
        ({"exports": {"focus": {"enabled": False}}}, {}, "payer.exports.focus = "),
        ({}, {"exports": {"carbon": {"enabled": True}}}, "payer.exports.carbon = "),
        ({}, {"region": "eu-north-1"}, "whose bucket it is: eu-west-1"),
    ],
)
def test_what_does_not_fit_is_told(hub: Json, source: Json, expected: str) -> None:
    """It would be delivered, and nobody would crawl it; or AWS would refuse it."""
    assert expected in told(hub, source)


def test_a_hub_that_is_described_elsewhere_is_believed() -> None:
    """Payers and hub may be in different repositories."""
    assert mismatches(parse_environments("cdktf.json", {"payer": SOURCE})) == []


def test_the_documented_pair_fits() -> None:
    """docs/hub.md, as people copy it."""
    text = Path("docs/hub.md").read_text().partition("```json\n")[2].partition("```")[0]
    environments = parse_environments("docs/hub.md", json.loads(text))
    assert mismatches(environments) == []
    assert [bool(environment.hub) for environment in environments.values()] == [False, True, True]
