"""Thirteen generated months as CUR 2.0, FOCUS and legacy CUR: every two sides meet, to the cent."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from athena.duckdb.engine import DuckDbEngine
from athena.engine import Statement
from athena.text import athena_text
from costs.reconciliation.books import DeliveredMonth, Row
from costs.reconciliation.checks import reconcile
from costs.reconciliation.findings import Reconciliation
from costs.reconciliation.readings import CORRECTION_RULE, DISCOUNT_RULE
from emulator.bills.generator.focus import as_focus
from emulator.bills.generator.months import ledger
from emulator.bills.generator.story import BillingStory
from modules.datasets import BillingPeriod
from tests.queries.tables import DATABASE
from tests.queries.test_cost_language import bill
from tests.queries.view_cases import DECLARED, VIEWS_BY_NAME

FIRST, MONTHS = BillingPeriod(2025, 12), 13
STORIES = {
    "a private discount": BillingStory(FIRST, MONTHS, line_items_per_month=900),
    "no private discount": BillingStory(FIRST, MONTHS, line_items_per_month=900, edp_discount=0),
}


class EngineBooks:
    """Tables and views without files."""

    relations = frozenset({*DECLARED, *VIEWS_BY_NAME})

    def __init__(self, engine: DuckDbEngine) -> None:
        self._engine = engine

    def deliveries(self) -> Sequence[DeliveredMonth]:
        return ()

    def months(self) -> Sequence[str]:
        return [str(period) for period in STORIES["a private discount"].periods]

    def ask(self, sql: str) -> Sequence[Row]:
        result = self._engine.run(Statement(sql, DATABASE))
        types = [column.type for column in result.columns]
        return [
            tuple(athena_text(v, t) for v, t in zip(row, types, strict=True)) for row in result.rows
        ]


def told(story: BillingStory) -> dict[str, pa.Table]:
    """One ledger in three dialects, as their tables have it."""
    tables: dict[str, list[pa.Table]] = {"cur2": [], "focus": [], "cur_declared": []}
    for number, period in enumerate(story.periods):
        items = ledger(story, number, period)
        focus = as_focus(items)
        focus = focus.rename_columns([name.lower() for name in focus.column_names])
        known = [name for name in items.column_names if name in DECLARED["cur_declared"].columns]
        keys = {"year": str(period.year), "month": str(period.month)}
        tables["cur2"].append(_with(items, {"billing_period": str(period)}))
        tables["focus"].append(_with(focus, {"billing_period": str(period)}))
        tables["cur_declared"].append(_with(items.select(known), keys))
    return {name: pa.concat_tables(months) for name, months in tables.items()}


def _with(rows: pa.Table, keys: dict[str, str]) -> pa.Table:
    for key, value in keys.items():
        rows = rows.append_column(key, pa.repeat(value, len(rows)))
    return rows


def reconciled(folder: Path, tables: dict[str, pa.Table]) -> Reconciliation:
    made = bill(folder, **tables)
    found = reconcile(EngineBooks(made.engine), add_up_files=False)
    made.engine.close()
    return found


@pytest.fixture(scope="module", params=STORIES)
def dialects(request: pytest.FixtureRequest) -> dict[str, pa.Table]:
    return told(STORIES[request.param])


def test_every_month_meets_in_every_telling(dialects: dict[str, pa.Table], tmp_path: Path) -> None:
    """Invoices, three dialects, costs and both sealed tables, on each cost basis that both know."""
    found = reconciled(tmp_path, dialects)
    assert found.unread == ()
    pairs = found.pairs()
    assert set(pairs) == {
        ("cur2", "costs_cur2"),
        ("focus", "costs_focus"),
        ("cur_declared", "costs_legacy"),
        ("costs_cur2", "costs_focus"),
        ("costs_cur2", "costs_legacy"),
        ("costs_focus", "costs_legacy"),
        ("costs_cur2", "costs"),
        ("costs", "daily_costs_source"),
        ("costs", "resource_costs_source"),
    }
    assert {len(months) for months in pairs.values()} == {MONTHS}
    assert [
        (c.left, c.right, c.month, c.unexplained) for c in found.comparisons if not c.holds
    ] == []
    assert all(month.cost > 1000 for months in pairs.values() for month in months)


def test_a_line_item_that_is_there_twice_is_named(tmp_path: Path) -> None:
    """By those who have it once; what is made of CUR 2.0 repeats it."""
    tables = told(BillingStory(FIRST, 1, line_items_per_month=900))
    tables["cur2"] = pa.concat_tables([tables["cur2"], tables["cur2"].slice(0, 1)])
    found = reconciled(tmp_path, tables)
    pairs = {pair for pair, months in found.pairs().items() if not all(m.holds for m in months)}
    assert pairs == {("costs_cur2", "costs_focus"), ("costs_cur2", "costs_legacy")}


def test_a_discount_that_cur2_has_as_line_items_only_is_explained(tmp_path: Path) -> None:
    """Exported without net columns: FOCUS takes it off each row. A cent more is a cent."""
    tables = told(BillingStory(FIRST, 1, line_items_per_month=900))
    cur2 = tables["cur2"]
    net = [name for name in cur2.column_names if "_net_" in name]
    tables["cur2"] = cur2.drop_columns(net)
    found = reconciled(tmp_path, tables).pairs()["costs_cur2", "costs_focus"]
    unblended = [d for d in found[0].differences if d.measure == "net_unblended_cost"]
    assert {d.rule for d in unblended} == {DISCOUNT_RULE}
    assert "Discount" in {d.what for d in unblended}


def test_a_correction_that_cur2_calls_usage_is_explained(tmp_path: Path) -> None:
    """FOCUS has a class for it."""
    tables = told(BillingStory(FIRST, 3, line_items_per_month=900))
    kinds = tables["cur2"]["line_item_line_item_type"].to_pylist()
    assert "Refund" in kinds
    renamed = pa.array(["Usage" if kind == "Refund" else kind for kind in kinds])
    place = tables["cur2"].column_names.index("line_item_line_item_type")
    tables["cur2"] = tables["cur2"].set_column(place, "line_item_line_item_type", renamed)
    months = reconciled(tmp_path, tables).pairs()["costs_cur2", "costs_focus"]
    rules = {d.rule for month in months for d in month.differences}
    assert rules == {CORRECTION_RULE}


def test_a_month_that_only_focus_has_is_none_of_costs(tmp_path: Path) -> None:
    """By the rule of that view; FOCUS itself is compared with its line items."""
    tables = told(BillingStory(FIRST, 2, line_items_per_month=900))
    tables["cur2"] = tables["cur2"].filter(pc.field("billing_period") != str(FIRST))
    del tables["cur_declared"]
    found = reconciled(tmp_path, tables)
    assert found.holds
    months = {pair: [m.month for m in months] for pair, months in found.pairs().items()}
    assert months["focus", "costs_focus"] == [str(FIRST), str(FIRST.next)]
    assert months["costs_cur2", "costs"] == [str(FIRST.next)]
