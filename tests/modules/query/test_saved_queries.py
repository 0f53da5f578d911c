"""Saved queries."""

import pytest

from modules.settings.problems import SettingsError
from modules.sql import read_queries
from tests.conftest import Stack, Synthesize, environment

QUESTIONS = {
    "daily_cost_by_service_and_usage_type",
    "cost_by_resource_and_tag",
    "monthly_cost_by_service",
    "monthly_cost_by_account",
    "amortized_cost_by_service_and_purchase_option",
}


@pytest.mark.parametrize("table", ["cur2", "cur"])
def test_every_question_is_saved_for_both_tables(example: Stack, table: str) -> None:
    """As the file stands, in the workgroup and with its database."""
    saved = example.resources("aws_athena_named_query")
    for query in read_queries(table):
        arguments = saved[f"query_{table}_queries_{query.name}"]
        assert arguments["query"] == query.sql
        assert arguments["name"] == f"{table}/{query.name}"
        assert arguments["description"] == query.question
        assert arguments["database"].startswith("${aws_glue_catalog_database.")
    assert {query.name for query in read_queries(table)} >= QUESTIONS


def test_queries_of_an_export_that_is_off_are_not_saved(synthesize: Synthesize) -> None:
    """They would fail: there is no such table."""
    saved = synthesize(exports={}).resources("aws_athena_named_query")
    assert saved
    assert not [name for name in saved if name.startswith("query_cur_queries")]


def test_a_question_reads_sealed_months_or_the_view_of_them(
    example: Stack, synthesize: Synthesize
) -> None:
    """Under one address; the views are there either way, so that the setting takes nothing away."""
    off = synthesize(query={"sealed": {"enabled": False}})
    for stack, relation in ((example, "daily_costs"), (off, "daily_costs_source")):
        for kind, field in (("named_query", "query"), ("prepared_statement", "query_statement")):
            found = stack.resources(f"aws_athena_{kind}")
            (address,) = (name for name in found if name.endswith("_movers"))
            assert f"FROM {relation}\n" in found[address][field]
        there = {table["name"] for table in stack.resources("aws_glue_catalog_table").values()}
        assert {"daily_costs_source", "resource_costs_source", relation} <= there
    assert example.resources("aws_athena_named_query").keys() == (
        off.resources("aws_athena_named_query").keys()
    )


def test_only_the_themes_that_are_named_are_saved(synthesize: Synthesize) -> None:
    """Of each its queries, with prepared statements or without; the views stay."""
    stack = synthesize(query={"library": {"themes": ["waste", "cur2"]}})
    saved = {one["name"] for one in stack.resources("aws_athena_named_query").values()}
    assert {name.split("/")[0] for name in saved} == {"waste", "cur2"}
    assert {query.full_name for query in read_queries("waste")} <= saved
    assert stack.resources("aws_athena_prepared_statement")
    none = synthesize(query={"library": {"themes": [], "prepared_statements": False}})
    assert not none.resources("aws_athena_named_query")
    assert not none.resources("aws_athena_prepared_statement")
    assert none.resources("aws_glue_catalog_table") == stack.resources("aws_glue_catalog_table")


def test_a_theme_that_is_not_there_is_refused() -> None:
    """With those that are."""
    with pytest.raises(SettingsError, match=r"query\.library\.themes\.1 = \"wastes\"\n.*: spend, "):
        environment(query={"library": {"themes": ["waste", "wastes"]}})
