"""The generated bill is one that AWS could have written."""

import hashlib
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from emulator.bills.generator.discounts import NET_OF, with_edp_discount
from emulator.bills.generator.months import GeneratedMonth, write_months
from emulator.bills.generator.story import BillingStory
from modules.datasets import CUR2, BillingPeriod

FIRST = BillingPeriod(2025, 11)
SHARE = BillingStory(FIRST).edp_discount


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


@pytest.mark.parametrize("first", ["2023-12", "2026-06"])
def test_the_story_is_the_same_whatever_month_it_begins_with(
    months: tuple[GeneratedMonth, ...], tmp_path: Path, first: str
) -> None:
    """Month by month the same kinds of line items, at the same cost a day: growth is the story's own.

    Months differ by their weekends; December 2023 leads to a February of 29 days.
    """
    others = write_months(BillingStory(BillingPeriod.parse(first), months=3), tmp_path)
    for here, there in zip(months, others, strict=True):
        for kind, cost in a_day(here).items():
            assert a_day(there)[kind] == pytest.approx(cost, rel=0.05), (there.period, kind)
        assert a_day(here).keys() == a_day(there).keys()


def a_day(month: GeneratedMonth) -> dict[object, float]:
    """Cost a day by kind of line item; of what comes once a month, the whole."""
    rows = ask(
        (month,),
        "SELECT line_item_line_item_type, sum(line_item_unblended_cost)"
        " / count(DISTINCT line_item_usage_start_date) FROM BILL"
        " WHERE line_item_line_item_type NOT IN ('Fee', 'RIFee') GROUP BY 1",
    )
    return {kind: float(str(cost)) for kind, cost in rows}


def test_weekends_are_quiet(months: tuple[GeneratedMonth, ...]) -> None:
    """Saturday and Sunday, of what isn't there by the hour."""
    quiet = ask(
        months,
        "SELECT isodow(day) FROM (SELECT line_item_usage_start_date::DATE AS day,"
        " sum(line_item_unblended_cost) AS cost FROM BILL"
        " WHERE line_item_line_item_type = 'Usage' AND line_item_product_code = 'AmazonS3'"
        " GROUP BY 1) GROUP BY 1 HAVING avg(cost) < 0.9 * (SELECT sum(line_item_unblended_cost) /"
        " count(DISTINCT line_item_usage_start_date) FROM BILL"
        " WHERE line_item_line_item_type = 'Usage' AND line_item_product_code = 'AmazonS3')",
    )
    assert {row[0] for row in quiet} == {6, 7}


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
        "SavingsPlanCoveredUsage", "SavingsPlanNegation", "SavingsPlanRecurringFee", "EdpDiscount",
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


@pytest.mark.parametrize("kind", ["SavingsPlanNegation", "EdpDiscount"])
def test_what_is_taken_off_names_no_resource(months: tuple[GeneratedMonth, ...], kind: str) -> None:
    """And has no tags: it is for many resources of a usage type, or of a product."""
    ((rows, with_resource, with_tags),) = ask(
        months,
        "SELECT count(*), count(nullif(line_item_resource_id, '')),"
        " count(*) FILTER (cardinality(resource_tags) > 0 OR cardinality(tags) > 0)"
        f" FROM BILL WHERE line_item_line_item_type = '{kind}'",
    )
    assert rows
    assert (with_resource, with_tags) == (0, 0)


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


def test_net_is_unblended_cost_plus_a_negative_discount(
    months: tuple[GeneratedMonth, ...],
) -> None:
    """On what is discounted, to the bit; its map names what the discount is made of."""
    ((wrong_net, wrong_map, lowest),) = ask(
        months,
        "SELECT count(*) FILTER (line_item_line_item_type <> 'EdpDiscount' AND"
        "     line_item_net_unblended_cost IS DISTINCT FROM"
        "     line_item_unblended_cost + discount_total_discount),"
        " count(*) FILTER (discount_total_discount IS DISTINCT FROM"
        "     coalesce(list_sum(map_values(discount)), 0)),"
        " min(discount_total_discount) FROM BILL",
    )
    assert (wrong_net, wrong_map) == (0, 0)
    assert lowest < 0  # type: ignore[operator]


