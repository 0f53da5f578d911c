"""Terraform itself, stopped in the middle, and at work while a crawler is."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from costs.deployed.plan_guard import refusals
from emulator.cloud.laptop import Laptop, laptop
from emulator.cloud.terraform import TerraformError
from emulator.environment import Emulated
from modules.plan import Plan
from tests.conftest import Json, environment
from tests.emulator.faults.applying import Applied, crawling, table_made
from tests.emulator.faults.pipeline import RAW, SEALED, SETTINGS, Pipeline, costs
from tests.faults import Survived, slow

SCHEDULE: Json = {"catalog": {"safety_schedule": "cron(0 5 ? * SUN *)"}}
REGISTERED: Json = {"exports": {"cur2": {"catalog": "registered"}, "focus": {"enabled": False}}}
pytestmark = pytest.mark.terraform


@pytest.fixture
def running() -> Iterator[Laptop]:
    with laptop(Emulated("example", Plan.of(environment(**SETTINGS)))) as started:
        yield started


@pytest.fixture
def stack(running: Laptop, tmp_path: Path) -> Applied:
    """Nothing of it is applied yet."""
    return Applied(running.cloud, SETTINGS, tmp_path / "terraform")


def run_again(stack: Applied) -> str:
    """And adopt what is said to exist; nothing of it is destroyed or replaced. Returns what was said."""
    try:
        stack.apply()
    except TerraformError as there:
        stack.adopt()
        plan: Json = json.loads(stack.plan_as_json())
        changes = plan["resource_changes"]
        assert [c["address"] for c in changes if "delete" in c["change"]["actions"]] == []
        # Whether a destroy may delete query results is a flag that AWS doesn't know.
        asked = [refused.address.rsplit("_", 1)[0] for refused in refusals(plan)]
        assert set(asked) <= {"aws_s3_bucket.storage_results_bucket"}
        stack.apply_planned()
        return str(there)
    return ""


def born(running: Laptop) -> tuple[object, ...]:
    """When table and buckets were made: what is replaced has another time."""
    cloud, names = running.cloud, running.emulated.names
    table = cloud.client("glue").get_table(DatabaseName=names.database, Name="cur2")["Table"]
    buckets = cloud.client("s3").list_buckets()["Buckets"]
    made = {bucket["Name"]: bucket["CreationDate"] for bucket in buckets}
    return table["CreateTime"], made


@slow
@pytest.mark.fault("apply is interrupted", "Ctrl-C while Glue makes the table, and run again")
def test_an_apply_that_is_interrupted_is_run_again(
    running: Laptop, stack: Applied, survived: Survived
) -> None:
    """The state is written and unlocked; what Terraform had not heard of is adopted."""
    with table_made("cur2") as made:
        assert "context canceled" in stack.stopped(signal.SIGINT, made)
    before = born(running)
    survived.broken()
    assert "Table already exists" in run_again(stack)
    survived.mended()
    assert stack.plan() == []
    assert born(running) == before


@slow
@pytest.mark.fault("apply is killed", "kill -9 before any state is written, and run again")
def test_an_apply_that_is_killed_takes_over_what_it_made(
    running: Laptop, stack: Applied, survived: Survived
) -> None:
    """Its lock is taken off; what exists already is adopted."""
    with table_made("cur2") as made:
        stack.stopped(signal.SIGKILL, made)
    before = born(running)
    survived.broken()
    with pytest.raises(TerraformError, match="Error acquiring the state lock") as locked:
        stack.apply()
    assert stack.unlock() in str(locked.value)
    said = run_again(stack)
    survived.mended()
    assert "xists" in said
    assert stack.plan() == []
    assert born(running) == before


@slow
@pytest.mark.fault("apply during a crawl", "its crawler changed, then taken away, while it runs")
def test_an_apply_during_a_crawl_loses_nothing(
    running: Laptop, stack: Applied, survived: Survived
) -> None:
    """Glue refuses, and the apply ends with its words; run again when the crawl has ended, it works."""
    stack.apply()
    pipeline = Pipeline(running.cloud, running.emulated.plan)
    pipeline.crawl()
    expected: dict[str, float] = {}
    for period, change in (("2026-01", SCHEDULE), ("2026-02", REGISTERED)):
        expected[period] = 3.0
        with crawling() as begun:
            pipeline.deliver(period, costs(1.0), wait=False)
            assert begun.wait(60)
            stack.ask_for(stack.settings | change)
            with pytest.raises(TerraformError, match="CrawlerRunningException"):
                stack.apply()
        survived.broken()
        running.cloud.wait_until_idle()
        survived.expect(pipeline.ask(RAW), expected)
        survived.expect(pipeline.ask(SEALED), expected)
        assert stack.apply() > 0
        survived.mended()
    assert stack.plan() == []
    pipeline.deliver("2026-03", costs(1.0))
    survived.expect(pipeline.ask(RAW), expected | {"2026-03": 3.0})
