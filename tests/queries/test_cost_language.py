"""What costs must satisfy whatever the bill: sums that meet over generated and real months.

`docs/cost-language.md` names these identities. The generated bills are small and have all kinds of line
items that the generator knows, with and without a private discount, missing texts as NULL and as ''.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import csv
from pyarrow import parquet as pq

from athena.duckdb.engine import DuckDbEngine
from athena.engine import Statement
from emulator.bills.generator.focus import as_focus
from emulator.bills.generator.months import ledger, write_months
from emulator.bills.generator.story import BillingStory
from modules.datasets import LEGACY_CUR, BillingPeriod
from tests.queries.tables import DATABASE, Tables
from tests.queries.view_cases import (
    ARROW,
    DECLARED,
    SHOWN,
    VIEWS_BY_NAME,
    table_of,
    view_table,
)

FIRST = BillingPeriod(2025, 12)
MONTHS = 13
SAMPLES = Path("samples/legacy-cur")
FOCUS_SAMPLE = Path("tests/data/focus_1_0_sample.csv.gz")
STORIES = {
    "a private discount": BillingStory(FIRST, MONTHS, line_items_per_month=900),
    "no private discount": BillingStory(FIRST, MONTHS, line_items_per_month=900, edp_discount=0),
    "empty texts": BillingStory(FIRST, 1, line_items_per_month=900, absent="empty"),
}
CENT = pytest.approx
MONEY = [column.name for column in VIEWS_BY_NAME["costs"].columns if column.name.endswith("_cost")]


@dataclass
class Bill:
    """Tables and views, and what they answer."""

    engine: DuckDbEngine

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        return list(self.engine.run(Statement(sql, DATABASE)).rows)

    def one(self, sql: str) -> float:
        """The only value of the only row."""
        ((value,),) = self.ask(sql)
        return float(value)

    def sums(self, sql: str) -> dict[Any, float]:
        """The last column under the others."""
        return {row[:-1]: row[-1] for row in self.ask(sql)}


def bill(folder: Path, **tables: pa.Table) -> Bill:
    """The views over these rows; the other tables are empty."""
    declared = [table_of(name, tables.get(name, pa.table({})), folder) for name in DECLARED]
    views = map(view_table, SHOWN.values())
    return Bill(DuckDbEngine(Tables(*declared, *views)))


def cur2_rows(story: BillingStory, folder: Path) -> pa.Table:
    months = [
        pq.read_table(chunk).append_column("billing_period", pa.repeat(str(month.period), rows))
        for month in write_months(story, folder)
        for chunk in month.chunks
        if (rows := pq.read_metadata(chunk).num_rows)
    ]
    return pa.concat_tables(months)


@pytest.fixture(scope="module", params=STORIES)
def generated(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bill]:
    """CUR 2.0 of each story."""
    folder = tmp_path_factory.mktemp("bill")
    made = bill(folder, cur2=cur2_rows(STORIES[request.param], folder))
    yield made
    made.engine.close()


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bill]:
    """The two real months of legacy CUR."""
    months = []
    for file in sorted(SAMPLES.rglob("*.parquet")):
        period = LEGACY_CUR.month_of(file.parent.as_posix())
        assert period
        rows = pq.read_table(file)
        rows = rows.cast(pa.schema([field.with_nullable(True) for field in rows.schema]))
        rows = rows.append_column("year", pa.repeat(str(period.year), len(rows)))
        months.append(rows.append_column("month", pa.repeat(str(period.month), len(rows))))
    whole = pa.concat_tables(months, promote_options="default")
    made = bill(tmp_path_factory.mktemp("real"), cur_declared=whole)
    yield made
    made.engine.close()


PREPAID = """line_item_line_item_type = 'SavingsPlanUpfrontFee'
    OR (line_item_line_item_type = 'Fee' AND COALESCE(reservation_reservation_a_r_n, '') <> '')"""
SPREAD = """CASE line_item_line_item_type
    WHEN 'SavingsPlanRecurringFee'
        THEN COALESCE(savings_plan_amortized_upfront_commitment_for_billing_period, 0e0)
    WHEN 'RIFee' THEN COALESCE(reservation_amortized_upfront_fee_for_billing_period, 0e0)
    ELSE 0e0 END"""
BRIDGE = f"""SELECT SUM(IF({PREPAID}, line_item_unblended_cost, 0e0)), SUM({SPREAD}) FROM {{}}"""
UNSPLIT = "COALESCE(line_item_operation, '') NOT IN ('EKSPod-EC2', 'ECSTask-EC2')"


def test_unblended_cost_is_the_invoice(generated: Bill) -> None:
    """By invoice, nothing lost and nothing twice."""
    invoices = generated.sums(
        f"SELECT bill_invoice_id, SUM(line_item_unblended_cost) FROM cur2 WHERE {UNSPLIT} GROUP BY 1"
    )
    shown = generated.sums("SELECT invoice_id, SUM(unblended_cost) FROM costs GROUP BY 1")
    assert shown == CENT(invoices, abs=1e-6)
    assert invoices


def test_net_unblended_cost_is_the_same_invoice(generated: Bill) -> None:
    """The discount is told twice and counted once, in every month."""
    for month, unblended, net in generated.ask(
        "SELECT billing_period, SUM(unblended_cost), SUM(net_unblended_cost) FROM costs GROUP BY 1"
    ):
        assert net == CENT(unblended, abs=1e-6), month


def test_what_is_prepaid_bridges_unblended_and_amortized_cost(generated: Bill) -> None:
    """Unblended = amortized - the month's share of prepaid fees + fees prepaid."""
    unblended, amortized = generated.ask(
        "SELECT SUM(unblended_cost), SUM(amortized_cost) FROM costs"
    )[0]
    ((prepaid, spread),) = generated.ask(BRIDGE.format("cur2"))
    assert unblended == CENT(amortized - spread + prepaid, abs=1e-6)
    assert prepaid > 0
    assert spread > 0


