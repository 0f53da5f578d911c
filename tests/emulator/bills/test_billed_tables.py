"""What `query` reads has the cost language, as the deployed catalog has it."""

import pytest

from athena.duckdb.engine import DuckDbEngine
from athena.engine import Statement
from emulator.bills.billed_tables import BilledTables
from emulator.bills.intake.totals import totals
from emulator.bills.sources import sample_months
from emulator.environment import Emulated

EXAMPLE = Emulated.read("example")
DATABASE = EXAMPLE.names.database
MONTHS = sample_months()


def test_costs_are_those_of_the_bill() -> None:
    """A view of views, by month; legacy CUR's declared table is there for them."""
    engine = DuckDbEngine(BilledTables(EXAMPLE, MONTHS))
    sql = "SELECT billing_period, sum(unblended_cost) FROM costs GROUP BY billing_period"
    seen = {row[0]: row[1] for row in engine.run(Statement(sql, DATABASE)).rows}
    engine.close()
    billed = {str(month.period): totals(month).sum for month in MONTHS}
    assert seen == pytest.approx(billed, abs=1e-6)


def test_every_view_of_the_exports_that_are_on_is_there() -> None:
    """And no other."""
    tables = set(BilledTables(EXAMPLE, ()).tables(DATABASE))
    assert {"costs", "costs_cur2", "costs_legacy", "kubernetes_costs", "accounts"} <= tables
    assert ("recommendations" in tables) == ("coh" in tables)
