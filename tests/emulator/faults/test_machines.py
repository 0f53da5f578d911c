"""Starter and sealer, throttled and killed at each task that their deployed definitions have."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from emulator.cloud.cloud import Cloud
from tests.conftest import Json, Synthesize
from tests.emulator.faults.breaking import killed_after, tasks, throttled
from tests.emulator.faults.pipeline import RAW, SEALED, Pipeline, costs
from tests.emulator.sealing import EXPORTS, MONTH, Sealing, items
from tests.faults import Survived, slow

TOTAL = f"SELECT sum(unblended_cost) FROM daily_costs WHERE billing_period = '{MONTH}'"


@pytest.fixture
def sealing(cloud: Cloud, synthesize: Synthesize, tmp_path: Path) -> Iterator[Sealing]:
    with Sealing.on(cloud, synthesize(exports=EXPORTS), tmp_path) as running:
        yield running


def definition(cloud: Cloud, machine: str) -> Json:
    described = cloud.client("stepfunctions").describe_state_machine(stateMachineArn=machine)
    found: Json = json.loads(described["definition"])
    return found


def sealed_total(sealing: Sealing) -> float:
    return float(sealing.ask(TOTAL)[0][0] or 0)


@slow
@pytest.mark.fault("the sealer is throttled at each task", "every call fails twice, then for good")
def test_a_throttled_seal_is_made_or_the_old_month_stands(
    sealing: Sealing, survived: Survived
) -> None:
    """Twice is retried; for good the execution fails, says so, and the old month stands."""
    for number, (state, service, times) in enumerate(
        (state, service, times)
        for state, service in tasks(definition(sealing.cloud, sealing.machine)).items()
        for times in (2, 100)
    ):
        before, cost = sealed_total(sealing), float(number + 1)
        sealing.deliver(items(cost))
        with throttled(sealing.machine, state, service, times):
            ended = sealing.seal()
        found = sealed_total(sealing)
        assert ended["status"] in ("SUCCEEDED", "FAILED"), (state, ended)
        survived.expect((state, found in (before, 3 * cost)), (state, True))
        if ended["status"] == "FAILED":
            assert ended["error"], state
        survived.broken()
        assert sealing.seal()["status"] == "SUCCEEDED", state
        survived.mended()
        survived.expect((state, sealed_total(sealing)), (state, 3 * cost))


@slow
@pytest.mark.fault("the sealer is killed at each task", "ended after the call, before its answer")
def test_a_killed_seal_leaves_one_month_or_the_other(sealing: Sealing, survived: Survived) -> None:
    """Old or new, never a mix; sealed again it is right, and no more than two generations stay."""
    sealing.deliver(items(1.0))
    sealing.seal()
    for number, state in enumerate(tasks(definition(sealing.cloud, sealing.machine)), start=2):
        before, cost = sealed_total(sealing), float(number)
        sealing.deliver(items(cost))
        with killed_after(sealing.machine, state) as killed:
            ended = sealing.seal()
        assert killed or ended["status"] == "SUCCEEDED", (state, ended)
        survived.expect((state, sealed_total(sealing) in (before, 3 * cost)), (state, True))
        survived.broken()
        assert sealing.seal()["status"] == "SUCCEEDED", state
        survived.mended()
        survived.expect((state, sealed_total(sealing)), (state, 3 * cost))


@slow
@pytest.mark.fault("the starter is throttled at each task", "every call fails twice, then for good")
def test_a_throttled_starter_loses_no_delivery(pipeline: Pipeline, survived: Survived) -> None:
    """Twice is retried; for good it fails by name, and the next crawl finds the month."""
    expected: dict[str, float] = {}
    found = tasks(definition(pipeline.cloud, pipeline.starter)).items()
    for number, (state, service, times) in enumerate(
        (state, service, times) for state, service in found for times in (2, 100)
    ):
        month = f"{2000 + number // 12}-{number % 12 + 1:02}"
        expected[month] = 3.0
        with throttled(pipeline.starter, state, service, times):
            pipeline.deliver(month, costs(1.0))
        if month not in pipeline.partitions():
            assert pipeline.ended(pipeline.starter)[0]["status"] == "FAILED", state
            survived.broken()
            assert pipeline.crawl() == "SUCCEEDED"
            survived.mended()
        survived.expect((state, pipeline.ask(RAW)), (state, expected))


@slow
@pytest.mark.fault("the starter is killed at each task", "ended after the call, before its answer")
def test_a_killed_starter_loses_no_delivery(pipeline: Pipeline, survived: Survived) -> None:
    """Started again with its input, the delivery is there and sealed."""
    expected: dict[str, float] = {}
    states = pipeline.cloud.client("stepfunctions")
    for number, state in enumerate(tasks(definition(pipeline.cloud, pipeline.starter))):
        month = f"{2000 + number // 12}-{number % 12 + 1:02}"
        expected[month] = 3.0
        with killed_after(pipeline.starter, state) as killed:
            pipeline.deliver(month, costs(1.0))
        if killed:
            (dead,) = (e for e in pipeline.ended(pipeline.starter) if month in e["input"])
            assert dead["status"] == "ABORTED", state
            survived.broken()
            states.start_execution(stateMachineArn=pipeline.starter, input=dead["input"])
            pipeline.cloud.wait_until_idle()
            survived.mended()
        survived.expect((state, pipeline.ask(RAW)), (state, expected))
        survived.expect((state, pipeline.ask(SEALED)), (state, expected))


@pytest.mark.fault("a crawl dies halfway", "its catalog calls fail after the queue was read")
def test_a_crawl_that_dies_loses_no_event(
    pipeline: Pipeline, survived: Survived, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its messages come back; the execution fails by name, and the next crawl brings the month."""

    def dies(*args: object, **kwargs: object) -> None:
        raise ClientError({"Error": {"Code": "InternalError"}}, "CreatePartition")

    with monkeypatch.context() as broken:
        broken.setattr("emulator.glue.catalog.Catalog.add_partition", dies)
        pipeline.deliver("2026-01", costs(1.0))
    ended = pipeline.ended(pipeline.starter)[0]
    assert (ended["status"], ended["error"]) == ("FAILED", "CrawlFailed")
    assert pipeline.partitions() == []
    survived.broken()
    assert pipeline.crawl() == "SUCCEEDED"
    survived.mended()
    survived.lost = pipeline.queued(pipeline.queue)
    survived.expect(pipeline.ask(RAW), {"2026-01": 3.0})
    assert survived.lost == 0


@pytest.mark.fault("S3 answers 503", "to the crawler, while it reads a delivery's files")
def test_a_busy_s3_loses_no_delivery(
    pipeline: Pipeline, survived: Survived, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The crawl fails or leaves the month; its message is read again by the next one."""

    def busy(*args: object, **kwargs: object) -> None:
        raise ClientError({"Error": {"Code": "SlowDown", "Message": "503"}}, "GetObject")

    with monkeypatch.context() as broken:
        broken.setattr("emulator.glue.storage.Storage.footer", busy)
        pipeline.deliver("2026-01", costs(1.0))
    assert pipeline.ended(pipeline.starter)[0]["status"] == "FAILED"
    assert pipeline.partitions() == []
    survived.broken()
    assert pipeline.crawl() == "SUCCEEDED"
    survived.mended()
    survived.expect(pipeline.ask(RAW), {"2026-01": 3.0})
