"""Two payers deliver into one hub: the deployed policy, rules, state machine and crawler."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from athena.duckdb.engine import DuckDbEngine
from athena.engine import Statement
from athena.glue.catalog import GlueCatalog
from emulator.aws.pace import PACE
from emulator.bills.billed_month import BilledMonth
from emulator.bills.generator.renderings import write_dataset
from emulator.bills.generator.story import BillingStory
from emulator.bills.intake.totals import totals
from emulator.cloud.cloud import Cloud
from emulator.delivery.admission import NotAdmitted, deliver_if_admitted
from modules.datasets import CUR2, BillingPeriod
from modules.plan import Plan
from tests.conftest import Json, Synthesize, environment
from tests.emulator.deployment import Deployment

PAYERS = ("210987654321", "111122223333")
STORY = BillingStory(BillingPeriod(2026, 1), months=2, line_items_per_month=3000)
SUMS = """SELECT source_account_id, billing_period, count(*), sum(line_item_unblended_cost)
    FROM cur2 GROUP BY source_account_id, billing_period"""


def settings(mode: str) -> Json:
    cur2 = {"enabled": True, "catalog": mode}
    return {
        "payers": list(PAYERS),
        "own_exports": False,
        "exports": {"cur2": cur2, "focus": {"enabled": False}},
    }


@pytest.fixture(scope="module")
def bills(tmp_path_factory: pytest.TempPathFactory) -> list[BilledMonth]:
    """Two months of each payer."""
    folder = tmp_path_factory.mktemp("bills")
    return [
        replace(month, payer=payer)
        for payer in PAYERS
        for month in write_dataset(STORY.of_payer(payer), CUR2, folder / payer)
    ]


@pytest.fixture(params=["crawler", "registered"])
def hub(request: pytest.FixtureRequest, cloud: Cloud, synthesize: Synthesize) -> Plan:
    """A hub's way from bucket to catalog."""
    PACE.wait = 0.01
    asked = settings(request.param)
    made = Deployment(cloud, synthesize(**asked))
    made.create("storage/data_exports_bucket", "events", "catalog")
    return Plan.of(environment(**asked))


def answer(cloud: Cloud, plan: Plan, folder: Path) -> list[tuple[Any, ...]]:
    engine = DuckDbEngine(GlueCatalog(cloud.account_id, cloud.region, folder))
    try:
        return list(engine.run(Statement(SUMS, plan.names.database)).rows)
    finally:
        engine.close()


def statuses(cloud: Cloud) -> list[str]:
    states = cloud.client("stepfunctions")
    machines = {
        one["name"]: one["stateMachineArn"] for one in states.list_state_machines()["stateMachines"]
    }
    listed = states.list_executions(stateMachineArn=machines["cid-crawl-starter"])["executions"]
    return [one["status"] for one in listed]


@pytest.mark.fault("two payers at once", "four deliveries into one hub, side by side")
def test_payers_that_deliver_at_once_lose_nothing(
    cloud: Cloud, hub: Plan, bills: list[BilledMonth], tmp_path: Path
) -> None:
    """Month by month side by side: each payer's are there, told apart, to the cent.

    The first crawl lists all that lies there, the second has only what the queue says.
    """
    for period in STORY.periods:
        with ThreadPoolExecutor(len(PAYERS)) as services:
            deliveries = [
                services.submit(
                    deliver_if_admitted, cloud, hub.lines[0].delivery_of(month.payer), month
                )
                for month in bills
                if month.period == period
            ]
        assert all(delivery.result().data_keys for delivery in deliveries)
        cloud.wait_until_idle()
    assert statuses(cloud) == ["SUCCEEDED"] * len(bills)
    found = {row[:2]: row[2:] for row in answer(cloud, hub, tmp_path)}
    expected = {(month.payer, str(month.period)): totals(month) for month in bills}
    assert found.keys() == expected.keys()
    for key, (rows, cost) in found.items():
        assert (rows, round(cost, 2)) == (expected[key].rows, round(expected[key].sum, 2))


def test_a_payer_that_left_delivers_no_more_and_keeps_what_is_there(
    cloud: Cloud, synthesize: Synthesize, bills: list[BilledMonth], tmp_path: Path
) -> None:
    """The policy of the hub without it refuses; its partitions answer as before."""
    PACE.wait = 0.01
    both = Plan.of(environment(**settings("registered")))
    made = Deployment(cloud, synthesize(**settings("registered")))
    made.create("storage/data_exports_bucket", "events", "catalog")
    for month in bills:
        deliver_if_admitted(cloud, both.lines[0].delivery_of(month.payer), month)
    cloud.wait_until_idle()
    before = sorted(answer(cloud, both, tmp_path))
    left = synthesize(**settings("registered") | {"payers": [PAYERS[0]]})
    policy = left.resource("aws_s3_bucket_policy", "storage_data_exports_bucket_policy")["policy"]
    bucket = both.buckets[0].name
    reference = policy.partition("${")[2].partition("}")[0]
    cloud.client("s3").put_bucket_policy(
        Bucket=bucket, Policy=policy.replace(f"${{{reference}}}", f"arn:aws:s3:::{bucket}")
    )
    for month in bills:
        delivery = both.lines[0].delivery_of(month.payer)
        if month.payer == PAYERS[0]:
            deliver_if_admitted(cloud, delivery, month)
        else:
            with pytest.raises(NotAdmitted, match="on behalf of account 111122223333"):
                deliver_if_admitted(cloud, delivery, month)
    cloud.wait_until_idle()
    assert sorted(answer(cloud, both, tmp_path)) == before
