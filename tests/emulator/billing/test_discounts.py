"""Under a private pricing agreement a bill has net columns, and they agree with each other."""

from pathlib import Path

import duckdb
import pytest

from emulator.billing import BillingStory, GeneratedMonth, write_months
from emulator.billing.discounts import NET_OF
from modules.datasets import CUR2, BillingPeriod

STORY = BillingStory(BillingPeriod(2025, 11), months=3)
SHARE = STORY.edp_discount


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> tuple[GeneratedMonth, ...]:
    return write_months(STORY, tmp_path_factory.mktemp("billing"))


def ask(months: tuple[GeneratedMonth, ...], sql: str) -> list[tuple[object, ...]]:
    files = [str(chunk) for month in months for chunk in month.chunks]
    return duckdb.connect().execute(sql.replace("BILL", f"read_parquet({files})")).fetchall()


def test_net_is_unblended_cost_plus_a_negative_discount(
    months: tuple[GeneratedMonth, ...],
) -> None:
    """On every line item, to the bit; its map names what the discount is made of."""
    ((wrong_net, wrong_map, lowest),) = ask(
        months,
        "SELECT count(*) FILTER (line_item_net_unblended_cost IS DISTINCT FROM"
        "     line_item_unblended_cost + discount_total_discount),"
        " count(*) FILTER (discount_total_discount IS DISTINCT FROM"
        "     coalesce(list_sum(map_values(discount)), 0)),"
        " min(discount_total_discount) FROM BILL",
    )
    assert (wrong_net, wrong_map) == (0, 0)
    assert lowest < 0  # type: ignore[operator]


def test_aws_discounts_its_own_services_only(months: tuple[GeneratedMonth, ...]) -> None:
    """Not Marketplace, support, tax, credits and refunds: their net is their gross."""
    shares = ask(
        months,
        "SELECT line_item_line_item_type, bill_billing_entity = 'AWS',"
        " line_item_product_code LIKE 'AWSSupport%',"
        " -sum(discount_total_discount) / sum(line_item_unblended_cost) FROM BILL"
        " WHERE line_item_unblended_cost <> 0 GROUP BY ALL",
    )
    whole = {(kind, of_aws, support) for kind, of_aws, support, share in shares if share == 0}
    assert whole == {
        ("Usage", False, False),
        ("Usage", True, True),
        ("Tax", True, False),
        ("Credit", True, False),
        ("Refund", True, False),
    }
    assert {round(float(row[3]), 9) for row in shares} == {0.0, SHARE}  # type: ignore[arg-type]


def test_every_net_column_has_its_gross_one() -> None:
    """Read from the column list; what isn't money is the rate."""
    names = {column.name for column in CUR2.columns}
    assert {name for name in names if "_net_" in name} == {
        *NET_OF.values(),
        "line_item_net_unblended_rate",
    }
    assert names >= set(NET_OF)


def test_net_columns_are_there_where_gross_ones_are(months: tuple[GeneratedMonth, ...]) -> None:
    """Commitments and split costs included, less the discount and no more."""
    for gross, net in NET_OF.items():
        ((apart, beyond),) = ask(
            months,
            f"SELECT count(*) FILTER (({gross} IS NULL) <> ({net} IS NULL)),"
            f" count(*) FILTER (abs({net}) NOT BETWEEN abs({gross}) * (1 - {SHARE} - 1e-9)"
            f"     AND abs({gross})) FROM BILL",
        )
        assert (apart, beyond) == (0, 0), net


def test_net_amortized_cost_is_whole(months: tuple[GeneratedMonth, ...]) -> None:
    """What reservations and the Savings Plan are used for and what stays unused is what they cost."""
    ((reserved, fees, covered, paid, cancelled),) = ask(
        months,
        "SELECT sum(reservation_net_effective_cost),"
        " sum(line_item_net_unblended_cost + reservation_net_amortized_upfront_fee_for_billing_period"
        "     - reservation_net_unused_recurring_fee"
        "     - reservation_net_unused_amortized_upfront_fee_for_billing_period)"
        "     FILTER (line_item_line_item_type = 'RIFee'),"
        " sum(savings_plan_net_savings_plan_effective_cost),"
        f" sum(line_item_net_unblended_cost - {1 - SHARE} *"
        "     (savings_plan_total_commitment_to_date - savings_plan_used_commitment))"
        "     FILTER (line_item_line_item_type = 'SavingsPlanRecurringFee'),"
        " sum(line_item_net_unblended_cost) FILTER (line_item_line_item_type"
        "     IN ('SavingsPlanCoveredUsage', 'SavingsPlanNegation')) FROM BILL",
    )
    assert reserved == pytest.approx(fees)
    assert covered == pytest.approx(paid)
    assert cancelled == pytest.approx(0, abs=1e-6)


def test_a_net_rate_is_the_rate_less_the_discount(months: tuple[GeneratedMonth, ...]) -> None:
    """As text with ten decimals, like the rate."""
    rates = ask(
        months,
        "SELECT DISTINCT line_item_unblended_rate, line_item_net_unblended_rate FROM BILL"
        " WHERE line_item_unblended_rate IS NOT NULL",
    )
    assert len(rates) > 10
    for gross, net in rates:
        assert float(str(net)) == pytest.approx(float(str(gross)) * (1 - SHARE), abs=1e-10)


def test_without_an_agreement_only_the_net_columns_are_missing(
    months: tuple[GeneratedMonth, ...], tmp_path: Path
) -> None:
    """The unblended bill is the same, to the bit."""
    plain = write_months(BillingStory(STORY.first, months=STORY.months, edp_discount=0), tmp_path)
    assert [m.unblended_cost for m in plain] == [m.unblended_cost for m in months]
    assert [m.line_items for m in plain] == [m.line_items for m in months]
    counts = ", ".join(f"count({net})" for net in (*NET_OF.values(), "discount_total_discount"))
    assert set(ask(plain, f"SELECT {counts}, count(discount) FROM BILL")[0]) == {0}
