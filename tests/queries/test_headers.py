"""What every query file promises."""

import re

import pytest

from athena.sql import parse_query, tree
from modules.sql import SavedQuery, read_queries
from modules.views import views_over
from tests.queries.cases import TABLES

QUERIES = [query for dataset in TABLES for query in read_queries(dataset.table)]
EACH = pytest.mark.parametrize("query", QUERIES, ids=lambda query: f"{query.theme}/{query.name}")
KEYS = {"cur2": {"billing_period"}, "focus": {"billing_period"}, "cur": {"year", "month"}}
READ = {"cur2": {"cur2"}, "focus": {"focus"}, "cur": {"cur", "cur_declared"}}


def listed(text: str) -> list[str]:
    return [line.split()[0] for line in text.splitlines() if line.strip()]


@EACH
def test_columns_are_those_that_the_header_names(query: SavedQuery) -> None:
    """In order, and every one has a name."""
    select = parse_query(query.sql).body
    assert isinstance(select, tree.Select)
    assert [_shown(item) for item in select.items] == listed(query.header["Columns"])


def _shown(item: tree.SelectItem) -> str | None:
    return item.alias or (item.value.name if isinstance(item.value, tree.Identifier) else None)


@EACH
def test_parameters_are_as_many_as_the_header_lists(query: SavedQuery) -> None:
    """One line a question mark."""
    marks = [node for node in parse_query(query.sql).walk() if isinstance(node, tree.Parameter)]
    assert len(marks) == len(listed(query.header["Parameters"]))


@EACH
def test_the_query_filters_on_its_partition_column(query: SavedQuery) -> None:
    """Else it would scan every month there is."""
    nodes = list(parse_query(query.sql).walk())
    wheres = [node.where for node in nodes if isinstance(node, tree.Select) and node.where]
    inside = [node for where in wheres for node in where.walk()]
    named = {node.name for node in inside if isinstance(node, tree.Identifier)}
    tables = {node.parts[-1] for node in nodes if isinstance(node, tree.Table)} - {"charges"}
    views = {view.name for view in views_over(READ[query.theme])}
    assert tables
    assert (KEYS[query.theme] if query.theme in tables else {"billing_period"}) <= named
    assert tables <= {query.theme, *views}


@EACH
def test_the_query_is_short_and_timeless(query: SavedQuery) -> None:
    """80 lines, no current_date."""
    assert len(query.sql.splitlines()) <= 80
    assert not re.search(r"current_date|now\(\)", query.sql, re.IGNORECASE)


@EACH
def test_money_says_its_cost_basis(query: SavedQuery) -> None:
    """unblended_cost or amortized_cost, of whatever, never just cost."""
    money = [name for name in listed(query.header["Columns"]) if "cost" in name]
    assert money
    assert all(name.endswith(("unblended_cost", "amortized_cost")) for name in money)
