"""The deployed state machine, executed: what it looks for, and what it says when it gives up."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from moto.cloudwatch.models import cloudwatch_backends

from emulator.aws.pace import PACE
from emulator.cloud.cloud import Cloud
from emulator.environment import PROJECT
from modules import iam
from modules.datasets import CUR2, BillingPeriod
from tests.conftest import Stack
from tests.emulator.aws.machines import (
    PASS,
    add_machine,
    add_role,
    starter_access,
    states_entered,
)
from tests.emulator.glue.held import HeldCrawls
from tests.emulator.line import BUCKET, CRAWLER, DATABASE, DELIVERY, PLAN, Line, month
from tests.waiting import wait_until

DEFINITION = PROJECT / "modules/events/crawl_starter.asl.json"
CRAWLERS = "arn:aws:glue:eu-west-1:123456789012:crawler/"
SEALER = "arn:aws:states:eu-west-1:123456789012:stateMachine:sealer"
LOST = {"crawler": "cid-cur2", "manifest": "cid-Manifest.json"}


def starter(cloud: Cloud, start_at: str | None = None) -> str:
    """The deployed definition, with what the stack lets it do. Returns its ARN."""
    definition = json.loads(DEFINITION.read_text())
    definition["StartAt"] = start_at or definition["StartAt"]
    access = iam.crawl_starter_access(
        [f"{CRAWLERS}cid-cur2", f"{CRAWLERS}{CRAWLER}"],
        PLAN.names.catalog_arns(["cur2"]),
        queue_arns=[PLAN.names.arn("sqs", PLAN.names.queue(CUR2))],
        manifest_arns=[f"arn:aws:s3:::{BUCKET}/{DELIVERY.manifest_pattern}"],
        sealer_arns=[SEALER],
    )
    return add_machine(cloud, definition, access)


def start(cloud: Cloud, machine: str, delivery: dict[str, Any]) -> str:
    started = cloud.client("stepfunctions").start_execution(
        stateMachineArn=machine, input=json.dumps(delivery)
    )
    arn: str = started["executionArn"]
    return arn


def ended(cloud: Cloud, *executions: str) -> list[dict[str, Any]]:
    """How they did, when everything has ended."""
    cloud.wait_until_idle()
    client = cloud.client("stepfunctions")
    return [client.describe_execution(executionArn=execution) for execution in executions]


def run(cloud: Cloud, delivery: dict[str, Any], start_at: str | None = None) -> dict[str, Any]:
    (found,) = ended(cloud, start(cloud, starter(cloud, start_at), delivery))
    return found


def test_a_month_that_the_plan_puts_into_the_catalog_is_found(cloud: Cloud, example: Stack) -> None:
    """The definition spells partition values on its own: they are the plan's, so nothing is crawled."""
    PACE.wait = 0.001
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
    PACE.wait = 0.001
    found = run(cloud, deployed_input(example, BillingPeriod(2026, 1)))
    assert (found["status"], found["error"]) == ("FAILED", "CrawlNotStarted")


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
    found = run(cloud, LOST | {"crawler": CRAWLER, "sealer": SEALER})
    assert (found["status"], found["error"]) == ("FAILED", "SealingNotStarted")
    assert len(line.partitions()) == 1


def test_a_crawl_that_does_not_start_is_a_failed_execution(cloud: Cloud) -> None:
    """It names the crawler, the delivery and what Glue said."""
    PACE.wait = 0.001
    found = run(cloud, LOST)
    assert (found["status"], found["error"]) == ("FAILED", "CrawlNotStarted")
    assert found["cause"].startswith("Crawler cid-cur2 did not start for cid-Manifest.json: ")
    assert "Glue.EntityNotFoundException" in found["cause"]


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
    found = run(cloud, LOST | {"failure": caught}, start_at="Delivery not crawled")
    assert (found["status"], found["error"]) == ("FAILED", "CrawlNotStarted")
    assert json.loads(found["cause"].partition("Manifest.json: ")[2]) == caught


def test_an_execution_ends_with_its_crawl(cloud: Cloud, line: Line) -> None:
    """Not when the crawl starts: who asks whether a delivery is there can ask the execution."""
    PACE.wait, PACE.crawl = 0.01, 1.0  # seconds; it polls meanwhile
    line.deliver(month("2026-01"))
    found = run(cloud, LOST | {"crawler": CRAWLER})
    assert found["status"] == "SUCCEEDED"
    assert line.last_crawl()["Status"] == "SUCCEEDED"
    assert len(line.partitions()) == 1


