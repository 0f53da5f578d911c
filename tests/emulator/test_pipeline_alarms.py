"""Alarms of the deployed pipeline, brought about by what goes wrong in it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from athena.client import QueryFailed, run_query
from athena.endpoint.results.outcome import Outcome
from athena.endpoint.running import RUN
from athena.endpoint.running.session import Session
from emulator.aws.cloudwatch_alarms import evaluate
from emulator.aws.stepfunctions_throttling import TRANSITIONS
from emulator.cloud.cloud import Cloud
from modules.settings.scan_limit import SMALLEST_SCAN_LIMIT
from tests.conftest import Json, Synthesize
from tests.emulator.brought_about import brings_about
from tests.emulator.faults.pipeline import RAW, SEALED, SETTINGS, Pipeline, costs

WATCHED: Json = SETTINGS | {
    "monitoring": {"alarms": {"scanned": {"threshold": 1}}},
    "query": {"scan_limit_bytes": SMALLEST_SCAN_LIMIT},
    "consumers": {"grafana": {"managed": True}},
}


@pytest.fixture
def watched(cloud: Cloud, synthesize: Synthesize, tmp_path: Path) -> Iterator[Pipeline]:
    with Pipeline.on(cloud, synthesize, tmp_path, WATCHED) as running:
        running.deployment.create(
            "monitoring/alarms", "monitoring/alarm_topic", "consumers/grafana/queries"
        )
        yield running


def changed(pipeline: Pipeline, hours: float = 0) -> dict[str, str]:
    """States that are others so many hours from now, by alarm without the pipeline's name."""
    now = datetime.now(UTC) + timedelta(hours=hours)
    found = evaluate(pipeline.cloud.account_id, pipeline.cloud.region, now)
    return {name.partition("-")[2]: state for name, state in found.items()}


@brings_about("cur2-stale", "cur2-not-delivered", "cur2-not-catalogued")
@brings_about("sealed-months-stale", "daily-costs-not-sealed")
def test_an_export_that_falls_silent_is_stale_after_36_hours(watched: Pipeline) -> None:
    """By the clock alone, after a delivery that came and was catalogued; CloudWatch looks two back."""
    watched.deliver("2026-01", costs(1.0))
    assert changed(watched)["cur2-stale"] == "OK"
    assert "cur2-stale" not in changed(watched, 35)
    stale = changed(watched, 39)
    assert {stale[f"cur2-{part}"] for part in ("stale", "not-delivered", "not-catalogued")} == {
        "ALARM"
    }
    assert stale["sealed-months-stale"] == "ALARM"
    watched.deliver("2026-01", costs(1.0))
    assert changed(watched)["cur2-stale"] == "OK"


@brings_about("cur2-not-invoked")
def test_a_rule_that_may_start_nothing_fires_until_it_may(watched: Pipeline) -> None:
    """A delivery came, and the rule's role had lost its policy."""
    changed(watched)
    role, iam = watched.plan.names.events_role, watched.cloud.client("iam")
    (policy,) = iam.list_role_policies(RoleName=role)["PolicyNames"]
    document = iam.get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]
    iam.delete_role_policy(RoleName=role, PolicyName=policy)
    watched.deliver("2026-01", costs(1.0))
    fired = changed(watched)
    assert fired["cur2-not-invoked"] == fired["undelivered-events"] == "ALARM"
    assert watched.partitions() == []
    iam.put_role_policy(RoleName=role, PolicyName=policy, PolicyDocument=json.dumps(document))
    assert changed(watched, 1)["cur2-not-invoked"] == "OK"


@brings_about("queries-scanned-succeeded", "grafana-scanned-succeeded", "queries-scanned-canceled")
def test_queries_that_read_too_much_fire_the_alarm_of_their_workgroup(watched: Pipeline) -> None:
    """Analysts' by what analysts ask, Grafana's by what Grafana does; days later all are over.

    One that would read more than the workgroup's limit is cancelled, and paid for until there.
    """
    watched.deliver("2026-01", costs(1.0))
    changed(watched)
    names, athena = watched.plan.names, watched.cloud.client("athena")
    run_query(athena, RAW, names.workgroup, names.database)
    assert changed(watched) == {"queries-scanned-succeeded": "ALARM"}
    run_query(athena, RAW, names.grafana_workgroup, names.database)
    assert changed(watched) == {"grafana-scanned-succeeded": "ALARM"}
    watched.deliver("2026-01", large(SMALLEST_SCAN_LIMIT))
    with pytest.raises(QueryFailed, match="Bytes scanned limit was exceeded"):
        run_query(athena, RAW, names.workgroup, names.database)
    assert changed(watched)["queries-scanned-canceled"] == "ALARM"
    over = changed(watched, 24 * 4)
    fired = ("queries-scanned-succeeded", "grafana-scanned-succeeded", "queries-scanned-canceled")
    assert {over[name] for name in fired} == {"OK"}


