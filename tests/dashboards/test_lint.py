"""Rules for dashboards: what Grafana takes without a word, and is then wrong, dear or unreadable."""

import itertools
import re
from functools import cache
from typing import Any

import pytest

from athena.sql import parse_query, tree
from dashboards.board import Board
from dashboards.render import boards as rendered
from dashboards.render import files
from dashboards.subject import Subject
from dashboards.units import money, of_column
from modules.plan import Plan
from modules.sealed import SOURCE, TABLES
from modules.views import VIEWS
from tests.conftest import environment
from tests.dashboards.boards import Statement, asks_athena, boards, opened, panels, statements
from tests.dashboards.grafana import expanded
from tests.dashboards.test_panels import TIMES

MACROS = {"rawTimeFrom", "rawTimeTo", "dateFilter"}  # others change every second: nothing is reused
PRUNED = "billing_period BETWEEN $__rawTimeFrom('yyyy-MM') AND $__rawTimeTo('yyyy-MM')"
MONTHS = ("billing_period IN (", "billing_period = $__rawTimeTo('yyyy-MM')")
WITHOUT_MONTHS = {"recommendations", "listed_accounts"}
SHOWN = {*TABLES, *(path.stem for path in VIEWS.glob("*.sql")), "costs"}
SHOWN -= {SOURCE.format(name) for name in TABLES}
EACH_BOARD = pytest.mark.parametrize("name", boards())
STATEMENTS = {statement.id: statement for statement in statements()}
EACH = pytest.mark.parametrize("statement", STATEMENTS.values(), ids=STATEMENTS)


def overlap(one: dict[str, int], other: dict[str, int]) -> bool:
    """Do two places on the grid share a cell?"""
    beside = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
    above = one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
    return not (beside or above)


def tables_of(statement: Statement) -> set[str]:
    query = parsed(statement.id)
    own = {node.name for node in query.walk() if isinstance(node, tree.CommonTable)}
    found = {str(node.parts[-1]) for node in query.walk() if isinstance(node, tree.Table)}
    return found - own


@cache
def parsed(name: str) -> tree.Query:
    """Of a statement by its id: parsing takes longer than looking."""
    statement = STATEMENTS[name]
    return parse_query(expanded(statement.sql, dict(statement.chosen), TIMES))


def test_uids_and_titles_are_one_each() -> None:
    """Grafana would overwrite one by the other."""
    for key in ("uid", "title"):
        found = [board[key] for board in boards().values()]
        assert len({*found}) == len(found)
    assert all(name == f"{board['uid']}.json" for name, board in boards().items())
    assert all(len(board["uid"]) <= 40 for board in boards().values())


@EACH_BOARD
def test_panels_have_ids_and_titles_of_their_own(name: str) -> None:
    """Links and alerts know a panel by its id, people by its title."""
    for key in ("id", "title"):
        found = [panel[key] for panel in boards()[name]["panels"]]
        assert len({*found}) == len(found)
        assert all(found)


@EACH_BOARD
def test_panels_lie_side_by_side(name: str) -> None:
    """Within 24 columns, none over another."""
    places = [panel["gridPos"] for panel in boards()[name]["panels"]]
    assert all(p["x"] >= 0 and p["x"] + p["w"] <= 24 and p["w"] and p["h"] for p in places)
    assert not [pair for pair in itertools.combinations(places, 2) if overlap(*pair)]


@EACH_BOARD
def test_panels_say_basis_and_source(name: str) -> None:
    """On hovering: what it shows, which of the many costs is meant, where it comes from."""
    for panel in panels(boards()[name]):
        says, basis, source = panel["description"].split("\n\n")
        assert says.endswith(".")
        assert source.startswith("Source: ")
        costs = re.search(r"cost|savings|\$\{measure", _answered(panel))
        assert basis.startswith("Cost basis: " if costs else "No costs"), panel["title"]


def _answered(panel: dict[str, Any]) -> str:
    sql: str = "\n" + panel["targets"][0].get("rawSQL", "")
    return sql.rpartition("\nSELECT")[2].partition("\nFROM")[0]


