"""Whatever stands in cdktf.json is one message, or an environment with a plan."""

import re

import pytest
from hypothesis import Phase, example, find, given, settings
from hypothesis.strategies import SearchStrategy

from modules.environment import Environment, parse_environments
from modules.plan import Plan
from modules.settings.problems import SettingsError
from tests.conftest import Json
from tests.fuzzing import randomly
from tests.modules.random_settings import plausible, wild

anything = settings(randomly(200), phases=[Phase.generate])
# That a reader sees all can't be said: a list that came out empty must not open the whole bill.
NOTHING_LEFT_OUT: Json = {
    "account_id": "123456789012",
    "region": "eu-west-1",
    "consumers": {"readers": {"a": {}}},
}
PROBLEM = re.compile(
    r"  context\.environments\.example[^\n]*?"
    r" (= .*\n    allowed: .+\n    fix: .+|is missing\n    fix: .+)",
    re.DOTALL,
)


def told(made: Json) -> str:
    """What is said against them; nothing when they make a plan."""
    try:
        environment = parse_environments("cdktf.json", {"example": made})["example"]
    except SettingsError as refusal:
        return str(refusal)
    assert Plan.of(environment).lines
    said = environment.model_dump_json(exclude_unset=True)  # an empty `only` must not be said
    assert Environment.model_validate_json(said) == environment
    return ""


@pytest.mark.fuzz
@randomly(40)
@given(plausible())
@example(NOTHING_LEFT_OUT)
def test_settings_that_their_sections_allow_are_a_plan_or_one_message(made: Json) -> None:
    """What fits alone may not fit together."""
    assert_is_one_message(told(made))


@pytest.mark.fuzz
@randomly(40)
@given(wild())
def test_anything_else_is_one_message_too(made: Json) -> None:
    """Other types, unknown keys, sections that are none."""
    assert_is_one_message(told(made))


def assert_is_one_message(message: str) -> None:
    if message:
        head, *problems = message.split("\n\n  context.environments.")
        assert re.fullmatch(r"cdktf\.json: (1 problem|\d+ problems) in the settings", head)
        for problem in problems:
            assert PROBLEM.fullmatch(f"  context.environments.{problem}"), problem


@pytest.mark.parametrize("made", [plausible(), wild()], ids=["plausible", "wild"])
def test_random_settings_are_not_all_refused(made: SearchStrategy[Json]) -> None:
    """Otherwise the tests above would see nothing but refusals."""
    assert not told(find(made, lambda drawn: not told(drawn), settings=anything))
