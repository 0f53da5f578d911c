"""The deployed state machine, executed: what it says when it gives up."""

import json
from typing import Any

import pytest

from emulator.cloud.cloud import Cloud
from emulator.environment import PROJECT
from tests.emulator.aws.machines import add_machine, starter_access

DEFINITION = PROJECT / "modules/events/crawl_starter.asl.json"
CRAWLER = "arn:aws:glue:eu-west-1:123456789012:crawler/cid-cur2"
DELIVERY = {"crawler": "cid-cur2", "manifest": "cid-Manifest.json"}


def run(cloud: Cloud, delivery: dict[str, Any], start_at: str | None = None) -> dict[str, Any]:
    definition = json.loads(DEFINITION.read_text())
    definition["StartAt"] = start_at or definition["StartAt"]
    machine = add_machine(cloud, definition, starter_access(CRAWLER))
    client = cloud.client("stepfunctions")
    execution = client.start_execution(stateMachineArn=machine, input=json.dumps(delivery))
    cloud.wait_until_idle()
    described: dict[str, Any] = client.describe_execution(executionArn=execution["executionArn"])
    return described


def test_a_crawl_that_does_not_start_is_a_failed_execution(cloud: Cloud) -> None:
    """It names the crawler, the delivery and what Glue said."""
    ended = run(cloud, DELIVERY)
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
    ended = run(cloud, DELIVERY | {"failure": caught}, start_at="Delivery not crawled")
    assert (ended["status"], ended["error"]) == ("FAILED", "CrawlNotStarted")
    assert json.loads(ended["cause"].partition("Manifest.json: ")[2]) == caught
