"""The same ledger as FOCUS: other rows, equal money."""

import duckdb
import pyarrow as pa
import pytest

from emulator.bills.generator.focus import as_focus
from emulator.bills.generator.months import ledger
from emulator.bills.generator.story import BillingStory
from modules.datasets import FOCUS, BillingPeriod

STORY = BillingStory(BillingPeriod(2025, 3), months=10)
# Amortized cost by line item type, as the cost language defines it (AWS's names of columns).
NET_AMORTIZED = """
    CASE line_item_line_item_type
        WHEN 'SavingsPlanCoveredUsage' THEN savings_plan_net_savings_plan_effective_cost
        WHEN 'SavingsPlanNegation' THEN 0
        WHEN 'SavingsPlanRecurringFee' THEN
            (savings_plan_total_commitment_to_date - savings_plan_used_commitment)
            * savings_plan_net_recurring_commitment_for_billing_period
            / savings_plan_recurring_commitment_for_billing_period
        WHEN 'DiscountedUsage' THEN reservation_net_effective_cost
        WHEN 'RIFee' THEN reservation_net_unused_recurring_fee
            + reservation_net_unused_amortized_upfront_fee_for_billing_period
        WHEN 'Fee' THEN 0
        ELSE line_item_net_unblended_cost
    END"""


def ask(sql: str, **tables: pa.Table) -> list[tuple[object, ...]]:
    connection = duckdb.connect()
    for name, table in tables.items():
        connection.register(name, table)
    return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def months() -> list[tuple[pa.Table, pa.Table]]:
    found = [ledger(STORY, number, period) for number, period in enumerate(STORY.periods)]
    return [(items, as_focus(items)) for items in found]


def cents(value: object) -> float:
    return round(float(str(value)), 2)


def test_ten_months_have_equal_totals(months: list[tuple[pa.Table, pa.Table]]) -> None:
    """BilledCost is the invoice, EffectiveCost the net amortized cost; each to the cent."""
    print("\nperiod      unblended      billed   net amortized   effective")
    for period, (items, focus) in zip(STORY.periods, months, strict=True):
        ((unblended, amortized),) = ask(
            f"SELECT sum(line_item_unblended_cost), sum({NET_AMORTIZED}) FROM items"
            " WHERE coalesce(line_item_operation, '') <> 'EKSPod-EC2'",
            items=items,
        )
        ((billed, effective),) = ask(
            "SELECT sum(BilledCost), sum(EffectiveCost) FROM focus", focus=focus
        )
        print(f"{period} {unblended:13,.2f} {billed:11,.2f} {amortized:15,.2f} {effective:11,.2f}")
        assert (cents(unblended), cents(amortized)) == (cents(billed), cents(effective))


def test_every_invoice_is_whole(months: list[tuple[pa.Table, pa.Table]]) -> None:
    """By invoice and by account that used."""
    items, focus = months[2]
    by_cur2 = ask(
        "SELECT bill_invoice_id, line_item_usage_account_id, round(sum(line_item_unblended_cost), 2)"
        " FROM items GROUP BY ALL ORDER BY ALL",
        items=items,
    )
    by_focus = ask(
        "SELECT InvoiceId, SubAccountId, round(sum(BilledCost), 2) FROM focus"
        " GROUP BY ALL ORDER BY ALL",
        focus=focus,
    )
    assert by_focus == by_cur2


def test_columns_and_types_are_those_of_focus(months: list[tuple[pa.Table, pa.Table]]) -> None:
    """Named as AWS names them in Parquet, in AWS's order."""
    schema = months[0][1].schema
    assert schema.names == [column.name for column in FOCUS.columns]
    assert str(schema.field("ChargePeriodStart").type) == "timestamp[ms, tz=UTC]"
    assert str(schema.field("x_Discounts").type) == "map<string, double>"


def test_what_the_specification_forbids_to_be_null_is_there(
    months: list[tuple[pa.Table, pa.Table]],
) -> None:
    """Names are AWS's dictionary's "Null value allowed: No"."""
    never = """BilledCost BillingAccountId BillingAccountType BillingCurrency BillingPeriodEnd
        BillingPeriodStart ChargeCategory ChargeFrequency ChargePeriodEnd ChargePeriodStart
        EffectiveCost ListCost ContractedCost ProviderName ServiceCategory ServiceName
        ServiceSubcategory""".split()
    for _, focus in months:
        assert {name: focus[name].null_count for name in never} == dict.fromkeys(never, 0)


def test_a_commitment_is_bought_once_and_used_or_not(
    months: list[tuple[pa.Table, pa.Table]],
) -> None:
    """What is covered is billed at nothing; a purchase has no effective cost."""
    rows = ask(
        "SELECT ChargeCategory, CommitmentDiscountStatus, bool_and(BilledCost = 0),"
        " bool_and(EffectiveCost = 0) FROM focus WHERE CommitmentDiscountId IS NOT NULL"
        " GROUP BY ALL ORDER BY ALL",
        focus=months[1][1],
    )
    assert rows == [
        ("Purchase", None, False, True),
        ("Usage", "Unused", True, False),
        ("Usage", "Used", True, False),
    ]


def test_a_refund_corrects(months: list[tuple[pa.Table, pa.Table]]) -> None:
    """And nothing else does."""
    corrected = "SELECT BilledCost FROM focus WHERE ChargeClass = 'Correction'"
    assert ask(corrected, focus=months[2][1]) == [(-12.5,)]
    assert ask(corrected, focus=months[3][1]) == []


def test_without_an_agreement_nothing_is_discounted() -> None:
    """Contracted cost is list cost wherever a list price is; totals are equal again."""
    story = BillingStory(BillingPeriod(2025, 11), months=1, edp_discount=0)
    items = ledger(story, 0, story.first)
    focus = as_focus(items)
    ((unblended,),) = ask("SELECT sum(line_item_unblended_cost) FROM items", items=items)
    ((billed, apart),) = ask(
        "SELECT sum(BilledCost), count(*) FILTER (abs(ContractedCost - ListCost) > 1e-9"
        " AND PricingCategory = 'Standard') FROM focus",
        focus=focus,
    )
    assert (cents(billed), apart) == (cents(unblended), 0)