def test_the_discount_is_told_twice_and_the_net_bill_is_the_bill(
    months: tuple[GeneratedMonth, ...],
) -> None:
    """Line items of the discount take off what the net columns do; none of it counts twice."""
    for month in months:
        ((unblended, net, discount, told),) = ask(
            (month,),
            "SELECT sum(line_item_unblended_cost), sum(line_item_net_unblended_cost),"
            " sum(line_item_unblended_cost) FILTER (line_item_line_item_type = 'EdpDiscount'),"
            " sum(discount_total_discount) FROM BILL",
        )
        assert unblended == pytest.approx(net, abs=1e-6)
        assert discount == pytest.approx(told, abs=1e-6)
        assert discount < -500  # type: ignore[operator]


def test_aws_discounts_its_own_services_only(months: tuple[GeneratedMonth, ...]) -> None:
    """Not Marketplace, support, tax, credits and refunds: their net is their gross."""
    shares = ask(
        months,
        "SELECT line_item_line_item_type, bill_billing_entity = 'AWS',"
        " line_item_product_code LIKE 'AWSSupport%',"
        " -sum(discount_total_discount) / sum(line_item_unblended_cost) FROM BILL"
        " WHERE line_item_unblended_cost <> 0 AND line_item_line_item_type <> 'EdpDiscount'"
        " GROUP BY ALL",
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


@pytest.mark.parametrize(
    "code",
    ["AWSSupportBusiness", "AWSDeveloperSupport", "AWSEnterpriseOnRamp", "OCBPremiumSupport"],
)
def test_no_plan_of_support_is_discounted(months: tuple[GeneratedMonth, ...], code: str) -> None:
    """Each has a product code of its own."""
    items = pq.read_table(months[0].chunks[0])
    place = items.schema.get_field_index("line_item_product_code")
    of_support = items.set_column(place, items.schema.field(place), pa.array([code] * len(items)))
    assert sum(with_edp_discount(items, SHARE)["discount_total_discount"].to_pylist()) < 0
    assert not any(with_edp_discount(of_support, SHARE)["discount_total_discount"].to_pylist())


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
            f"     AND abs({gross})) FROM BILL WHERE line_item_line_item_type <> 'EdpDiscount'",
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
    """Apart from the discount's own line items, the unblended bill is the same, to the bit."""
    plain = write_months(BillingStory(FIRST, months=3, edp_discount=0), tmp_path)
    sums = (
        "SELECT count(*), sum(CAST(hash(line_item_unblended_cost) AS hugeint)) FROM BILL"
        " WHERE line_item_line_item_type <> 'EdpDiscount'"  # doubles add up by the order they come in
    )
    assert ask(plain, sums) == ask(months, sums)
    counts = ", ".join(f"count({net})" for net in (*NET_OF.values(), "discount_total_discount"))
    assert set(ask(plain, f"SELECT {counts}, count(discount) FROM BILL")[0]) == {0}


def test_another_payer_has_a_bill_of_its_own(tmp_path: Path) -> None:
    """From the same seed: the same bytes each time, other accounts, resources, invoices and sums."""
    story = BillingStory(FIRST, months=1)
    other = story.of_payer("210987654321")
    assert story.of_payer(story.payer) == story
    assert digests(other, tmp_path / "a") == digests(other, tmp_path / "b")
    bills = [write_months(one, tmp_path / one.payer) for one in (story, other)]
    for column in ("usage_account_id", "usage_account_name", "resource_id"):
        sql = f"SELECT DISTINCT line_item_{column} FROM BILL WHERE line_item_{column} <> ''"
        mine, theirs = (set(ask(bill, sql)) for bill in bills)
        assert mine
        assert theirs
        assert not mine & theirs, column
    assert len({bill[0].line_items for bill in bills}) == 2
    costs = [bill[0].unblended_cost for bill in bills]
    assert abs(costs[0] - costs[1]) > 0.1 * costs[0]
    invoices = [ask(bill, "SELECT DISTINCT bill_invoice_id FROM BILL") for bill in bills]
    assert invoices == [[("EUINV25-110001",)], [("EUINV25-114321",)]]
