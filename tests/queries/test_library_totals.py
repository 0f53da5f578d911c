"""The themes agree: however a question groups the bill, all of it is there, to the cent.

Over thirteen generated months, with and without a private discount.
"""

import math
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from athena.engine import Statement
from modules.sql import default_parameters
from tests.queries.tables import DATABASE
from tests.queries.test_cost_language import CENT, STORIES, Bill, bill, cur2_rows
from tests.queries.theme_cases import QUERIES

WHOLE = (
    "spend/monthly_by_service",
    "spend/monthly_by_account",
    "spend/by_business_unit",
    "spend/monthly_by_region",
    "spend/monthly_by_usage_type",
    "spend/daily_by_service",
    "allocation/by_tag",
    "allocation/by_tag_and_service",
    "allocation/by_cost_category",
    "allocation/shared_cost_split",
    "invoice/by_charge_type",
    "invoice/by_invoice",
)
# What OpenCost asks of CUR 2.0 for its amortized cost, in its own cases and filter:
# https://github.com/opencost/opencost/blob/060db8d/pkg/cloud/aws/athenaintegration.go
OPENCOST = """SELECT billing_period, SUM(CASE line_item_line_item_type
        WHEN 'EdpDiscount' THEN line_item_unblended_cost
        WHEN 'PrivateRateDiscount' THEN line_item_unblended_cost
        WHEN 'DiscountedUsage' THEN reservation_effective_cost
        WHEN 'SavingsPlanCoveredUsage' THEN savings_plan_savings_plan_effective_cost
        ELSE line_item_unblended_cost END)
    FROM cur2
    WHERE billing_period BETWEEN ? AND ? AND line_item_line_item_type IN
        ('Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage', 'EdpDiscount', 'PrivateRateDiscount')
    GROUP BY billing_period"""
MEASURES = ("unblended_cost", "net_unblended_cost", "amortized_cost", "net_amortized_cost")
Answer = list[dict[str, Any]]


class Library:
    """Questions by name, over one bill."""

    def __init__(self, made: Bill, story: str) -> None:
        self.made = made
        self.periods = STORIES[story].periods
        self.ask = cache(self._ask)

    def _ask(self, name: str, *parameters: str) -> Answer:
        sql = QUERIES[name].sql
        given = parameters or tuple(default_parameters(sql, self.periods))
        result = self.made.engine.run(Statement(sql, DATABASE, given))
        names = [column.name for column in result.columns]
        return [dict(zip(names, row, strict=True)) for row in result.rows]

    def total(self, name: str, measure: str) -> float:
        return math.fsum(row[measure] for row in self.ask(name))


@pytest.fixture(scope="module", params=["a private discount", "no private discount"])
def library(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Library]:
    """CUR 2.0 of each story."""
    folder = tmp_path_factory.mktemp("bill")
    made = bill(folder, cur2=cur2_rows(STORIES[request.param], folder))
    yield Library(made, request.param)
    made.engine.close()


@pytest.mark.parametrize("name", WHOLE)
def test_totals_are_those_of_the_months(library: Library, name: str) -> None:
    """On every cost basis that the answer has."""
    months, rows = library.ask("spend/monthly_totals"), library.ask(name)
    measures = [measure for measure in MEASURES if measure in rows[0]]
    assert measures
    assert len(rows) >= len(months)
    for measure in measures:
        total = library.total("spend/monthly_totals", measure)
        assert sum(row[measure] for row in rows) == CENT(total, abs=0.005), measure


def test_movements_lead_from_the_first_month_to_the_last(library: Library) -> None:
    """And each month's side is that month's cost."""
    months = {m["billing_period"]: m["amortized_cost"] for m in library.ask("spend/monthly_totals")}
    first, *_, last = sorted(months)
    moved = library.total("spend/movers", "amortized_cost_change")
    assert moved == CENT(months[last] - months[first], abs=0.005)