def large(least: int) -> pa.Table:
    """Line items whose costs alone are so many bytes: random, so that nothing makes them smaller."""
    costs = np.random.default_rng(1).random(least // 8 + 1)
    return pa.table({"line_item_unblended_cost": costs})


@brings_about("cur2-columns-changed", "cur2-files-missing")
def test_a_manifest_that_names_other_columns_and_more_files_is_told(watched: Pipeline) -> None:
    """Until the next one, which names what is there."""
    changed(watched)
    watched.deliver("2026-01", costs(1.0), manifest=False)
    watched.tell("2026-01", files=2, columns=["a_new_one"])
    watched.cloud.wait_until_idle()
    fired = changed(watched)
    assert fired["cur2-columns-changed"] == fired["cur2-files-missing"] == "ALARM"
    over = changed(watched, 1)
    assert over["cur2-columns-changed"] == over["cur2-files-missing"] == "OK"


@brings_about("daily-costs-rows-missing", "daily-costs-cents-missing")
def test_a_sealed_month_that_lacks_its_rows_is_told_until_it_is_sealed_whole(
    watched: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Athena's files of one table were lost before it was published."""
    changed(watched)
    unload = RUN["UNLOAD"]

    def loses_its_files(session: Session) -> Outcome:
        outcome = unload(session)
        bucket, s3 = watched.plan.names.sealed_bucket, watched.cloud.client("s3")
        for found in s3.list_objects_v2(Bucket=bucket, Prefix="daily").get("Contents", []):
            s3.delete_object(Bucket=bucket, Key=found["Key"])
        return outcome

    with monkeypatch.context() as patch:
        patch.setitem(RUN, "UNLOAD", loses_its_files)
        watched.deliver("2026-01", costs(1.0))
    fired = changed(watched)
    assert fired["daily-costs-rows-missing"] == fired["daily-costs-cents-missing"] == "ALARM"
    watched.deliver("2026-01", costs(1.0))
    assert watched.ask(SEALED) == {"2026-01": 3.0}
    over = changed(watched, 1)
    assert over["daily-costs-rows-missing"] == over["daily-costs-cents-missing"] == "OK"


@brings_about("crawl-starter-throttled")
def test_executions_that_are_throttled_are_late_and_told(watched: Pipeline) -> None:
    """Not lost: the delivery is sealed."""
    changed(watched)
    TRANSITIONS.limit(2, 0.5)  # seconds are 5 ms here
    try:
        watched.deliver("2026-01", costs(1.0))
        fired = changed(watched)
    finally:
        TRANSITIONS.limit(800, 500)
    assert fired["crawl-starter-throttled"] == fired["month-sealer-throttled"] == "ALARM"
    assert watched.ask(RAW) == {"2026-01": 3.0}
    assert changed(watched, 1)["crawl-starter-throttled"] == "OK"


@brings_about("crawl-starter-timed-out")
def test_a_crawl_that_never_ends_is_told_as_an_execution_that_took_too_long(
    watched: Pipeline,
) -> None:
    """By the deployed definition, whose eight hours are two seconds here."""
    changed(watched)
    states = watched.cloud.client("stepfunctions")
    described = states.describe_state_machine(stateMachineArn=watched.starter)
    shorter = described["definition"].replace('"TimeoutSeconds":28800', '"TimeoutSeconds":2')
    assert shorter != described["definition"]
    states.update_state_machine(stateMachineArn=watched.starter, definition=shorter)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("emulator.aws.pace.PACE.crawl", 4.0)
        watched.deliver("2026-01", costs(1.0))
    assert watched.ended(watched.starter)[0]["status"] == "TIMED_OUT"
    assert changed(watched)["crawl-starter-timed-out"] == "ALARM"
    assert changed(watched, 1)["crawl-starter-timed-out"] == "OK"
