"""Deliveries that come twice, late, never, broken, smaller, or in the middle of something."""

import json
import time

import pyarrow as pa
import pytest

from emulator.glue.events import MAX_MESSAGES
from modules.datasets import BillingPeriod
from tests.emulator.faults.pipeline import RAW, SEALED, Pipeline, costs
from tests.emulator.glue.held import HeldCrawls
from tests.emulator.line import parquet
from tests.faults import Survived, slow

PATIENCE = 600  # seconds for 100,000 events


def both(pipeline: Pipeline, survived: Survived, **totals: float) -> None:
    """The raw months and the sealed ones."""
    expected = {month.lstrip("m").replace("_", "-"): total for month, total in totals.items()}
    survived.expect(pipeline.ask(RAW), expected)
    survived.expect(pipeline.ask(SEALED), expected)


@slow
@pytest.mark.fault("the manifest comes twice", "one delivery, its manifest three times")
def test_a_manifest_that_comes_again_changes_nothing(
    pipeline: Pipeline, survived: Survived
) -> None:
    """One partition, the month sealed once more, the same total."""
    pipeline.deliver("2026-01", costs(1.0))
    pipeline.tell("2026-01")
    pipeline.tell("2026-01")
    pipeline.cloud.wait_until_idle()
    assert pipeline.partitions() == ["2026-01"]
    both(pipeline, survived, m2026_01=3.0)


@slow
@pytest.mark.fault("the manifest comes late", "files, a crawl for another month, then the manifest")
def test_a_late_manifest_brings_its_month(pipeline: Pipeline, survived: Survived) -> None:
    """What the crawl between found is there at once; sealed is it when its manifest comes."""
    pipeline.deliver("2026-01", costs(1.0), manifest=False)
    pipeline.deliver("2026-02", costs(2.0))
    survived.expect(pipeline.ask(SEALED), {"2026-02": 6.0})
    survived.broken()
    pipeline.tell("2026-01")
    pipeline.cloud.wait_until_idle()
    survived.mended()
    both(pipeline, survived, m2026_01=3.0, m2026_02=6.0)


@pytest.mark.fault("the manifest never comes", "files without one, then the weekly crawl")
def test_without_a_manifest_the_schedule_finds_the_month(
    pipeline: Pipeline, survived: Survived
) -> None:
    """Its messages wait in the queue."""
    pipeline.deliver("2026-01", costs(1.0), manifest=False)
    survived.expect(pipeline.ask(RAW), {})
    survived.broken()
    assert pipeline.crawl() == "SUCCEEDED"
    survived.mended()
    survived.lost = pipeline.queued(pipeline.dead)
    survived.expect(pipeline.ask(RAW), {"2026-01": 3.0})


@pytest.mark.fault("an export shrinks", "three files are overwritten by one and two empty ones")
def test_surplus_files_that_were_emptied_add_nothing(
    pipeline: Pipeline, survived: Survived
) -> None:
    """AWS leaves them, without rows."""
    pipeline.deliver("2026-01", costs(1.0), costs(2.0), costs(4.0))
    both(pipeline, survived, m2026_01=21.0)
    empty = costs(0.0).slice(0, 0)
    month = BillingPeriod(2026, 1)
    for number in (2, 3):
        pipeline.put(pipeline.delivery.data_key(month, number), parquet(empty))
    survived.broken()
    pipeline.deliver("2026-01", costs(8.0))
    survived.mended()
    both(pipeline, survived, m2026_01=24.0)


