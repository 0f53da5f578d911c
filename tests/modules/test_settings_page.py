"""What docs/settings.md says of a setting."""

import re
from collections import Counter

from modules.settings_page import settings_page

ROW = re.compile(r"^\| `(\S+)` \| (.*?) \| (.*?) \| (.*?) \|$", re.MULTILINE)
SETTINGS, _, OUTPUTS = settings_page(
    {"b": {"description": "B"}, "a": {"description": "A"}}
).partition("## Outputs")
ROWS = {name: cells for name, *cells in ROW.findall(SETTINGS)}


def test_every_setting_says_what_it_is() -> None:
    """But for the type of a backend, which its section is of."""
    assert len(ROWS) > 80
    assert {name for name, (_, says, _) in ROWS.items() if not says} == {"backend.type"}


def test_a_setting_stands_there_once() -> None:
    """Only the three kinds of backend have a type each."""
    found = Counter(name for name, *_ in ROW.findall(SETTINGS))
    assert {name for name, times in found.items() if times > 1} == {"backend.type"}


def test_what_a_check_accepts_is_told_in_the_words_of_its_refusal() -> None:
    """Also within lists and what may be left out."""
    assert ROWS["account_id"] == [
        "required",
        "where everything is deployed; no other can be planned",
        "12 digits, as a string",
    ]
    assert ROWS["payers"][2] == ROWS["hub"][2] == "12 digits, as a string"
    assert ROWS["events.visibility_timeout_seconds"][2] == "900 to 43200 seconds"
    assert ROWS["exports.focus.time_granularity"][2] == '`"HOURLY"`, `"DAILY"` or `"MONTHLY"`'


def test_sections_that_have_names_or_types_are_there() -> None:
    """Budgets, readers and what they see, kinds of backend."""
    assert ROWS["monitoring.budgets.<name>.limit_usd"][0] == "required"
    assert "consumers.readers.<name>.only.tags" in ROWS
    assert "## `backend` of type cloud\n\nHCP Terraform" in SETTINGS
    assert ROWS["backend.workspace"][0] == "required"


def test_other_pages_are_links() -> None:
    """Relative to this one, and nothing that a browser takes for a tag."""
    assert "[hub.md](hub.md)" in ROWS["payers"][1]
    assert not re.search(r"<\w+>", re.sub("`[^`]*`", "", SETTINGS))


def test_outputs_are_in_order() -> None:
    """By name."""
    assert OUTPUTS.split("\n")[-3:] == ["| `a` | A |", "| `b` | B |", ""]