def test_a_savings_plan_costs_its_commitment(generated: Bill) -> None:
    """What it covers and what stays unused."""
    commitment = generated.one("SELECT SUM(savings_plan_total_commitment_to_date) FROM cur2")
    shown = generated.one(
        "SELECT SUM(amortized_cost) FROM costs WHERE purchase_option = 'Savings Plan'"
    )
    assert shown == CENT(commitment, abs=1e-6)


def test_net_is_never_more(generated: Bill) -> None:
    """A discount takes off."""
    rows = generated.ask(
        "SELECT SUM(amortized_cost), SUM(net_amortized_cost) FROM costs"
        " WHERE charge_type IN ('Usage', 'Commitment fee') GROUP BY billing_period"
    )
    assert all(net <= gross + 1e-9 for gross, net in rows)


def test_covered_usage_costs_less_than_in_public(generated: Bill) -> None:
    """Else why commit?"""
    public, amortized = generated.ask(
        "SELECT SUM(public_cost), SUM(amortized_cost) FROM costs"
        " WHERE charge_type = 'Usage' AND commitment_arn <> ''"
    )[0]
    assert 0 < amortized < public


@pytest.mark.parametrize(
    "of", ["account_id", "service_code", "charge_type", "purchase_option", "day"]
)
def test_totals_are_equal_however_grouped(generated: Bill, of: str) -> None:
    """On every cost basis."""
    measures = (
        "unblended_cost",
        "net_unblended_cost",
        "amortized_cost",
        "net_amortized_cost",
        "public_cost",
    )
    sums = ", ".join(f"SUM({measure})" for measure in measures)
    groups = generated.ask(f"SELECT {sums} FROM costs GROUP BY {of}")
    assert [sum(column) for column in zip(*groups, strict=True)] == CENT(
        list(generated.ask(f"SELECT {sums} FROM costs")[0]), abs=1e-6
    )
    assert len(groups) > 1


def test_pods_cost_what_their_instances_cost(generated: Bill) -> None:
    """Used and unused together, instance by instance and day by day."""
    pods = generated.sums(
        "SELECT node, day, SUM(amortized_cost) FROM kubernetes_costs"
        " WHERE launch_type = 'EC2' GROUP BY 1, 2"
    )
    instances = generated.sums(
        "SELECT resource_id, day, SUM(amortized_cost) FROM costs WHERE resource_id IN"
        " (SELECT split_line_item_parent_resource_id FROM cur2"
        " WHERE split_line_item_parent_resource_id <> '') GROUP BY 1, 2"
    )
    assert pods == CENT(instances, abs=1e-9)
    assert pods


def test_every_account_has_its_name(generated: Bill) -> None:
    """Each once."""
    rows = generated.ask("SELECT account_id, account_name FROM accounts")
    billed = generated.ask("SELECT DISTINCT line_item_usage_account_id FROM cur2")
    assert sorted(account for account, _ in rows) == sorted(account for (account,) in billed)
    assert all(name for _, name in rows)


# Real bills


def test_two_real_months_add_up(real: Bill) -> None:
    """Unblended to the invoice, and the bridge to amortized cost; net is gross without a discount."""
    invoices = real.sums(
        "SELECT bill_invoice_id, SUM(line_item_unblended_cost) FROM cur_declared GROUP BY 1"
    )
    shown = real.sums("SELECT invoice_id, SUM(unblended_cost) FROM costs_legacy GROUP BY 1")
    assert shown == CENT(invoices, abs=1e-6)
    unblended, net, amortized, net_amortized = real.ask(
        "SELECT SUM(unblended_cost), SUM(net_unblended_cost), SUM(amortized_cost),"
        " SUM(net_amortized_cost) FROM costs_legacy"
    )[0]
    ((prepaid, spread),) = real.ask(BRIDGE.format("cur_declared"))
    assert unblended == CENT(amortized - spread + prepaid, abs=0.01)
    assert (net, net_amortized) == CENT((unblended, amortized), abs=1e-9)


def test_real_reservations_cost_less_than_in_public(real: Bill) -> None:
    """And real usage is priced in public as it is billed."""
    reserved, usage = (
        real.ask(
            f"SELECT SUM(amortized_cost), SUM(public_cost) FROM costs_legacy"
            f" WHERE charge_type = 'Usage' AND purchase_option = '{option}'"
        )[0]
        for option in ("Reserved", "On-Demand")
    )
    assert 0 < reserved[0] < reserved[1]
    assert usage[1] == CENT(usage[0], rel=0.05)


