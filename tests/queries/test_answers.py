"""What the queries answer: small bills worked out by hand, and sums that must agree."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from emulator.billing import BillingStory, write_months
from emulator.engines import CatalogTable, Statement
from emulator.engines.duckdb import DuckDbEngine
from emulator.folder_catalog import FolderCatalog
from emulator.intake import BilledMonth, read_data_folder, totals
from emulator.settings import Emulated
from modules.datasets import CUR2, LEGACY_CUR, BillingPeriod, Dataset
from modules.sql import default_parameters, read_queries
from tests.queries.tables import DATABASE, Row, Tables, table_of

DAY = "2026-01-15T00:00:00Z"
RI, SP = "arn:aws:ec2:::reserved-instances/1", "arn:aws:savingsplans:::savingsplan/1"
COMMITMENTS: list[Row] = [
    {"line_item_line_item_type": "SavingsPlanCoveredUsage", "line_item_unblended_cost": 10.0,
     "savings_plan_savings_plan_effective_cost": 7.0, "savings_plan_savings_plan_a_r_n": SP},
    {"line_item_line_item_type": "SavingsPlanNegation", "line_item_unblended_cost": -10.0,
     "savings_plan_savings_plan_a_r_n": SP},
    {"line_item_line_item_type": "SavingsPlanRecurringFee", "line_item_unblended_cost": 9.0,
     "savings_plan_total_commitment_to_date": 9.0, "savings_plan_used_commitment": 7.0,
     "savings_plan_savings_plan_a_r_n": SP},
    {"line_item_line_item_type": "DiscountedUsage", "line_item_unblended_cost": 0.0,
     "reservation_effective_cost": 3.0, "reservation_reservation_a_r_n": RI},
    {"line_item_line_item_type": "RIFee", "line_item_unblended_cost": 2.5,
     "reservation_unused_recurring_fee": 0.5, "reservation_reservation_a_r_n": RI,
     "reservation_unused_amortized_upfront_fee_for_billing_period": 0.25},
    {"line_item_line_item_type": "Fee", "line_item_unblended_cost": 120.0,
     "reservation_reservation_a_r_n": RI},
    {"line_item_line_item_type": "Usage", "line_item_unblended_cost": 1.0,
     "line_item_usage_type": "EU-SpotUsage:m5.large"},
    {"line_item_line_item_type": "Usage", "line_item_unblended_cost": 4.0,
     "line_item_usage_type": "EU-BoxUsage:m5.large"},
    {"line_item_line_item_type": "Tax", "line_item_unblended_cost": 2.0},
    {"line_item_line_item_type": "Credit", "line_item_unblended_cost": -1.5},
]  # fmt: skip


def asked(table: CatalogTable, name: str, *parameters: str) -> list[tuple[object, ...]]:
    """Run a saved query over a table."""
    (query,) = [q for q in read_queries(table.name) if q.name == name]
    engine = DuckDbEngine(Tables(table))
    try:
        return list(engine.run(Statement(query.sql, DATABASE, parameters)).rows)
    finally:
        engine.close()


def bill(rows: Sequence[Row], **common: object) -> list[Row]:
    defaults = {"line_item_product_code": "AmazonEC2", "line_item_usage_start_date": DAY}
    return [{**defaults, **common, **row} for row in rows]


def test_amortized_cost_follows_the_commitments(tmp_path: Path) -> None:
    """Covered usage at its effective price, unused commitments in the month, fees spread."""
    table = table_of(CUR2, {"2026-01": bill(COMMITMENTS)}, tmp_path)
    name = "amortized_cost_by_service_and_purchase_option"
    found = {row[2]: row[3] for row in asked(table, name, "'2026-01'", "'2026-01'")}
    assert found == {
        "Savings Plan": pytest.approx(7.0 + 2.0),
        "Reserved": pytest.approx(3.0 + 0.75 + 0.0),
        "Spot": pytest.approx(1.0),
        "On-Demand": pytest.approx(4.0),
        "Other": pytest.approx(2.0 - 1.5),
    }


def test_a_missing_text_may_be_null_or_empty(tmp_path: Path) -> None:
    """AWS doesn't say which; every query answers alike."""
    columns = ("line_item_usage_type", "reservation_reservation_a_r_n", "line_item_resource_id",
               "savings_plan_savings_plan_a_r_n", "line_item_operation")  # fmt: skip
    empty = [{**dict.fromkeys(columns, ""), **row} for row in bill(COMMITMENTS)]
    (tmp_path / "empty").mkdir()
    tables = [
        table_of(CUR2, {"2026-01": bill(COMMITMENTS)}, tmp_path),
        table_of(CUR2, {"2026-01": empty}, tmp_path / "empty"),
    ]
    for query in read_queries("cur2"):
        parameters = default_parameters(query.sql, [BillingPeriod(2026, 1)])
        first, second = (asked(table, query.name, *parameters) for table in tables)
        assert first == second, query.name


