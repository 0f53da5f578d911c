"""Settings change on the applied stack, there and back, and data and protections stay.

Changes that are only planned follow.
"""

import re
from pathlib import Path

import pytest

from costs.deployed.plan_guard import refusals
from costs.laptop.story import Story
from emulator.cloud.terraform import TerraformError
from tests.terraform.journey import Journey, changed
from tests.terraform.stacks import changes, synthesized, without_hash

pytestmark = pytest.mark.terraform
QUEUED_AND_CRAWLED = {
    "aws_cloudwatch_metric_alarm.monitoring_alarms_cur2_dead_letters",
    "aws_glue_crawler.catalog_cur2_crawler",
    "aws_iam_role.catalog_cur2_crawler_role",
    "aws_iam_role_policy.catalog_cur2_crawler_role_policy",
    "aws_sqs_queue.events_cur2_queue",
    "aws_sqs_queue.events_cur2_queue_dead_letters",
}
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
# What names tables, queues or crawlers changes with those that there are.
OF_THE_SWITCH = {
    "aws_cloudwatch_event_rule.monitoring_failed_crawls_rule",
    "aws_cloudwatch_event_target.events_crawl_starter_cur2_target",
    "aws_glue_catalog_table.query_views_costs",
    "aws_iam_policy.consumers_reader_analyst_policy",
    "aws_iam_policy.consumers_reader_bi_policy",
    "aws_iam_policy.consumers_reader_policy",
    "aws_iam_role_policy.consumers_cid_quicksight_role_policy",
    "aws_iam_role_policy.consumers_grafana_role_policy",
    "aws_iam_role_policy.consumers_reader_bi_role_policy",
}


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
        "cur2": {"time_granularity": "HOURLY"},
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
        # OpenTofu leaves the block's name out.
        assert re.search(rf"_{export}_\w+ has (lifecycle\.)?prevent_destroy set", words)