def test_the_real_months_are_pruned(real: Bill) -> None:
    """November alone has November's line items."""
    november = real.one("SELECT COUNT(*) FROM costs_legacy WHERE billing_period = '2018-11'")
    assert november == 124_340


def test_a_real_focus_export_adds_up(tmp_path: Path) -> None:
    """FOCUS 1.0 as AWS, among others, delivered it: billed, effective and list cost."""
    rows, sums = focus_sample()
    made = bill(tmp_path, focus=rows)
    ((billed, effective, public),) = made.ask(
        "SELECT SUM(unblended_cost), SUM(net_amortized_cost), SUM(public_cost) FROM costs_focus"
    )
    assert (billed, effective) == CENT((sums["BilledCost"], sums["EffectiveCost"]), abs=1e-9)
    assert public >= billed
    assert made.one("SELECT COUNT(DISTINCT service) FROM costs_focus WHERE service = ''") == 0
    tags = made.ask(
        "SELECT DISTINCT key FROM costs_focus CROSS JOIN UNNEST(tags) AS t (key, value)"
    )
    assert set(tags) == {("user_application",), ("user_business_unit",), ("user_environment",)}
    units = set(made.ask("SELECT DISTINCT usage_unit FROM costs_focus"))
    assert {("Hrs",), ("GB-Mo",), ("IOPS-Mo",), ("LCU-Hrs",)} <= units
    made.engine.close()


def focus_sample() -> tuple[pa.Table, dict[str, float]]:
    """The AWS rows as the table `focus` has them, and the sums of their costs."""
    with gzip.open(FOCUS_SAMPLE) as file:
        sample = csv.read_csv(
            file,
            convert_options=csv.ConvertOptions(null_values=["NULL", ""], strings_can_be_null=True),
        )
    sums = {n: sum(sample[n].to_pylist()) for n in ("BilledCost", "EffectiveCost")}
    tags = [
        sorted(json.loads(text).items()) if text else None for text in sample["Tags"].to_pylist()
    ]
    columns = {"tags": pa.array(tags, ARROW["map<string,string>"])}
    for name in sample.column_names:
        type_ = DECLARED["focus"].columns.get(name.lower())
        if type_ and name != "Tags":
            columns[name.lower()] = sample[name].cast(ARROW[type_])
    columns["billing_period"] = pa.repeat("2024-09", len(sample))
    return pa.table(columns), sums


# Dialects


@pytest.fixture(scope="module", params=[0.07, 0.0], ids=["discounted", "not discounted"])
def told_twice(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bill]:
    """One ledger as CUR 2.0 and as FOCUS: three months, of which the last has a refund."""
    story = BillingStory(FIRST, 3, line_items_per_month=900, edp_discount=request.param)
    items = [ledger(story, number, period) for number, period in enumerate(story.periods)]
    cur2, focus = (
        pa.concat_tables(
            rows.rename_columns([name.lower() for name in rows.column_names]).append_column(
                "billing_period", pa.repeat(str(period), len(rows))
            )
            for rows, period in zip(tables, story.periods, strict=True)
        )
        for tables in (items, map(as_focus, items))
    )
    made = bill(tmp_path_factory.mktemp("twice"), cur2=cur2, focus=focus)
    yield made
    made.engine.close()


@pytest.mark.parametrize("measure", ["net_unblended_cost", "net_amortized_cost"])
@pytest.mark.parametrize("of", ["invoice_id", "account_id", "service_code", "charge_type", "day"])
def test_cur2_and_focus_cost_the_same(told_twice: Bill, of: str, measure: str) -> None:
    """To the cent, by month and however grouped: what is net in CUR 2.0 is what FOCUS has."""
    sql = f"SELECT billing_period, {of}, SUM({measure}) FROM {{}} GROUP BY 1, 2"
    cur2, focus = (told_twice.sums(sql.format(view)) for view in ("costs_cur2", "costs_focus"))
    assert {k: v for k, v in focus.items() if abs(v) > 0.005} == CENT(
        {k: v for k, v in cur2.items() if abs(v) > 0.005}, abs=0.005
    )
    assert sum(cur2.values()) > 1000


@pytest.mark.parametrize(
    "of",
    [
        "IF(usage_unit = 'Hours', 'Hrs', usage_unit)",  # CUR has both, FOCUS one
        "element_at(tags, 'user_team')",
    ],
)
def test_cur2_and_focus_call_usage_the_same(told_twice: Bill, of: str) -> None:
    """Else a month of FOCUS after one of CUR has new usage and none of a team."""
    sql = f"SELECT {of}, SUM(net_amortized_cost) FROM {{}} WHERE charge_type = 'Usage' GROUP BY 1"
    cur2, focus = (told_twice.sums(sql.format(view)) for view in ("costs_cur2", "costs_focus"))
    assert focus == CENT(cur2, abs=0.005)
    assert len(cur2) > 3