def test_a_month_range_spans_the_years_end(tmp_path: Path) -> None:
    """Legacy months are unpadded: 2 must not come after 10."""
    rows = bill([{"line_item_unblended_cost": 1.0}])
    months = dict.fromkeys(("2018-09", "2018-10", "2018-12", "2019-01", "2019-02"), rows)
    table = table_of(LEGACY_CUR, months, tmp_path)
    found = asked(table, "monthly_cost_by_service", "'2018-10'", "'2019-01'")
    assert [row[0] for row in found] == ["2018-10", "2018-12", "2019-01"]


def test_untagged_resources_are_listed_without_a_value(tmp_path: Path) -> None:
    """No tags, an empty map, another key: all untagged."""
    tags: list[Mapping[str, object]] = [
        {"resource_tags": {"user_team": "search"}, "line_item_unblended_cost": 5.0},
        {"resource_tags": {"user_env": "prod"}, "line_item_unblended_cost": 2.0},
        {"resource_tags": {}, "line_item_unblended_cost": 1.0},
        {"resource_tags": None, "line_item_unblended_cost": 0.5},
    ]
    table = table_of(CUR2, {"2026-01": bill(tags)}, tmp_path)
    found = asked(table, "cost_by_resource_and_tag", "'user_team'", "'2026-01'", "'2026-01'")
    assert [(row[0], row[4]) for row in found] == [("search", 5.0), ("", 3.5)]


def test_split_rows_add_no_usage(tmp_path: Path) -> None:
    """Their parents are counted already."""
    rows = [
        {"line_item_usage_amount": 24.0, "line_item_operation": "RunInstances"},
        {"line_item_usage_amount": 12.0, "line_item_operation": "EKSPod-EC2"},
    ]
    table = table_of(CUR2, {"2026-01": bill(rows, line_item_unblended_cost=1.0)}, tmp_path)
    found = asked(table, "daily_cost_by_service_and_usage_type", "'2026-01'", "'2026-01'")
    assert [(row[3], row[4]) for row in found] == [(24.0, 2.0)]


def test_account_names_come_with_their_accounts(tmp_path: Path) -> None:
    """And months outside of the range don't."""
    rows = bill([{"line_item_usage_account_id": "1", "line_item_usage_account_name": "shop",
                  "line_item_unblended_cost": 3.0}])  # fmt: skip
    table = table_of(CUR2, {"2026-01": rows, "2026-02": rows}, tmp_path)
    assert asked(table, "monthly_cost_by_account", "'2026-02'", "'2026-02'") == [
        ("2026-02", "1", "shop", 3.0)
    ]


@pytest.mark.parametrize("dataset", [CUR2, LEGACY_CUR], ids=lambda dataset: dataset.name)
def test_every_query_adds_up_to_the_bill(dataset: Dataset, tmp_path: Path) -> None:
    """Over generated months, and over the two real ones."""
    if dataset is CUR2:
        written = write_months(BillingStory(BillingPeriod(2025, 12), months=2), tmp_path)
        months = [BilledMonth(CUR2, month.period, month.chunks) for month in written]
    else:
        months = list(read_data_folder(Path("samples/legacy-cur"), tmp_path).months)
    expected = sum(totals(month).unblended_cost for month in months)
    engine = DuckDbEngine(FolderCatalog(Emulated.read("example"), months))
    for query in read_queries(dataset.table):
        parameters = tuple(default_parameters(query.sql, [month.period for month in months]))
        result = engine.run(Statement(query.sql, DATABASE, parameters))
        names = [column.name for column in result.columns]
        if "unblended_cost" in names:
            place = names.index("unblended_cost")
            assert sum(row[place] for row in result.rows) == pytest.approx(expected), query.name  # type: ignore[misc]
        else:
            assert list(result.rows)
    engine.close()