@pytest.mark.fault("a file is cut off", "one of two months, three crawls, then the whole file")
def test_a_truncated_file_stops_its_month_by_name(pipeline: Pipeline, survived: Survived) -> None:
    """The other month is right; the message is in the dead-letter queue and names the file."""
    whole = parquet(costs(1.0))
    pipeline.deliver("2026-01", costs(2.0))
    pipeline.deliver("2026-02", whole[: len(whole) // 2])
    for _ in range(3):
        pipeline.crawl()
    assert pipeline.partitions() == ["2026-01"]
    survived.expect(pipeline.ask(RAW), {"2026-01": 6.0})
    assert [body for body in pipeline.dead_bodies() if "BILLING_PERIOD%3D2026-02/" in body]
    survived.broken()
    pipeline.deliver("2026-02", whole)
    survived.mended()
    both(pipeline, survived, m2026_01=6.0, m2026_02=3.0)


@slow
@pytest.mark.fault("a month changes two weeks later", "January overwritten after February")
def test_a_late_refresh_of_a_month_is_there_and_sealed(
    pipeline: Pipeline, survived: Survived
) -> None:
    """February stays as it was."""
    pipeline.deliver("2026-01", costs(1.0))
    pipeline.deliver("2026-02", costs(2.0))
    time.sleep(1.1)  # S3 tells times by the second
    survived.broken()
    pipeline.deliver("2026-01", costs(4.0))
    survived.mended()
    both(pipeline, survived, m2026_01=12.0, m2026_02=6.0)


@slow
@pytest.mark.fault("a delivery during a crawl", "the next month arrives while the crawler runs")
def test_a_delivery_during_a_crawl_is_there_after_it(
    pipeline: Pipeline, survived: Survived, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its execution waits, then crawls."""
    held = HeldCrawls(monkeypatch)
    pipeline.deliver("2026-01", costs(1.0), wait=False)
    held.wait_until_read()
    survived.broken()
    pipeline.deliver("2026-02", costs(2.0), wait=False)
    held.release()
    pipeline.cloud.wait_until_idle()
    survived.mended()
    survived.lost = pipeline.queued(pipeline.queue) + pipeline.queued(pipeline.dead)
    both(pipeline, survived, m2026_01=3.0, m2026_02=6.0)
    assert survived.lost == 0


@slow
@pytest.mark.fault("a year ends", "December and January delivered, one after the other")
def test_december_and_january_are_two_months(pipeline: Pipeline, survived: Survived) -> None:
    """Of two years; the definitions reckon with months in words of their own."""
    pipeline.deliver("2025-12", costs(1.0))
    pipeline.deliver("2026-01", costs(2.0))
    both(pipeline, survived, m2025_12=3.0, m2026_01=6.0)


@pytest.mark.fault("a column changes its type", "February delivers costs as text")
def test_a_column_of_another_type_fails_its_month_by_name(
    pipeline: Pipeline, survived: Survived
) -> None:
    """January is answered; February's seal fails and names the column; delivered well, it is there."""
    pipeline.deliver("2026-01", costs(1.0))
    rows = costs(2.0)
    place = rows.column_names.index("line_item_unblended_cost")
    text = rows.set_column(place, "line_item_unblended_cost", pa.array(["2.0"] * 3))
    pipeline.deliver("2026-02", text)
    survived.expect(pipeline.ask(SEALED), {"2026-01": 3.0})
    survived.expect(
        pipeline.ask(RAW.replace("GROUP", "WHERE billing_period = '2026-01' GROUP")),
        {"2026-01": 3.0},
    )
    latest = pipeline.ended(pipeline.sealer)[0]
    assert (latest["status"], latest["error"]) == ("FAILED", "MonthNotSealed")
    assert "line_item_unblended_cost" in latest["cause"]
    time.sleep(1.1)
    survived.broken()
    pipeline.deliver("2026-02", rows)
    survived.mended()
    both(pipeline, survived, m2026_01=3.0, m2026_02=6.0)


@pytest.mark.fault("s3:TestEvent", "S3's own message about a notification that was set")
def test_a_test_event_harms_nothing(pipeline: Pipeline, survived: Survived) -> None:
    """It names no object; deliveries around it arrive."""
    event = {"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": pipeline.delivery.bucket}
    pipeline.cloud.client("sqs").send_message(
        QueueUrl=pipeline.queue, MessageBody=json.dumps(event)
    )
    pipeline.deliver("2026-01", costs(1.0))
    assert pipeline.ended(pipeline.starter)[0]["status"] == "SUCCEEDED"
    both(pipeline, survived, m2026_01=3.0)


@slow
@pytest.mark.fault("100,000 events", "of an old month, before those of a new one: a crawl's most")
def test_events_beyond_what_a_crawl_takes_wait_for_the_next(
    pipeline: Pipeline, survived: Survived
) -> None:
    """Its own execution crawls again, until the month is there; only then is it counted and sealed."""
    pipeline.deliver("2026-01", costs(1.0))
    pipeline.flood("2026-01", MAX_MESSAGES)
    before = pipeline.crawls()
    survived.broken()
    pipeline.deliver("2026-02", costs(2.0), wait=False)
    pipeline.cloud.wait_until_idle(PATIENCE)
    survived.mended()
    assert pipeline.crawls() == before + 2
    assert pipeline.ended(pipeline.starter)[0]["status"] == "SUCCEEDED"
    survived.lost = pipeline.queued(pipeline.queue)
    both(pipeline, survived, m2026_01=3.0, m2026_02=6.0)
    assert survived.lost == 0