def test_a_crawl_that_fails_is_a_failed_execution(cloud: Cloud, line: Line) -> None:
    """It names the delivery, and where the crawl's log is."""
    PACE.wait = 0.01
    line.deliver(month("2026-01"))
    line.allow(iam.document(iam.statement("Nothing", "s3:*", "*", effect="Deny")))
    found = run(cloud, LOST | {"crawler": CRAWLER})
    assert (found["status"], found["error"]) == ("FAILED", "CrawlFailed")
    assert found["cause"].startswith(f"Crawl of {CRAWLER} for cid-Manifest.json ended as FAILED")
    assert f"/aws-glue/crawlers, stream {CRAWLER}" in found["cause"]


GROWING = {"crawler": CRAWLER, "dataset": "cur2", "pipeline": "cid"}  # found by a crawl each time


def crawled(cloud: Cloud) -> list[str]:
    """How each crawl ended."""
    crawls = cloud.client("glue").list_crawls(CrawlerName=CRAWLER)["Crawls"]
    return [crawl["State"] for crawl in crawls]


def wait_until_all_wait(cloud: Cloud, executions: list[str]) -> None:
    """For the crawl that one of them started."""
    wait_until(lambda: all("Let it crawl" in states_entered(cloud, one) for one in executions))


def growing(line: Line, period: str) -> dict[str, Any]:
    """What a rule hands over whose dataset has columns that come and go."""
    manifest = DELIVERY.manifest_key(BillingPeriod.parse(period))
    return GROWING | {"queue": line.queue_url, "bucket": BUCKET, "manifest": manifest}


