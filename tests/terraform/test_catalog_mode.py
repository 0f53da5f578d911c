"""One export's catalog changes from crawler to registered and back, on the applied stack."""

import json
from pathlib import Path

import pytest

from athena.client import run_query
from costs.deployed.plan_guard import refusals
from costs.laptop.story import Story
from emulator.delivery.deliver import deliver
from emulator.environment import PROJECT
from modules.datasets import CUR2
from tests.conftest import Json
from tests.terraform.conftest import changes, synthesized

pytestmark = pytest.mark.terraform
QUEUED_AND_CRAWLED = {
    "aws_glue_crawler.catalog_cur2_crawler",
    "aws_iam_role.catalog_cur2_crawler_role",
    "aws_iam_role_policy.catalog_cur2_crawler_role_policy",
    "aws_sqs_queue.events_cur2_queue",
    "aws_sqs_queue.events_cur2_queue_dead_letters",
}
STATEMENT = """SELECT billing_period, line_item_product_code, count(*), sum(line_item_unblended_cost)
    FROM cur2 GROUP BY billing_period, line_item_product_code ORDER BY 1, 2"""


def switch(story: Story, catalog: str, folder: Path) -> Json:
    """Apply the stack with CUR 2.0 catalogued this way. Returns the plan."""
    shipped = json.loads((PROJECT / "cdktf.json").read_text())["context"]["environments"]
    settings: Json = shipped["everything"]
    settings["exports"]["cur2"]["catalog"] = catalog
    story.terraform.configure(synthesized(settings, folder))
    plan: Json = json.loads(story.terraform.plan_as_json())
    story.terraform.apply_planned()
    return plan


def without_hash(addresses: set[str]) -> set[str]:
    return {address.rsplit("_", 1)[0] for address in addresses}


def rows(story: Story) -> list[list[str | None]]:
    names = story.laptop.emulated.names
    athena = story.laptop.cloud.client("athena")
    return [list(row) for row in run_query(athena, STATEMENT, names.workgroup, names.database).rows]


def catalogue_anew(story: Story) -> str:
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


def test_a_switch_keeps_table_data_bucket_and_export(told: Story, tmp_path: Path) -> None:
    """There and back: only queue and crawler go and come, and every query has the rows it had."""
    before = rows(told)
    there = switch(told, "registered", tmp_path)
    assert without_hash(changes(there)[("delete",)]) == QUEUED_AND_CRAWLED
    assert set(changes(there)) <= {("no-op",), ("update",), ("delete",)}
    registered = catalogue_anew(told)
    assert rows(told) == before

    back = switch(told, "crawler", tmp_path)
    assert without_hash(changes(back)[("create",)]) == QUEUED_AND_CRAWLED
    assert set(changes(back)) <= {("no-op",), ("update",), ("create",)}
    assert catalogue_anew(told) == registered
    assert rows(told) == before
    assert told.terraform.plan() == []

    for plan in (there, back):
        changed = without_hash(changes(plan).get(("update",), set()))
        assert changed == {
            "aws_cloudwatch_event_target.events_crawl_starter_cur2_target",
            "aws_iam_role_policy.events_crawl_starter_role_policy",
            "aws_s3_bucket_notification.events_data_exports_notification",
        }
        assert refusals(plan) == []
