"""The deployed state machine, executed: what it looks for, and what it says when it gives up."""

import json
from typing import Any

import pytest

from emulator.aws.pace import PACE
from emulator.cloud.cloud import Cloud
from emulator.environment import PROJECT
from modules import iam
from modules.datasets import CUR2, BillingPeriod
from tests.conftest import Stack
from tests.emulator.aws.machines import PASS, add_machine, add_role, starter_access
from tests.emulator.line import CRAWLER, DATABASE, DELIVERY, PLAN, Line, month

DEFINITION = PROJECT / "modules/events/crawl_starter.asl.json"
CRAWLERS = "arn:aws:glue:eu-west-1:123456789012:crawler/"
SEALER = "arn:aws:states:eu-west-1:123456789012:stateMachine:sealer"
LOST = {"crawler": "cid-cur2", "manifest": "cid-Manifest.json"}


def run(cloud: Cloud, delivery: dict[str, Any], start_at: str | None = None) -> dict[str, Any]:
    definition = json.loads(DEFINITION.read_text())
    definition["StartAt"] = start_at or definition["StartAt"]
    tables = PLAN.names.catalog_arns(["cur2"])
    access = iam.crawl_starter_access(
        [f"{CRAWLERS}cid-cur2", f"{CRAWLERS}{CRAWLER}"], tables, (), [SEALER]
    )
    machine = add_machine(cloud, definition, access)
    client = cloud.client("stepfunctions")
    execution = client.start_execution(stateMachineArn=machine, input=json.dumps(delivery))
    cloud.wait_until_idle()
    described: dict[str, Any] = client.describe_execution(executionArn=execution["executionArn"])
    return described


def test_a_month_that_the_plan_puts_into_the_catalog_is_found(cloud: Cloud, example: Stack) -> None:
    """The definition spells partition values on its own: they are the plan's, so nothing is crawled."""
    january = BillingPeriod(2026, 1)
    glue = cloud.client("glue")
    glue.create_database(DatabaseInput={"Name": DATABASE})
    keys = [{"Name": name, "Type": "string"} for name in CUR2.partition_keys]
    glue.create_table(DatabaseName=DATABASE, TableInput={"Name": "cur2", "PartitionKeys": keys})
    there = {
        "Values": list(DELIVERY.partition_values(january)),
        "StorageDescriptor": {"Location": DELIVERY.uri(DELIVERY.month_prefix(january))},
    }
    glue.create_partition(DatabaseName=DATABASE, TableName="cur2", PartitionInput=there)
    assert run(cloud, deployed_input(example, january))["status"] == "SUCCEEDED"


def test_a_month_that_is_not_in_the_catalog_is_crawled(cloud: Cloud, example: Stack) -> None:
    """Here in vain, as there is no crawler."""
    ended = run(cloud, deployed_input(example, BillingPeriod(2026, 1)))
    assert (ended["status"], ended["error"]) == ("FAILED", "CrawlNotStarted")


def deployed_input(stack: Stack, period: BillingPeriod) -> dict[str, Any]:
    """What the deployed rule hands over when this month's manifest arrives, to whom seals apart."""
    target = stack.resource("aws_cloudwatch_event_target", "events_crawl_starter_cur2_target")
    manifest = json.dumps(DELIVERY.manifest_key(period))
    handed: dict[str, Any] = json.loads(
        target["input_transformer"]["input_template"].replace("<manifest>", manifest)
    )
    del handed["sealer"]
    return handed


def started_for(cloud: Cloud, delivery: dict[str, Any]) -> list[dict[str, Any]]:
    """What a sealer is asked for when this delivery has been crawled."""
    PACE.wait = 0.01
    trust = iam.trust("states.amazonaws.com")
    role = add_role(cloud, "sealer", trust, starter_access())
    states = cloud.client("stepfunctions")
    states.create_state_machine(name="sealer", definition=json.dumps(PASS), roleArn=role)
    assert run(cloud, delivery | {"sealer": SEALER})["status"] == "SUCCEEDED"
    found = states.list_executions(stateMachineArn=SEALER)["executions"]
    asked = (states.describe_execution(executionArn=one["executionArn"]) for one in found)
    return [json.loads(one["input"]) for one in asked]


