"""Every question of some months reads those months and nothing of the others."""

from collections.abc import Iterator

import pytest

from athena.duckdb.engine import DuckDbEngine
from athena.engine import Statement
from emulator.bills.billed_tables import BilledTables
from emulator.bills.generator.renderings import write_dataset
from emulator.bills.generator.story import BillingStory
from emulator.environment import Emulated
from modules.datasets import BillingPeriod
from modules.plan import Plan
from modules.sql import all_queries, default_parameters
from tests.conftest import environment

ON = {"enabled": True}
# With legacy CUR, too, `costs` looks at the payers of every month of CUR 2.0, which Trino doesn't.
PLAN = Plan.of(environment(exports={"cost_optimization": ON, "carbon": ON}))
STORY = BillingStory(BillingPeriod(2026, 1), months=1, line_items_per_month=900)
DATED = {
    query.full_name: query
    for query in all_queries()
    if "billing period" in query.header["Parameters"] and query.theme != "cur"
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDbEngine]:
    """A month of each export."""
    folder = tmp_path_factory.mktemp("month")
    months = [
        month
        for line in PLAN.lines
        for month in write_dataset(STORY, line.dataset, folder / line.dataset.name)
    ]
    engine = DuckDbEngine(BilledTables(Emulated("pruned", PLAN), months))
    yield engine
    engine.close()


def scanned(engine: DuckDbEngine, name: str, period: BillingPeriod) -> int:
    sql = DATED[name].sql
    parameters = tuple(default_parameters(sql, [period]))
    return engine.run(Statement(sql, PLAN.names.database, parameters)).scanned_bytes


@pytest.mark.parametrize("name", DATED)
def test_of_a_month_that_is_not_there_nothing_is_read(engine: DuckDbEngine, name: str) -> None:
    """Else it would read every month there is."""
    assert scanned(engine, name, BillingPeriod(1999, 1)) == 0


def test_of_one_that_is_there_something_is(engine: DuckDbEngine) -> None:
    """Or nothing would be shown above."""
    assert scanned(engine, "spend/movers", STORY.first) > 0
