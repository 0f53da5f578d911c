"""What `query` reads has the cost language, as the deployed catalog has it."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from athena.duckdb.engine import DuckDbEngine
from athena.engine import Statement
from emulator.bills.billed_month import BilledMonth
from emulator.bills.billed_tables import BilledTables
from emulator.bills.generator.renderings import write_dataset
from emulator.bills.generator.story import BillingStory
from emulator.bills.intake.totals import totals
from emulator.bills.sources import sample_months
from emulator.environment import Emulated
from modules.datasets import LEGACY_CUR, BillingPeriod
from modules.plan import Plan
from modules.sealed import TABLES
from modules.views import views_over
from tests.conftest import environment
from tests.emulator.bills.intake_folders import legacy

EXAMPLE = Emulated.read("example")
DATABASE = EXAMPLE.names.database
MONTHS = sample_months()
PAYERS = ("210987654321", "111122223333")
STORY = BillingStory(BillingPeriod(2026, 1), months=2, line_items_per_month=900)


def test_costs_are_those_of_the_bill() -> None:
    """A view of views, by month; legacy CUR's declared table is there for them."""
    engine = DuckDbEngine(BilledTables(EXAMPLE, MONTHS))
    sql = "SELECT billing_period, sum(unblended_cost) FROM costs GROUP BY billing_period"
    seen = {row[0]: row[1] for row in engine.run(Statement(sql, DATABASE)).rows}
    engine.close()
    billed = {str(month.period): totals(month).sum for month in MONTHS}
    assert seen == pytest.approx(billed, abs=1e-6)


@pytest.mark.parametrize("name", ["bill*.parquet", "bill?.parquet", "bill[1-9].parquet", "**"])
def test_a_file_name_is_no_pattern(name: str, tmp_path: Path) -> None:
    """Each file is read once, as it is named."""
    october = legacy(tmp_path / name, [1.0], datetime(2018, 10, 1))
    november = legacy(tmp_path / "bill1.parquet", [5.0], datetime(2018, 11, 1))
    months = [
        BilledMonth(LEGACY_CUR, BillingPeriod(2018, month), (path,))
        for month, path in ((10, october), (11, november))
    ]
    engine = DuckDbEngine(BilledTables(EXAMPLE, months))
    sql = "SELECT month, sum(line_item_unblended_cost) FROM cur GROUP BY month ORDER BY month"
    found = list(engine.run(Statement(sql, DATABASE)).rows)
    engine.close()
    assert found == [("10", 1.0), ("11", 5.0)]


def test_every_view_of_the_exports_that_are_on_is_there() -> None:
    """And no other."""
    tables = set(BilledTables(EXAMPLE, ()).tables(DATABASE))
    assert {"costs", "costs_cur2", "costs_legacy", "kubernetes_costs", "accounts"} <= tables
    assert ("recommendations" in tables) == ("coh" in tables)


def test_what_is_sealed_is_there_with_the_tags_of_the_settings() -> None:
    """With no state machine; and not where nothing is sealed, as Athena would say."""
    plan = Plan.of(environment(query={"tags": ["user_team"]}))
    tables = BilledTables(Emulated("tagged", plan), MONTHS)
    engine = DuckDbEngine(tables)
    for table in TABLES:
        sql = f"SELECT sum(line_items), count(DISTINCT tag_user_team) FROM {table}"
        ((items, teams),) = engine.run(Statement(sql, plan.names.database)).rows
        assert items == sum(totals(month).rows for month in MONTHS)
        assert teams == 1
    engine.close()
    unsealed = Plan.of(environment(query={"sealed": {"enabled": False}}))
    there = set(BilledTables(Emulated("unsealed", unsealed), ()).tables(unsealed.names.database))
    assert {"daily_costs_source", "resource_costs_source"} <= there
    assert not there & set(TABLES)


def test_every_view_of_a_hub_tells_payers_apart(tmp_path: Path) -> None:
    """Each has rows of both, under their own ids, and no account, resource or invoice of two."""
    exports = {name: {"enabled": True} for name in ("cost_optimization", "carbon")}
    plan = Plan.of(environment(payers=list(PAYERS), own_exports=False, exports=exports))
    months = [
        replace(month, payer=payer)
        for line in plan.lines
        for payer in PAYERS
        for month in write_dataset(
            STORY.of_payer(payer), line.dataset, tmp_path / payer / line.dataset.name
        )
    ]
    tables = BilledTables(Emulated("hub", plan), months)
    engine = DuckDbEngine(tables)

    def ask(sql: str) -> list[tuple[object, ...]]:
        return list(engine.run(Statement(sql, plan.names.database)).rows)

    found_views = views_over({line.dataset.declared_table for line in plan.lines})
    views = [view.name for view in found_views if view.reads]  # the file of accounts has no payers
    assert len(views) >= 7
    for view in views:
        found = ask(f"SELECT DISTINCT payer_account_id FROM {view}")
        assert {payer for (payer,) in found} == set(PAYERS), view
    for column in ("account_id", "resource_id", "invoice_id"):
        shared = ask(
            f"SELECT {column} FROM costs WHERE {column} <> '' GROUP BY {column}"
            " HAVING count(DISTINCT payer_account_id) > 1"
        )
        assert shared == [], column
    engine.close()
