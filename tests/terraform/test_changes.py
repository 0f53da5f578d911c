"""Settings change on the applied stack, there and back, and data and protections stay.

CUR 2.0 goes from crawler to registered while legacy CUR is turned off, and both come back: one apply
each way, for it takes a minute. Changes that are only planned follow.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from athena.client import run_query
from costs.deployed.adoption import adopt_known
from costs.deployed.plan_guard import refusals
from costs.laptop.story import Story
from emulator.cloud.terraform import TerraformError
from emulator.delivery.deliver import deliver
from emulator.environment import PROJECT
from modules.datasets import CUR2
from tests.conftest import Json
from tests.terraform.conftest import account_of, change, changes, synthesized, without_hash

pytestmark = pytest.mark.terraform
QUEUED_AND_CRAWLED = {
    "aws_cloudwatch_metric_alarm.monitoring_alarms_cur2_dead_letters",
    "aws_glue_crawler.catalog_cur2_crawler",
    "aws_iam_role.catalog_cur2_crawler_role",
    "aws_iam_role_policy.catalog_cur2_crawler_role_policy",
    "aws_sqs_queue.events_cur2_queue",
    "aws_sqs_queue.events_cur2_queue_dead_letters",
}
OFF = {"enabled": False}
STATEMENT = """SELECT billing_period, line_item_product_code, count(*), sum(line_item_unblended_cost)
    FROM cur2 GROUP BY billing_period, line_item_product_code ORDER BY 1, 2"""


KEPT_OF_LEGACY = {
    "aws_cur_report_definition.export_legacy_cur_report",
    *(
        f"aws_s3_bucket{part}.storage_legacy_report_bucket{name}"
        for part, name in {
            "": "",
            "_lifecycle_configuration": "_lifecycle",
            "_ownership_controls": "_ownership",
            "_policy": "_policy",
            "_public_access_block": "_public_access_block",
            "_server_side_encryption_configuration": "_encryption",
            "_versioning": "_versioning",
        }.items()
    ),
}


@dataclass(frozen=True)
class Journey:
    """What was planned each way, and what queries and AWS said before, there and after."""

    there: Json
    back: Json
    rows: tuple[object, ...]
    places: tuple[str, ...]
    reports: tuple[int, ...]


@pytest.fixture(scope="module")
def journey(told: Story, tmp_path_factory: pytest.TempPathFactory) -> Journey:
    """There and back."""
    folder = tmp_path_factory.mktemp("changed")
    start = rows(told)
    there = change(told, changed({"cur2": {"catalog": "registered"}, "legacy_cur": OFF}), folder)
    middle, registered, kept = rows(told), catalogue_anew(told), reports(told)
    with account_of(told) as account:
        adoption = adopt_known(account, "everything", changed({}))
    back = change(told, adoption.settings, folder)
    return Journey(
        there,
        back,
        rows=(start, middle, rows(told)),
        places=(registered, catalogue_anew(told)),
        reports=(kept, reports(told)),
    )


def changed(exports: Mapping[str, Json]) -> Json:
    """The settings of the applied stack, with these of its exports."""
    shipped = json.loads((PROJECT / "cdktf.json").read_text())["context"]["environments"]
    settings: Json = shipped["everything"]
    for name, section in exports.items():
        settings["exports"][name] |= section
    return settings


def reports(story: Story) -> int:
    """Objects in the bucket of legacy CUR."""
    found = story.laptop.cloud.client("s3").list_objects_v2(
        Bucket=story.outputs["legacy_cur_bucket"]
    )
    return int(found["KeyCount"])


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


def test_a_switch_of_catalog_keeps_table_data_bucket_and_export(journey: Journey) -> None:
    """Only queue and crawler go and come, and every query has the rows it had."""
    gone = without_hash(changes(journey.there)[("delete",)])
    assert gone >= QUEUED_AND_CRAWLED
    assert not [one for one in gone - QUEUED_AND_CRAWLED if "cur2" in one]
    assert without_hash(changes(journey.back)[("create",)]) >= QUEUED_AND_CRAWLED
    before, there, after = journey.rows
    assert before == there == after
    registered, crawled = journey.places
    assert registered == crawled


def test_an_export_that_is_off_is_forgotten_and_adopted_when_it_is_on_again(
    journey: Journey,
) -> None:
    """Report and bucket with its protections and data; what is made again holds none."""
    assert without_hash(changes(journey.there)[("forget",)]) == KEPT_OF_LEGACY
    found = changes(journey.back)
    imported = found.get(("import", "no-op"), set()) | found.get(("import", "update"), set())
    assert without_hash(imported) == KEPT_OF_LEGACY
    there, after = journey.reports
    assert there == after > 0


def test_no_way_replaces_anything_or_weakens_a_protection(journey: Journey) -> None:
    """That nothing is left to plan then, the story's second plan proves."""
    for plan in (journey.there, journey.back):
        assert not [actions for actions in changes(plan) if {"create", "delete"} <= set(actions)]
        assert refusals(plan) == []


def test_what_would_replace_an_export_is_refused_at_plan_time(
    told: Story, journey: Journey, tmp_path: Path
) -> None:
    """Before anything is touched, each in words of its own; docs/runbook.md has the way."""
    replacing = {
        "cur2": {"time_granularity": "DAILY"},
        "legacy_cur": {"report_name": "another"},
        "cost_optimization": {"export_name": "another"},
        "carbon": {"prefix": "bill/carbon"},
    }
    told.terraform.configure(synthesized(changed(replacing), tmp_path))
    try:
        with pytest.raises(TerraformError) as refused:
            told.terraform.plan()
    finally:
        told.terraform.configure(synthesized(changed({}), tmp_path))
    words = str(refused.value)
    assert "AWS can't change exports.cur2.time_granularity of an export that exists" in words
    for export in ("legacy_cur_report", "cost_optimization_export", "carbon_export"):
        assert re.search(rf"_{export}_\w+ has lifecycle\.prevent_destroy set", words)
