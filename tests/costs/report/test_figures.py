"""The figures of a report are what its queries answer, and they agree with each other."""

import json
import math
from itertools import pairwise

import pytest

from costs.report.blocks import Bridge, Table
from tests.costs.report.conftest import Made


def totals(made: Made) -> dict[str, float]:
    """Net amortized cost by month, asked apart from the report."""
    sql = "SELECT billing_period, SUM(net_amortized_cost) FROM costs WHERE billing_period > '2020'"
    rows = made.bill.answer(f"{sql} GROUP BY billing_period").rows
    return {str(month): float(cost or 0) for month, cost in rows}


def test_the_bridge_leads_from_month_to_month(made: Made) -> None:
    """Its ends are the months' totals, and its steps meet."""
    (bridge,) = (block for block in made.section("summary").blocks if isinstance(block, Bridge))
    first, *steps, last = bridge.steps
    months = totals(made)
    assert first.amount == pytest.approx(months[str(made.subject.period.before)])
    assert last.amount == pytest.approx(months[made.subject.period.month])
    assert math.fsum(step.amount for step in (first, *steps)) == pytest.approx(
        last.amount, abs=0.05
    )
    for step, following in pairwise(steps):
        assert step.end == pytest.approx(following.start, abs=0.01)


def test_every_grouping_adds_up_to_the_month(made: Made) -> None:
    """Nothing is lost in the rows that aren't shown."""
    month = totals(made)[made.subject.period.month]
    for section in ("services", "accounts", "regions"):
        (table,) = made.section(section).blocks
        assert isinstance(table, Table)
        place = next(i for i, column in enumerate(table.columns) if column.title == "Cost")
        assert table.total
        assert table.total[place] == pytest.approx(month)


def test_a_cluster_is_one_of_its_account_and_region(made: Made) -> None:
    """Accounts give theirs the same names: one line each, which says whose it is."""
    sql = "SELECT DISTINCT account_id, region, orchestrator, cluster FROM kubernetes_costs"
    month = made.subject.period.month
    there = made.bill.answer(f"{sql} WHERE billing_period = '{month}'").rows
    clusters, namespaces = made.section("kubernetes").blocks
    assert isinstance(clusters, Table)
    assert isinstance(namespaces, Table)
    told = {(row[1], row[2], row[3], row[0]) for row in clusters.rows}
    assert len(clusters.rows) == len(there)
    assert told == {(made.subject.account(str(a)), r, o, c) for a, r, o, c in there}
    assert len({row[:4] for row in namespaces.rows}) == len(namespaces.rows)


def test_json_has_the_figures_of_the_page(made: Made) -> None:
    """Every row of every table, and where it comes from."""
    report = json.loads(made.json)
    assert report["month"] == made.subject.period.month
    assert [section["id"] for section in report["sections"]] == [s.id for s in made.sections]
    services = next(s for s in report["sections"] if s["id"] == "services")["tables"][0]
    (table,) = made.section("services").blocks
    assert isinstance(table, Table)
    assert [row["Cost"] for row in services["rows"]] == [row[2] for row in table.rows]
    assert services["query"] == "spend/bridge"
