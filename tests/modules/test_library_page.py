"""The page of the library, as a reader finds things on it."""

import re

from modules.library_page import library_page
from modules.sql import all_queries
from tests.queries.view_cases import SHOWN

PAGE = library_page()


def anchors() -> set[str]:
    """As GitHub makes them of titles."""
    titles = re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_question_is_linked_and_has_its_section() -> None:
    """No link of the page leads nowhere."""
    linked = set(re.findall(r"\]\(#([^)]+)\)", PAGE))
    assert linked <= anchors()
    assert len(linked) > len(all_queries())


def test_a_section_has_columns_parameters_and_bytes() -> None:
    """Each column in a row of its own."""
    section = PAGE.partition("### spend/movers\n")[2].partition("\n### ")[0]
    assert "| `account_id` | varchar | account that used the service |" in section
    assert "\n2. `?` last billing period, e.g. '2026-03'\n" in section
    assert re.search(
        r"^Reads `daily_costs`; scans .+\. \[SQL\]\(spend/movers\.sql\)$", section, re.M
    )


def test_a_type_is_no_part_of_what_a_column_says() -> None:
    """Also that of a map, and where a header declares none."""
    assert "| `tags` | map(varchar, varchar) | resource tags by key" in PAGE
    raw = PAGE.partition("### cur2/cost_by_resource_and_tag\n")[2]
    assert "| `tag_value` |  | value of the tag, empty for untagged |" in raw


def test_views_and_sealed_tables_are_listed() -> None:
    """The forms of costs under its name, a source under its table's."""
    forms = {"costs_cur2", "costs_legacy", "costs_focus"}
    sources = {name for name in SHOWN if name.endswith("_source")}
    for name in SHOWN.keys() - forms - sources:
        assert f"\n### {name}\n" in PAGE
