"""What is stuck in the deployed pipeline is told, and goes on."""

import json

import pytest

from costs.cli import main
from costs.deployed.redrive import stuck
from emulator.aws.pace import PACE
from emulator.cloud.cloud import Caller, Cloud
from modules import iam
from modules.datasets import CUR2, BillingPeriod
from tests.conftest import Stack
from tests.emulator.line import BUCKET, CRAWLER, DELIVERY, PLAN, Line, month

MANIFEST = DELIVERY.manifest_key(BillingPeriod(2026, 1))
QUEUE, DEAD = PLAN.names.queue(CUR2), PLAN.names.dead_letter_queue(CUR2)


@pytest.fixture
def line(cloud: Cloud, example: Stack, monkeypatch: pytest.MonkeyPatch) -> Line:
    """All that events go through; who redrives may what policies/ says and nothing else."""
    PACE.wait = 0.001
    monkeypatch.setattr(stuck, "PATIENCE", 0)
    found = Line(cloud, example)
    found.create("events", "catalog/database", "catalog/cur2_table")
    cloud.restrict(Caller.READER, [iam.redrive_access(PLAN)])
    for name, value in cloud.environment(Caller.READER).items():
        monkeypatch.setenv(name, value)
    return found


def told(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    """Exit code, and all that is printed."""
    capsys.readouterr()
    code = main(["redrive", "example", *options])
    printed = capsys.readouterr()
    return code, printed.out + printed.err


def kill(line: Line) -> None:
    """What is on the work list becomes a dead letter, as after three crawls."""
    sqs = line.cloud.client("sqs")
    for _ in range(4):
        sqs.receive_message(QueueUrl=line.queue_url, MaxNumberOfMessages=10, VisibilityTimeout=0)
    assert line.queued() == 0


def test_nothing_stuck_is_said(line: Line, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 0; S3's test event is nobody's loss, and goes."""
    kill(line)
    assert told(capsys, "--apply")[0] == 0
    assert told(capsys) == (0, "nothing is stuck\n")


@pytest.mark.fault(
    "a message fails three times", "a file that can't be read, three crawls, then the redrive"
)
def test_a_dead_letter_is_told_with_its_object_and_goes_back_when_that_is_mended(
    line: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    """A truncated file first: it would only die again. Then the month is in the catalog."""
    line.crawl()
    line.deliver(month("2026-01"), b"PAR1 half a file")
    kill(line)
    told(capsys, "--apply")  # the test event
    for options in ((), ("--apply",)):
        code, text = told(capsys, *options)
        assert code == 3
        assert f"{DEAD}: s3://{BUCKET}/{month('2026-01')}\n" in text
        assert "left: it can't be read" in text
        assert line.queued(line.dead_url) == 1
    line.deliver(month("2026-01"))
    sqs = line.cloud.client("sqs")
    sqs.purge_queue(QueueUrl=line.queue_url)
    code, text = told(capsys)
    assert (code, "would go on" in text) == (3, True)
    assert line.queued(line.dead_url) == 1
    code, text = told(capsys, "--apply")
    assert (code, f"back in {QUEUE}, cid-crawl-starter started" in text) == (0, True), text
    line.cloud.wait_until_idle()
    assert len(line.partitions()) == 1
    assert line.queued(line.dead_url) == 0


@pytest.mark.fault(
    "a rule can't reach its target", "the event lies in the queue of undelivered ones"
)
def test_an_event_that_started_nothing_starts_what_it_was_for(
    line: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rule's role had lost its right; the letter says so."""
    client = line.cloud.client("iam")
    role = PLAN.names.events_role
    allowed = client.get_role_policy(RoleName=role, PolicyName="access")["PolicyDocument"]
    client.delete_role_policy(RoleName=role, PolicyName="access")
    line.deliver(month("2026-01"))
    line.deliver(MANIFEST, b"{}")
    client.put_role_policy(RoleName=role, PolicyName="access", PolicyDocument=json.dumps(allowed))
    code, text = told(capsys)
    assert code == 3
    assert f"{PLAN.names.undelivered_events}: s3://{BUCKET}/{MANIFEST}\n" in text
    assert "NO_PERMISSIONS" in text
    assert not line.partitions()
    code, text = told(capsys, "--apply")
    assert (code, "cid-crawl-starter started" in text) == (0, True)
    line.cloud.wait_until_idle()
    assert len(line.partitions()) == 1


@pytest.mark.fault("an execution fails", "what broke it is mended, then the redrive")
def test_a_failed_execution_is_started_again_once(
    line: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its own input; when it succeeds, it isn't stuck any more."""
    access = line.access()
    line.allow(iam.document(iam.statement("Nothing", "s3:*", "*", effect="Deny")))
    line.deliver(month("2026-01"))
    line.deliver(MANIFEST, b"{}")
    line.cloud.wait_until_idle()
    code, text = told(capsys)
    assert code == 3, text
    assert f"cid-crawl-starter: s3://{BUCKET}/{MANIFEST}\n" in text
    assert f"CrawlFailed: Crawl of {CRAWLER}" in text
    line.allow(access)
    assert "started again" in told(capsys, "--apply")[1]
    line.cloud.wait_until_idle()
    assert len(line.partitions()) == 1
    assert "crawl-starter" not in told(capsys)[1]


def test_another_accounts_credentials_are_refused(
    line: Line, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is looked at."""
    for name, value in line.cloud.environment(account_id="210987654321").items():
        monkeypatch.setenv(name, value)
    code, text = told(capsys)
    assert (code, "210987654321" in text) == (1, True)