def test_the_effects_of_a_bridge_lead_from_month_to_month(library: Library) -> None:
    """To the cent, from each month to the next one."""
    effects = ("new", "gone", "days", "usage", "price", "commitment", "credit", "fee")
    totals = {
        m["billing_period"]: m["net_amortized_cost"] for m in library.ask("spend/monthly_totals")
    }
    for before, after in pairwise(map(str, library.periods)):
        rows = library.ask("spend/bridge", f"'{before}'", f"'{after}'")
        assert {row["until_day"] for row in rows} == {31}
        reached = math.fsum(row["previous_net_amortized_cost"] for row in rows)
        assert reached == CENT(totals[before])
        for effect in effects:
            reached += math.fsum(row[f"{effect}_net_amortized_cost"] for row in rows)
        assert reached == CENT(totals[after])


def test_commitments_are_used_or_unused(library: Library) -> None:
    """Day by day, month by month, and against public prices."""
    by_day, by_plan, by_term = (
        library.ask(f"commitments/{name}")
        for name in ("unused_by_day", "utilisation", "break_even")
    )
    for part in ("used_amortized_cost", "unused_amortized_cost"):
        assert sum(r[part] for r in by_day) == CENT(sum(r[part] for r in by_plan), abs=0.005)
    paid = sum(r["used_amortized_cost"] + r["unused_amortized_cost"] for r in by_plan)
    assert sum(r["amortized_cost"] for r in by_term) == CENT(paid, abs=0.005)
    assert all(0 < r["utilisation"] < 1 for r in by_plan)


def test_savings_compare_the_same_usage(library: Library) -> None:
    """Everything but fees, tax, credits and refunds."""
    charges = library.ask("invoice/by_charge_type")
    used = sum(
        r["amortized_cost"] for r in charges if r["charge_type"] in ("Usage", "Commitment fee")
    )
    assert library.total("commitments/savings", "amortized_cost") == CENT(used, abs=0.005)


def test_clusters_namespaces_workloads_and_nodes_add_up(library: Library) -> None:
    """Used, unused and both."""
    cluster = library.total("kubernetes/by_cluster", "amortized_cost")
    for name in ("by_namespace", "by_workload", "by_node"):
        assert library.total(f"kubernetes/{name}", "amortized_cost") == CENT(cluster, abs=0.005)
    assert cluster > 0


def test_invoices_are_their_line_items(library: Library) -> None:
    """One a month."""
    rows = library.ask("invoice/reconciliation")
    assert len(rows) == len(library.periods)
    assert {row["unblended_cost_difference"] for row in rows} == {0}


def test_no_day_is_missing(library: Library) -> None:
    """Every generated one has usage."""
    assert library.ask("freshness/missing_days") == []


def test_a_month_that_is_nearly_over_is_forecast(library: Library) -> None:
    """Within its own band, and near what it did cost."""
    last = str(library.periods[-1])
    (forecast,) = library.ask("spend/forecast", f"'{last}'")
    assert forecast["days_left"] == 1
    assert (
        forecast["lowest_unblended_cost"]
        <= forecast["forecast_unblended_cost"]
        <= forecast["highest_unblended_cost"]
    )
    cost = next(
        m["unblended_cost"]
        for m in library.ask("spend/monthly_totals")
        if m["billing_period"] == last
    )
    assert forecast["forecast_unblended_cost"] == pytest.approx(cost, rel=0.02)


def test_what_opencost_counts_and_leaves_out_is_the_whole(library: Library) -> None:
    """Its own statement over the line items says the same of each month."""
    found = library.ask("invoice/seen_by_opencost")
    parts = ("opencost_amortized_cost", "left_out_amortized_cost")
    whole = math.fsum(row[part] for row in found for part in parts)
    assert whole == CENT(library.total("invoice/by_charge_type", "amortized_cost"), rel=1e-9)
    given = tuple(default_parameters(QUERIES["invoice/seen_by_opencost"].sql, library.periods))
    for month, cost in library.made.engine.run(Statement(OPENCOST, DATABASE, given)).rows:
        counted = [row[parts[0]] for row in found if row["billing_period"] == month]
        assert math.fsum(counted) == CENT(cost, rel=1e-9)
