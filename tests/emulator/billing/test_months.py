"""The generated bill is one that AWS could have written."""

import hashlib
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from emulator.billing import BillingStory, GeneratedMonth, write_months
from modules.datasets import CUR2, BillingPeriod

FIRST = BillingPeriod(2025, 11)


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> tuple[GeneratedMonth, ...]:
    return write_months(BillingStory(FIRST, months=3), tmp_path_factory.mktemp("billing"))


def ask(months: tuple[GeneratedMonth, ...], sql: str) -> list[tuple[object, ...]]:
    files = [str(chunk) for month in months for chunk in month.chunks]
    return duckdb.connect().execute(sql.replace("BILL", f"read_parquet({files})")).fetchall()


def digests(story: BillingStory, folder: Path) -> list[str]:
    written = write_months(story, folder)
    return [hashlib.sha256(c.read_bytes()).hexdigest() for m in written for c in m.chunks]


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    """And another seed another bill."""
    story = BillingStory(FIRST, months=1)
    first, second = (digests(story, tmp_path / name) for name in "ab")
    assert first == second
    assert digests(BillingStory(FIRST, months=1, seed=8), tmp_path / "c") != first


def test_columns_and_types_are_those_of_cur2(months: tuple[GeneratedMonth, ...]) -> None:
    """What the export selects, and no more."""
    schema = pq.read_schema(months[0].chunks[0])
    assert set(schema.names) == {c.name for c in CUR2.columns if not c.optional}
    assert str(schema.field("line_item_usage_start_date").type) == "timestamp[ms, tz=UTC]"
    assert str(schema.field("resource_tags").type).startswith("map<string, string")


def test_every_kind_of_line_item_is_there(months: tuple[GeneratedMonth, ...]) -> None:
    """Those that the real samples lack too."""
    kinds = {row[0] for row in ask(months, "SELECT DISTINCT line_item_line_item_type FROM BILL")}
    assert kinds == {
        "Usage", "DiscountedUsage", "RIFee", "Fee", "Tax", "Credit", "Refund",
        "SavingsPlanCoveredUsage", "SavingsPlanNegation", "SavingsPlanRecurringFee",
    }  # fmt: skip


def test_negations_cancel_what_a_savings_plan_covers(months: tuple[GeneratedMonth, ...]) -> None:
    """To the last bit of a sum."""
    ((covered, negated),) = ask(
        months,
        "SELECT sum(cost) FILTER (kind = 'SavingsPlanCoveredUsage'),"
        " sum(cost) FILTER (kind = 'SavingsPlanNegation')"
        " FROM (SELECT line_item_unblended_cost AS cost, line_item_line_item_type AS kind FROM BILL)",
    )
    assert covered == pytest.approx(-negated)  # type: ignore[operator]


def test_commitments_are_whole(months: tuple[GeneratedMonth, ...]) -> None:
    """Covered usage and what stays unused make the Savings Plan's fee."""
    ((effective, used, total),) = ask(
        months,
        "SELECT sum(savings_plan_savings_plan_effective_cost), sum(savings_plan_used_commitment),"
        " sum(savings_plan_total_commitment_to_date) FROM BILL",
    )
    assert effective == pytest.approx(used)
    assert total > used  # type: ignore[operator]


def test_reservations_are_whole(months: tuple[GeneratedMonth, ...]) -> None:
    """Effective cost and unused fees make recurring and amortized upfront fees."""
    ((effective, unused, fees),) = ask(
        months,
        "SELECT sum(reservation_effective_cost),"
        " sum(reservation_unused_recurring_fee"
        "     + reservation_unused_amortized_upfront_fee_for_billing_period),"
        " sum(line_item_unblended_cost + reservation_amortized_upfront_fee_for_billing_period)"
        "     FILTER (line_item_line_item_type = 'RIFee') FROM BILL",
    )
    assert effective + unused == pytest.approx(fees)  # type: ignore[operator]


def test_pods_share_their_node_without_costing_more(months: tuple[GeneratedMonth, ...]) -> None:
    """No unblended cost of their own; split and unused cost add up to the node's."""
    ((unblended, shared),) = ask(
        months,
        "SELECT sum(line_item_unblended_cost),"
        " sum(split_line_item_split_cost + split_line_item_unused_cost) FROM BILL"
        " WHERE line_item_operation = 'EKSPod-EC2'",
    )
    assert unblended == 0
    ((nodes,),) = ask(
        months,
        "SELECT sum(line_item_unblended_cost) FROM BILL WHERE line_item_line_item_type = 'Usage'"
        " AND line_item_resource_id IN (SELECT split_line_item_parent_resource_id FROM BILL)",
    )
    assert shared == pytest.approx(nodes)


def test_line_items_are_told_apart_by_id_and_interval(months: tuple[GeneratedMonth, ...]) -> None:
    """As in AWS, where the id alone repeats."""
    ((rows, different),) = ask(
        months,
        "SELECT count(*), count(DISTINCT (identity_line_item_id, identity_time_interval)) FROM BILL",
    )
    assert rows == different == sum(month.line_items for month in months)


def test_absent_texts_can_be_empty(tmp_path: Path) -> None:
    """The other reading of what AWS leaves undocumented."""
    written = write_months(BillingStory(FIRST, months=1, absent="empty"), tmp_path)
    sql = "SELECT count(*) FROM BILL WHERE line_item_resource_id IS NULL"
    assert ask(written, sql) == [(0,)]


def test_more_line_items_are_more_resources(tmp_path: Path) -> None:
    """Roughly as many as asked for, in chunks of half a million."""
    (month,) = write_months(BillingStory(FIRST, months=1, line_items_per_month=30_000), tmp_path)
    assert 20_000 < month.line_items < 45_000
