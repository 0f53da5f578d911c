"""What every query file promises."""

import re

import pytest
import sqlglot
from sqlglot import exp

from modules.datasets import DATASETS
from modules.sql import SavedQuery, read_queries

QUERIES = [query for dataset in DATASETS for query in read_queries(dataset.table)]
EACH = pytest.mark.parametrize("query", QUERIES, ids=lambda query: f"{query.table}/{query.name}")
KEYS = {"cur2": {"billing_period"}, "cur": {"year", "month"}}


def listed(text: str) -> list[str]:
    return [line.split()[0] for line in text.splitlines() if line.strip()]


@EACH
def test_columns_are_those_that_the_header_names(query: SavedQuery) -> None:
    """In order, and every one has a name."""
    select = sqlglot.parse_one(query.sql, dialect="trino")
    assert isinstance(select, exp.Select)
    assert [column.alias_or_name for column in select.selects] == listed(query.header["Columns"])


@EACH
def test_parameters_are_as_many_as_the_header_lists(query: SavedQuery) -> None:
    """One line a question mark."""
    tree = sqlglot.parse_one(query.sql, dialect="trino")
    marks = len(list(tree.find_all(exp.Placeholder)))
    assert marks == len(listed(query.header["Parameters"]))


@EACH
def test_the_query_filters_on_its_partition_column(query: SavedQuery) -> None:
    """Else it would scan every month there is."""
    tree = sqlglot.parse_one(query.sql, dialect="trino")
    filtered = {c.name for where in tree.find_all(exp.Where) for c in where.find_all(exp.Column)}
    assert KEYS[query.table] <= filtered
    assert {table.name for table in tree.find_all(exp.Table)} - {"charges"} == {query.table}


@EACH
def test_the_query_is_short_and_timeless(query: SavedQuery) -> None:
    """80 lines, no current_date."""
    assert len(query.sql.splitlines()) <= 80
    assert not re.search(r"current_date|now\(\)", query.sql, re.IGNORECASE)


@EACH
def test_money_says_its_cost_basis(query: SavedQuery) -> None:
    """unblended_cost or amortized_cost, never just cost."""
    money = [name for name in listed(query.header["Columns"]) if "cost" in name]
    assert money
    assert set(money) <= {"unblended_cost", "amortized_cost", "net_amortized_cost"}