def test_several_manifests_at_once_are_one_crawl(
    cloud: Cloud, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each execution ends with it, and says that its delivery is there."""
    PACE.wait = 0.005
    machine = starter(cloud)
    line.crawl()  # the first one lists and leaves the queue
    periods = ("2026-01", "2026-02", "2026-03")
    for period in periods:
        line.deliver(month(period))
    held = HeldCrawls(monkeypatch)
    executions = [start(cloud, machine, growing(line, period)) for period in periods]
    wait_until_all_wait(cloud, executions)
    held.release()
    found = ended(cloud, *executions)
    assert [execution["status"] for execution in found] == ["SUCCEEDED"] * 3
    assert crawled(cloud) == ["COMPLETED"] * 2
    assert len(line.partitions()) == 3
    assert line.queued() == 0


def test_a_delivery_during_a_crawl_is_crawled_after_it(
    cloud: Cloud, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The crawl may have read the queue already."""
    PACE.wait = 0.005
    machine = starter(cloud)
    line.crawl()
    line.deliver(month("2026-01"))
    held = HeldCrawls(monkeypatch)
    first = start(cloud, machine, growing(line, "2026-01"))
    held.wait_until_read()
    line.deliver(month("2026-02"))
    second = start(cloud, machine, growing(line, "2026-02"))
    wait_until_all_wait(cloud, [first, second])
    held.release()
    found = ended(cloud, first, second)
    assert [execution["status"] for execution in found] == ["SUCCEEDED"] * 2
    assert crawled(cloud) == ["COMPLETED"] * 3
    assert len(line.partitions()) == 2
    assert line.queued() == 0


def test_what_another_deliverys_crawl_left_is_crawled(
    cloud: Cloud, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S3 told the queue late: the crawl began after both manifests, and found one of them."""
    PACE.wait = 0.005
    machine = starter(cloud)
    line.crawl()
    line.deliver(month("2026-01"))
    held = HeldCrawls(monkeypatch)
    both = [start(cloud, machine, growing(line, period)) for period in ("2026-01", "2026-02")]
    wait_until_all_wait(cloud, both)
    held.wait_until_read()
    line.deliver(month("2026-02"))
    held.release()
    assert [execution["status"] for execution in ended(cloud, *both)] == ["SUCCEEDED"] * 2
    assert len(line.partitions()) == 2
    assert line.queued() == 0


def test_a_month_that_another_deliverys_crawl_found_needs_none(
    cloud: Cloud, line: Line, example: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two payers' months, say: whoever waited for the crawler looks into the catalog first."""
    PACE.wait = 0.005
    machine = starter(cloud)
    line.crawl()
    periods = [BillingPeriod(2026, 1), BillingPeriod(2026, 2)]
    for period in periods:
        line.deliver(month(str(period)))
    told = [deployed_input(example, period) | {"crawler": CRAWLER} for period in periods]
    held = HeldCrawls(monkeypatch)
    executions = [start(cloud, machine, delivery) for delivery in told]
    wait_until_all_wait(cloud, executions)
    held.release()
    found = ended(cloud, *executions)
    assert [execution["status"] for execution in found] == ["SUCCEEDED"] * 2
    assert crawled(cloud) == ["COMPLETED"] * 2
    assert len(line.partitions()) == 2


def test_a_crawl_that_dies_fails_everybody_who_waited_for_it(cloud: Cloud, line: Line) -> None:
    """And loses no event: the queue has them still."""
    PACE.wait = 0.005
    machine = starter(cloud)
    line.crawl()
    line.allow(iam.document(iam.statement("Nothing", "s3:*", "*", effect="Deny")))
    for period in ("2026-01", "2026-02"):
        line.deliver(month(period))
    both = [start(cloud, machine, growing(line, period)) for period in ("2026-01", "2026-02")]
    assert {execution["status"] for execution in ended(cloud, *both)} == {"FAILED"}
    assert line.queued() == 3  # S3's test event is one


def metrics(cloud: Cloud) -> dict[str, list[float]]:
    """What was put, by the metric's name, of this pipeline and dataset."""
    found: dict[str, list[float]] = {}
    for datum in cloudwatch_backends[cloud.account_id][cloud.region].metric_data:
        dimensions = {dimension.name: dimension.value for dimension in datum.dimensions}
        assert dimensions == {"Pipeline": "cid", "Dataset": "cur2"}
        assert datum.namespace == "CostPipeline"
        found.setdefault(datum.name, []).append(datum.value)
    return found


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        (lambda names: names, 0),
        (lambda names: [*names, "line_item_new"], 1),
        (lambda names: names[1:], 1),
        (lambda names: ["renamed", *names[1:]], 2),
        (lambda names: list(reversed(names)), 0),
    ],
    ids=["none", "a new one", "one gone", "one renamed", "another order"],
)
def test_columns_that_come_and_go_are_counted(
    cloud: Cloud,
    line: Line,
    example: Stack,
    change: Callable[[list[str]], list[str]],
    changed: int,
) -> None:
    """Those of the manifest against those that the export is asked for."""
    PACE.wait = 0.001
    line.deliver(month("2026-01"))
    told = deployed_input(example, BillingPeriod(2026, 1)) | {"crawler": CRAWLER}
    columns = [{"name": name, "type": "string"} for name in change(told["columns"].split())]
    line.deliver(told["manifest"], json.dumps({"columns": columns}).encode())
    assert run(cloud, told)["status"] == "SUCCEEDED"
    assert metrics(cloud) == {"DeliveryCatalogued": [1.0], "ColumnsChanged": [changed]}


@pytest.mark.parametrize(
    "manifest",
    [None, b"{", b"[1]", b'{"columns": []}', b'{"columns": [{}]}', b" " * 150_000],
    ids=["missing", "half", "a list", "no column", "no name", "large"],
)
def test_a_manifest_that_names_no_columns_fails_nothing(
    cloud: Cloud, line: Line, example: Stack, manifest: bytes | None
) -> None:
    """The delivery is counted, its columns aren't."""
    PACE.wait = 0.001
    line.deliver(month("2026-01"))
    told = deployed_input(example, BillingPeriod(2026, 1)) | {"crawler": CRAWLER}
    if manifest is not None:
        line.deliver(told["manifest"], manifest)
    assert run(cloud, told)["status"] == "SUCCEEDED"
    assert metrics(cloud) == {"DeliveryCatalogued": [1.0]}


def test_a_delivery_is_catalogued_although_it_cannot_be_counted(cloud: Cloud, line: Line) -> None:
    """CloudWatch refuses: the execution goes on."""
    PACE.wait = 0.001
    line.deliver(month("2026-01"))
    machine = starter(cloud)
    policy = iam.crawl_starter_access([f"{CRAWLERS}{CRAWLER}"], [])
    without = {**policy, "Statement": policy["Statement"][:-1]}  # type: ignore[index]
    cloud.client("iam").put_role_policy(
        RoleName="machine", PolicyName="access", PolicyDocument=iam.render(without)
    )
    (found,) = ended(cloud, start(cloud, machine, growing(line, "2026-01")))
    assert found["status"] == "SUCCEEDED"
    assert metrics(cloud) == {}