def test_the_month_is_sealed_after_its_crawl(cloud: Cloud, line: Line, example: Stack) -> None:
    """The month that the manifest names."""
    line.deliver(month("2026-01"))
    delivery = deployed_input(example, BillingPeriod(2026, 1)) | {"crawler": CRAWLER}
    assert started_for(cloud, delivery) == [{"billing_period": "2026-01"}]
    assert len(line.partitions()) == 1


def test_the_last_months_are_sealed_where_the_manifest_names_none(cloud: Cloud, line: Line) -> None:
    """Legacy CUR: 20260101-20260201."""
    line.deliver(month("2026-01"))
    assert started_for(cloud, LOST | {"crawler": CRAWLER}) == [{"last_months": 2}]


def test_a_seal_that_does_not_start_is_a_failed_execution(cloud: Cloud, line: Line) -> None:
    """The delivery is crawled all the same."""
    PACE.wait = 0.001
    line.deliver(month("2026-01"))
    ended = run(cloud, LOST | {"crawler": CRAWLER, "sealer": SEALER})
    assert (ended["status"], ended["error"]) == ("FAILED", "SealingNotStarted")
    assert len(line.partitions()) == 1


def test_a_crawl_that_does_not_start_is_a_failed_execution(cloud: Cloud) -> None:
    """It names the crawler, the delivery and what Glue said."""
    ended = run(cloud, LOST)
    assert (ended["status"], ended["error"]) == ("FAILED", "CrawlNotStarted")
    assert ended["cause"].startswith("Crawler cid-cur2 did not start for cid-Manifest.json: ")
    assert "Glue.EntityNotFoundException" in ended["cause"]


@pytest.mark.parametrize(
    "caught",
    [
        {"Error": "States.TaskFailed", "Cause": 'it said "no"'},
        {"Error": "States.Timeout"},
        {"Error": "Glue.CrawlerRunningException", "Cause": "{}"},
        {"Error": "States.Permissions", "Cause": ""},
    ],
    ids=lambda caught: caught["Error"],
)
def test_any_caught_error_is_told_whole(cloud: Cloud, caught: dict[str, str]) -> None:
    """Reserved names, which a Fail state may not take, and errors without a cause."""
    ended = run(cloud, LOST | {"failure": caught}, start_at="Delivery not crawled")
    assert (ended["status"], ended["error"]) == ("FAILED", "CrawlNotStarted")
    assert json.loads(ended["cause"].partition("Manifest.json: ")[2]) == caught


def test_an_execution_ends_with_its_crawl(cloud: Cloud, line: Line) -> None:
    """Not when the crawl starts: who asks whether a delivery is there can ask the execution."""
    PACE.wait, PACE.crawl = 0.01, 1.0
    line.deliver(month("2026-01"))
    ended = run(cloud, LOST | {"crawler": CRAWLER})
    assert ended["status"] == "SUCCEEDED"
    assert line.last_crawl()["Status"] == "SUCCEEDED"
    assert len(line.partitions()) == 1


def test_a_crawl_that_fails_is_a_failed_execution(cloud: Cloud, line: Line) -> None:
    """It names the delivery, and where the crawl's log is."""
    PACE.wait = 0.01
    line.deliver(month("2026-01"))
    line.allow(iam.document(iam.statement("Nothing", "s3:*", "*", effect="Deny")))
    ended = run(cloud, LOST | {"crawler": CRAWLER})
    assert (ended["status"], ended["error"]) == ("FAILED", "CrawlFailed")
    assert ended["cause"].startswith(f"Crawl of {CRAWLER} for cid-Manifest.json ended as FAILED")
    assert f"/aws-glue/crawlers, stream {CRAWLER}" in ended["cause"]
