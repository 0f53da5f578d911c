"""An export's time granularity says what a row of the generated bill stands for, and nothing else."""

from functools import cache
from typing import get_args

import duckdb
import pyarrow as pa
import pytest

from emulator.bills.generator.focus import as_focus
from emulator.bills.generator.months import ledger
from emulator.bills.generator.story import BillingStory
from modules.datasets import BillingPeriod
from modules.datasets.data_exports import Granularity

FIRST = BillingPeriod(2026, 2)
GRANULARITIES: tuple[Granularity, ...] = get_args(Granularity)


@cache
def month(granularity: Granularity) -> pa.Table:
    return ledger(BillingStory(FIRST, 1, size=0.01, granularity=granularity), 0, FIRST)


def ask(bill: pa.Table, columns: str) -> tuple[object, ...]:
    (found,) = duckdb.connect().execute(f"SELECT {columns} FROM bill").fetchall()
    return tuple(found)


@pytest.mark.parametrize("granularity", GRANULARITIES)
def test_rows_are_as_long_as_the_export_says(granularity: Granularity) -> None:
    """But for what lasts a month anyway: fees, tax, credits."""
    hours = {"HOURLY": 1, "DAILY": 24, "MONTHLY": 28 * 24}[granularity]
    length = "date_diff('hour', line_item_usage_start_date, line_item_usage_end_date)"
    lengths = ask(month(granularity), f"list_sort(list(DISTINCT {length}))")
    assert lengths == (sorted({hours, 28 * 24}),)


@pytest.mark.parametrize("granularity", GRANULARITIES)
def test_a_month_costs_the_same_in_every_granularity(granularity: Granularity) -> None:
    """In CUR 2.0 and in FOCUS, so that one by the hour reconciles with the other by the day."""
    cur2 = """sum(line_item_unblended_cost), sum(line_item_net_unblended_cost),
        sum(line_item_usage_amount), sum(reservation_effective_cost),
        sum(savings_plan_used_commitment), sum(split_line_item_split_cost)"""
    focus = "sum(BilledCost), sum(EffectiveCost), sum(ListCost), sum(ConsumedQuantity)"
    told, daily = month(granularity), month("DAILY")
    assert ask(told, cur2) == pytest.approx(ask(daily, cur2))
    assert ask(as_focus(told), focus) == pytest.approx(ask(as_focus(daily), focus))


@pytest.mark.parametrize("granularity", GRANULARITIES)
def test_a_line_item_is_unique_with_its_interval(granularity: Granularity) -> None:
    unique = "count(DISTINCT identity_line_item_id || identity_time_interval) = count(*)"
    assert ask(month(granularity), unique) == (True,)


def test_usage_has_a_rhythm_by_the_hour_and_instances_have_none() -> None:
    """By resource and usage type."""
    levels = """(SELECT max(levels) FROM (
        SELECT count(DISTINCT round(line_item_usage_amount, 6)) AS levels FROM bill
        WHERE pricing_unit = '{}' AND line_item_line_item_type = 'Usage'
        GROUP BY line_item_resource_id, line_item_usage_type, line_item_usage_start_date::date))"""
    levels_of = ", ".join(f"any_value({levels.format(unit)})" for unit in ("Hrs", "GB"))
    assert ask(month("HOURLY"), levels_of) == (1, 13)
