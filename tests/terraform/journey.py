"""Settings change on the applied stack, there and back: one apply each way, for it takes a minute.

There, CUR 2.0 goes from crawler to registered, legacy CUR is turned off, and a payer comes, which
delivers from its own account. Back, all of it is undone.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from athena.client import run_query
from costs.deployed.adoption import adopt_known
from costs.laptop.sealed_months import PATIENCE
from costs.laptop.story import Story
from emulator.bills.billed_month import BilledMonth
from emulator.bills.generator.renderings import write_dataset
from emulator.bills.generator.story import BillingStory
from emulator.bills.intake.totals import totals
from emulator.cloud.cloud import Caller
from emulator.cloud.terraform import Terraform
from emulator.delivery.admission import deliver_if_admitted
from emulator.delivery.deliver import deliver
from emulator.environment import PROJECT
from modules import iam
from modules.datasets import CUR2
from modules.environment import parse_environments
from modules.plan import Delivery, Plan
from tests.conftest import Json
from tests.terraform.stacks import account_of, change, synthesized

PAYER = "210987654321"
SHIPPED: Json = json.loads((PROJECT / "cdktf.json").read_text())["context"]["environments"]
ALONE: Json = SHIPPED["everything"]
SOURCE: Json = {
    name: of for name, of in ALONE.items() if name not in ("consumers", "monitoring", "query")
} | {
    "account_id": PAYER,
    "hub": ALONE["account_id"],
    "exports": {name: on for name, on in ALONE["exports"].items() if name != "legacy_cur"},
}
OFF = {"enabled": False}
ROWS = """SELECT billing_period, line_item_product_code, count(*), sum(line_item_unblended_cost)
    FROM cur2 GROUP BY billing_period, line_item_product_code ORDER BY 1, 2"""
BY_PAYER = """SELECT payer_account_id, sum(unblended_cost) FROM costs
    WHERE billing_period = '{}' GROUP BY payer_account_id"""


@dataclass(frozen=True)
class Journey:
    """What was planned each way, and what queries and AWS said before, there and after.

    `source` is how many resources the payer's own stack has and what its second plan would change;
    `sums` what a month's files cost, by payer; `told_apart` what queries say of it, there and after.
    """

    there: Json
    back: Json
    rows: tuple[object, ...]
    places: tuple[str, ...]
    reports: tuple[int, ...]
    source: tuple[int, list[str]]
    sums: dict[str | None, float]
    told_apart: tuple[dict[str | None, float], ...]


def changed(exports: Mapping[str, Json]) -> Json:
    """The settings of the applied stack, with these of its exports."""
    of = ALONE["exports"]
    return ALONE | {"exports": of | {name: of[name] | section for name, section in exports.items()}}


def travelled(story: Story, folder: Path) -> Journey:
    """There and back; the month that the payer delivered is forgotten at the end."""
    hub = ALONE | {"payers": [PAYER], "own_exports": True}
    there = changed({"cur2": {"catalog": "registered"}, "legacy_cur": OFF})
    start = _rows(story)
    _deploy_as(story, hub)
    going = change(story, hub | {"exports": there["exports"]}, folder)
    middle, registered, kept = _rows(story), _catalogued_anew(story), _reports(story)
    source = _source(story, folder / "source")
    mine = next(month for month in story.months if month.dataset is CUR2)
    theirs = _of_payer(mine, folder / "bill")
    line = _planned(hub).line_of(CUR2)
    assert line
    for month in (mine, theirs):
        deliver_if_admitted(story.laptop.cloud, line.delivery_of(month.payer), month)
    story.laptop.cloud.wait_until_idle(PATIENCE)
    by_payer = _by_payer(story, mine)
    with account_of(story) as account:
        adoption = adopt_known(account, "everything", ALONE)
    coming = change(story, adoption.settings, folder)
    _deploy_as(story, ALONE)
    then = _by_payer(story, mine)
    _forget(story, line.delivery_of(PAYER), theirs)
    return Journey(
        going,
        coming,
        rows=(start, middle, _rows(story)),
        places=(registered, _catalogued_anew(story)),
        reports=(kept, _reports(story)),
        source=source,
        sums={
            payer: round(totals(month).sum, 2)
            for payer, month in ((ALONE["account_id"], mine), (PAYER, theirs))
        },
        told_apart=(by_payer, then),
    )


def _planned(settings: Json) -> Plan:
    return Plan.of(parse_environments("cdktf.json", {"example": settings})["example"])


def _deploy_as(story: Story, settings: Json) -> None:
    """With the policies of that environment, in its own account."""
    plan = _planned(settings)
    policies = [*iam.plan_access(plan).values(), *iam.apply_access(plan).values()]
    story.laptop.cloud.restrict(Caller.DEPLOYER, policies, plan.names.account_id)


def _source(story: Story, folder: Path) -> tuple[int, list[str]]:
    """The payer's own stack, in its own account, with its own policies."""
    folder.mkdir()
    _deploy_as(story, SOURCE)
    environment = story.laptop.cloud.environment(Caller.DEPLOYER, PAYER)
    terraform = Terraform(synthesized(SOURCE, folder), folder / "stack", environment)
    terraform.init()
    return terraform.apply(), terraform.plan()


def _of_payer(month: BilledMonth, folder: Path) -> BilledMonth:
    bill = BillingStory(month.period, months=1).of_payer(PAYER)
    (written,) = write_dataset(bill, CUR2, folder)
    return replace(written, payer=PAYER)


def _forget(story: Story, delivery: Delivery, month: BilledMonth) -> None:
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


def _catalogued_anew(story: Story) -> str:
    """Forget a month's partition, and let AWS deliver the month. Returns the new partition's place."""
    cloud, names = story.laptop.cloud, story.laptop.emulated.names
    line = story.laptop.emulated.plan.line_of(CUR2)
    assert line
    (delivery,) = line.deliveries
    month = next(month for month in story.months if month.dataset is CUR2)
    values = list(delivery.partition_values(month.period))
    partition = {"DatabaseName": names.database, "TableName": "cur2", "PartitionValues": values}
    cloud.client("glue").delete_partition(**partition)
    deliver(cloud.client("s3"), delivery, month)
    cloud.wait_until_idle()
    added = cloud.client("glue").get_partition(**partition)["Partition"]
    place: str = added["StorageDescriptor"]["Location"]
    return place


def _reports(story: Story) -> int:
    """Objects in the bucket of legacy CUR."""
    found = story.laptop.cloud.client("s3").list_objects_v2(
        Bucket=story.outputs["legacy_cur_bucket"]
    )
    return int(found["KeyCount"])


def _rows(story: Story) -> list[list[str | None]]:
    names = story.laptop.emulated.names
    athena = story.laptop.cloud.client("athena")
    return [list(row) for row in run_query(athena, ROWS, names.workgroup, names.database).rows]


def _by_payer(story: Story, month: BilledMonth) -> dict[str | None, float]:
    names = story.laptop.emulated.names
    athena = story.laptop.cloud.client("athena", caller=Caller.READER)
    sql = BY_PAYER.format(month.period)
    rows = run_query(athena, sql, names.workgroup, names.database).rows
    return {payer: round(float(cost or 0), 2) for payer, cost in rows}
