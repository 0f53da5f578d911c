"""Generated recommendations are a snapshot a day, of the story's own resources."""

from datetime import date

import pyarrow as pa

from emulator.bills.generator.months import ledger
from emulator.bills.generator.recommendations import snapshot
from emulator.bills.generator.story import BillingStory
from modules.datasets import COST_OPTIMIZATION, BillingPeriod

STORY = BillingStory(BillingPeriod(2025, 11), months=2)
DAY = date(2025, 11, 30)


def savings(table: pa.Table) -> float:
    return float(sum(table["estimated_monthly_savings_after_discount"].to_pylist()))


def test_columns_and_types_are_those_of_the_export() -> None:
    """The same day gives the same rows."""
    table = snapshot(STORY, DAY)
    assert table.schema.names == [column.name for column in COST_OPTIMIZATION.columns]
    assert str(table.schema.field("restart_needed").type) == "bool"
    assert table == snapshot(STORY, DAY)


def test_recommendations_for_one_resource_exclude_each_other() -> None:
    """All of them overstate what can be saved; AWS keeps the best one when asked to."""
    table, best = snapshot(STORY, DAY), snapshot(STORY, DAY, include_all=False)
    arns = best["resource_arn"].to_pylist()
    assert len(set(arns)) == len(arns) < len(table)
    assert set(arns) == set(table["resource_arn"].to_pylist())
    assert savings(best) < savings(table)
    assert "Stop" in best["action_type"].to_pylist()
    assert "Rightsize" not in best["action_type"].to_pylist()


def test_purchases_for_the_same_usage_exclude_each_other() -> None:
    """They have no ARN; AWS keeps the best one of these, too."""
    every, best = (snapshot(STORY, DAY, include_all=include) for include in (True, False))
    bought = [[r for r in table.to_pylist() if not r["resource_arn"]] for table in (every, best)]
    assert len(bought[0]) == 3
    assert [row["current_resource_type"] for row in bought[1]] == ["ComputeSavingsPlans"]


def test_instances_are_those_of_the_bill() -> None:
    """A recommendation can be joined to what its resource costs."""
    billed = set(ledger(STORY, 0, STORY.first)["line_item_resource_id"].to_pylist())
    table = snapshot(STORY, DAY)
    pairs = zip(
        table["resource_arn"].to_pylist(), table["current_resource_type"].to_pylist(), strict=True
    )
    instances = [arn.rsplit("/", 1)[1] for arn, kind in pairs if kind == "Ec2Instance"]
    assert instances
    assert set(instances) <= billed


def test_what_was_carried_out_is_gone() -> None:
    """Later snapshots have fewer, under the same ids."""
    first, last = snapshot(STORY, date(2025, 11, 1)), snapshot(STORY, date(2025, 12, 31))
    ids = [set(table["recommendation_id"].to_pylist()) for table in (first, last)]
    assert ids[1] < ids[0]