@EACH_BOARD
def test_panels_have_a_unit(name: str) -> None:
    """Money has its currency, shares are percent."""
    for panel in panels(boards()[name]):
        assert panel["fieldConfig"]["defaults"]["unit"]
        if panel["type"] in ("table", "stat"):
            units = [o["properties"][0]["value"] for o in panel["fieldConfig"]["overrides"][:3]]
            assert units == ["currencyUSD", "decgbytes", "percentunit"]


@pytest.mark.parametrize(
    ("column", "unit"),
    [
        ("net_amortized_cost", "currencyUSD"),
        ("unblended_cost_excess", "currencyUSD"),
        ("net_amortized_cost_per_million", "currencyUSD"),
        ("public_cost_effect", "currencyUSD"),
        ("monthly_savings", "currencyUSD"),
        ("savings_share", "percentunit"),
        ("share_of_net_amortized_cost", "percentunit"),
        ("gigabyte_months", "decgbytes"),
        ("line_items", "short"),
    ],
)
def test_a_column_has_the_unit_of_its_name(column: str, unit: str) -> None:
    """The last pattern that fits wins, as in Grafana."""
    assert of_column(column, "USD") == unit


def test_a_currency_that_grafana_does_not_know_is_shown_by_its_code() -> None:
    """An own unit is text before the number."""
    assert [money("EUR"), money("XYZ")] == ["currencyEUR", "currency:XYZ "]


@EACH
def test_statements_read_sealed_tables_and_views_only(statement: Statement) -> None:
    """A raw table has half a delivery in it now and then, and a dashboard is opened often."""
    found = tables_of(statement)
    assert found
    assert found <= SHOWN
    if statement.kind == "variable":
        assert found == {"daily_costs"}


@EACH
def test_statements_prune_by_what_stays_the_same(statement: Statement) -> None:
    """The months of the range; of the macros only those whose text lasts, so that answers are reused."""
    assert {*re.findall(r"\$__(\w+)", statement.sql)} <= MACROS
    if not tables_of(statement) <= WITHOUT_MONTHS:
        pruned = re.sub(r"\s+", " ", statement.sql).replace(
            "daily.billing_period", "billing_period"
        )
        assert PRUNED in pruned or any(months in pruned for months in MONTHS)


@EACH
def test_statements_name_their_columns(statement: Statement) -> None:
    """A column that AWS adds must not turn up in a panel."""
    selects = [n for n in parsed(statement.id).walk() if isinstance(n, tree.Select)]
    assert not [item for select in selects for item in select.items if item.value is None]


@EACH_BOARD
def test_answers_are_reused(name: str) -> None:
    """For an hour: AWS delivers three times a day."""
    for panel in filter(asks_athena, panels(boards()[name])):
        for target in panel["targets"]:
            assert target["connectionArgs"]["resultReuseEnabled"] is True
            assert target["connectionArgs"]["resultReuseMaxAgeInMinutes"] == 60


@EACH_BOARD
def test_choices_have_a_default_that_is_one_of_them(name: str) -> None:
    """A label with a comma would be two."""
    for variable in boards()[name]["templating"]["list"]:
        if variable["type"] == "custom" and not variable["includeAll"]:
            choices = [choice.split(" : ") for choice in variable["query"].split(",")]
            assert all(len(choice) == 2 for choice in choices), variable["name"]
            assert opened(variable) in {value for _, value in choices}
            assert variable["allowCustomValue"] is False


def test_panels_that_an_environment_cannot_show_are_left_out() -> None:
    """No recommendations without Cost Optimization Hub; no dashboard without a panel."""
    only_focus = environment(exports={"focus": {"enabled": True}, "cur2": {"enabled": False}})
    found = list(rendered(Subject.of(Plan.of(only_focus))))
    uids = {board.uid for board in found}
    assert "aws-costs-overview" in uids
    assert "aws-costs-kubernetes" not in uids
    assert all(
        isinstance(board, Board) and "recommendations" not in board.json() for board in found
    )


def test_what_is_not_sealed_is_read_from_line_items() -> None:
    """With sealed months off the same panels ask their views."""
    found = files(Subject.of(Plan.of(environment(query={"sealed": {"enabled": False}}))))
    assert {*found} >= {*boards()} - {"aws-costs-kubernetes.json"}
    text = found["aws-costs-overview.json"]
    assert "FROM daily_costs_source" in text
    assert not re.search(r"\bdaily_costs\b", text)
