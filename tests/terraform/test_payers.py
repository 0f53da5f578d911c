"""A payer comes to the applied stack, delivers from its own account, and goes."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from athena.client import run_query
from costs.deployed.plan_guard import refusals
from costs.laptop.sealed_months import PATIENCE
from costs.laptop.story import Story
from emulator.bills.billed_month import BilledMonth
from emulator.bills.generator.renderings import write_dataset
from emulator.bills.generator.story import BillingStory
from emulator.bills.intake.totals import totals
from emulator.cloud.cloud import Caller
from emulator.cloud.terraform import Terraform
from emulator.delivery.admission import deliver_if_admitted
from emulator.environment import PROJECT
from modules import iam
from modules.datasets import CUR2
from modules.environment import parse_environments
from modules.plan import Delivery, Plan
from tests.conftest import Json
from tests.terraform.conftest import change, changes, synthesized, without_hash

pytestmark = pytest.mark.terraform
PAYER = "210987654321"
SHIPPED: Json = json.loads((PROJECT / "cdktf.json").read_text())["context"]["environments"]
ALONE: Json = SHIPPED["everything"]
HUB: Json = ALONE | {"payers": [PAYER], "own_exports": True}
SOURCE: Json = {
    name: of for name, of in ALONE.items() if name not in ("consumers", "monitoring")
} | {
    "account_id": PAYER,
    "hub": ALONE["account_id"],
    "exports": {name: on for name, on in ALONE["exports"].items() if name != "legacy_cur"},
}
DATASETS = ("cur2", "focus", "cost_optimization", "carbon")
RULES = {
    *(
        f"aws_cloudwatch_event_{kind}.events_crawl_starter_{dataset}_{PAYER}_{kind}"
        for kind in ("rule", "target")
        for dataset in DATASETS
    ),
    *(
        f"aws_cloudwatch_metric_alarm.monitoring_alarms_{dataset}_{PAYER}_{watched}"
        for dataset in DATASETS
        for watched in ("not_invoked", "not_delivered")
        if (dataset, watched) != ("carbon", "not_delivered")  # its month has no day of its own
    ),
}
SHARED = {
    *(
        f"aws_cloudwatch_composite_alarm.monitoring_alarms_{dataset}_stale"
        for dataset in DATASETS[:-1]
    ),
    "aws_cloudwatch_dashboard.monitoring_dashboard",
    "aws_iam_role_policy.events_crawl_starter_role_policy",
    "aws_iam_role_policy.query_month_sealer_role_policy",
    "aws_s3_bucket_notification.events_data_exports_notification",
    "aws_s3_bucket_policy.storage_data_exports_bucket_policy",
    "aws_sfn_state_machine.query_month_sealer_state_machine",
    "aws_sqs_queue.events_undelivered_events_queue",
}
STATEMENT = """SELECT payer_account_id, sum(unblended_cost) FROM costs
    WHERE billing_period = '{}' GROUP BY payer_account_id"""


def planned(settings: Json) -> Plan:
    return Plan.of(parse_environments("cdktf.json", {"example": settings})["example"])


def deploy_as(story: Story, settings: Json) -> None:
    """With the policies of that environment, in its own account."""
    plan = planned(settings)
    policies = [*iam.plan_access(plan).values(), *iam.apply_access(plan).values()]
    story.laptop.cloud.restrict(Caller.DEPLOYER, policies, plan.names.account_id)


def told_apart(story: Story, month: BilledMonth) -> dict[str | None, float]:
    names = story.laptop.emulated.names
    athena = story.laptop.cloud.client("athena", caller=Caller.READER)
    sql = STATEMENT.format(month.period)
    rows = run_query(athena, sql, names.workgroup, names.database).rows
    return {payer: round(float(cost or 0), 2) for payer, cost in rows}


def forget(story: Story, delivery: Delivery, month: BilledMonth) -> None:
    """Out of bucket, table and sealed months, as docs/hub.md says."""
    cloud = story.laptop.cloud
    s3 = cloud.client("s3")
    listed = s3.list_objects_v2(Bucket=delivery.bucket, Prefix=f"{delivery.folder}/")
    for found in listed["Contents"]:
        s3.delete_object(Bucket=delivery.bucket, Key=found["Key"])
    cloud.client("glue").delete_partition(
        DatabaseName=story.laptop.emulated.names.database,
        TableName=CUR2.table,
        PartitionValues=list(delivery.partition_values(month.period)),
    )
    states = cloud.client("stepfunctions")
    started = states.start_execution(
        stateMachineArn=story.outputs["month_sealer_arn"],
        input=json.dumps({"billing_period": str(month.period)}),
    )
    cloud.wait_until_idle(PATIENCE)
    ended = states.describe_execution(executionArn=started["executionArn"])
    assert ended["status"] == "SUCCEEDED"


@pytest.fixture
def source(told: Story, tmp_path: Path) -> Iterator[Terraform]:
    """The payer's own stack, in its own account, with its own policies."""
    folder = tmp_path / "source"
    folder.mkdir()
    deploy_as(told, SOURCE)
    environment = told.laptop.cloud.environment(Caller.DEPLOYER, PAYER)
    terraform = Terraform(synthesized(SOURCE, folder), folder / "stack", environment)
    terraform.init()
    yield terraform
    deploy_as(told, ALONE)


def test_a_payer_comes_delivers_and_goes(told: Story, source: Terraform, tmp_path: Path) -> None:
    """Nothing is replaced; only the bucket's policy and notification and the sealer change, too."""
    deploy_as(told, HUB)
    comes = change(told, HUB, tmp_path)
    assert without_hash(changes(comes)[("create",)]) == RULES
    assert set(changes(comes)) == {("no-op",), ("create",), ("update",)}
    assert source.apply() == 6  # four exports; enrolment and role of Cost Optimization Hub
    assert source.plan() == []

    mine = next(month for month in told.months if month.dataset is CUR2)
    bill = BillingStory(mine.period, months=1).of_payer(PAYER)
    (written,) = write_dataset(bill, CUR2, tmp_path / "bill")
    theirs = replace(written, payer=PAYER)
    line = planned(HUB).line_of(CUR2)
    assert line
    for month in (mine, theirs):
        deliver_if_admitted(told.laptop.cloud, line.delivery_of(month.payer), month)
    told.laptop.cloud.wait_until_idle()
    sums = {
        payer: round(totals(month).sum, 2)
        for payer, month in (("123456789012", mine), (PAYER, theirs))
    }
    assert told_apart(told, mine) == sums

    goes = change(told, ALONE, tmp_path)
    assert without_hash(changes(goes)[("delete",)]) == RULES
    assert set(changes(goes)) == {("no-op",), ("delete",), ("update",)}
    assert told_apart(told, mine) == sums
    for plan in (comes, goes):
        assert without_hash(changes(plan)[("update",)]) == SHARED
        assert refusals(plan) == []
    forget(told, line.delivery_of(PAYER), theirs)
    assert [pair for pair in told.reconcile().comparisons if not pair.holds] == []
