"""A crawl does what its role may do, and only while nobody stops it."""

import json
import math

import pytest
from botocore.exceptions import ClientError

from emulator.aws.pace import PACE
from emulator.glue.crawl import crawl_history, run_crawl
from emulator.glue.report import CrawlReport
from modules import iam
from tests.emulator.glue.held import HeldCrawls
from tests.emulator.line import BUCKET, CRAWLER, DATABASE, ROLE, Line, month

JANUARY = ["123456789012", "cid-cur2", "data", "2026-01"]
FEBRUARY = ["123456789012", "cid-cur2", "data", "2026-02"]


def crawl(line: Line) -> CrawlReport:
    return run_crawl(line.cloud.account_id, line.cloud.region, CRAWLER)


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("s3:ListBucket", f"arn:aws:s3:::{BUCKET}"),
        ("s3:GetObject", f"arn:aws:s3:::{BUCKET}/{month('2026-01')}"),
        ("glue:CreateTable", "arn:aws:glue:eu-west-1:123456789012:catalog"),
        ("glue:BatchCreatePartition", "arn:aws:glue:eu-west-1:123456789012:catalog"),
        ("logs:PutLogEvents", "log-group:/aws-glue/crawlers"),
    ],
)
def test_a_missing_permission_fails_the_crawl(line: Line, action: str, resource: str) -> None:
    """The crawl works with its role, and without one action it fails and names it."""
    line.deliver(month("2026-01"))
    line.allow(_without(line, action))
    error = str(crawl(line).error)
    assert f"is not authorized to perform: {action}" in error
    assert resource in error
    assert line.last_crawl()["Status"] == "FAILED"


def test_a_role_without_the_queue_loses_no_message(line: Line) -> None:
    """When the role may receive but not delete, the crawl fails and every message stays."""
    crawl(line)
    line.deliver(month("2026-01"))
    line.allow(_without(line, "sqs:DeleteMessage"))
    assert "sqs:DeleteMessage" in str(crawl(line).error)
    line.allow(line.access())
    assert crawl(line).messages_deleted == 2


def test_the_first_crawl_must_succeed_before_events_are_read(line: Line) -> None:
    """A failed first crawl is followed by another listing."""
    line.allow(_without(line, "s3:ListBucket"))
    assert crawl(line).error
    line.allow(line.access())
    assert crawl(line).mode == "listing"


def test_crawls_are_remembered_and_logged(line: Line) -> None:
    """Each crawl leaves a report, a row of ListCrawls and lines in CloudWatch."""
    line.deliver(month("2026-01"))
    line.crawl()
    line.crawl()
    reports = crawl_history(line.cloud.account_id, line.cloud.region, CRAWLER)
    assert [report.mode for report in reports] == ["listing", "events"]
    crawls = line.cloud.client("glue").list_crawls(CrawlerName=CRAWLER)["Crawls"]
    assert [found["State"] for found in crawls] == ["COMPLETED", "COMPLETED"]
    events = line.cloud.client("logs").get_log_events(
        logGroupName="/aws-glue/crawlers", logStreamName=CRAWLER
    )["events"]
    text = "\n".join(event["message"] for event in events)
    assert "The crawl is running by consuming Amazon S3 events." in text


def test_a_stopped_crawl_leaves_its_messages(line: Line) -> None:
    """StopCrawler ends a crawl; what it had received is there for the next one."""
    glue = line.cloud.client("glue")
    line.deliver(month("2026-02"))
    crawl(line)
    line.deliver(month("2026-01"))
    PACE.crawl = math.inf
    glue.start_crawler(Name=CRAWLER)
    with pytest.raises(ClientError, match="CrawlerRunningException"):
        glue.start_crawler(Name=CRAWLER)
    glue.stop_crawler(Name=CRAWLER)
    line.cloud.wait_until_idle()
    assert line.last_crawl()["Status"] == "CANCELLED"
    assert line.partitions() == [FEBRUARY]
    PACE.reset()
    assert crawl(line).messages_deleted == 3


def test_a_delivery_during_a_crawl_waits_for_the_next(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What arrives after a crawl has read the queue is left to the crawl after it."""
    line.deliver(month("2026-01"))
    line.crawl()
    held = HeldCrawls(monkeypatch)
    line.cloud.client("glue").start_crawler(Name=CRAWLER)
    held.wait_until_read()
    line.deliver(month("2026-02"))
    held.release()
    line.cloud.wait_until_idle()
    assert line.partitions() == [JANUARY]
    line.crawl()
    assert line.partitions() == [JANUARY, FEBRUARY]


def test_the_role_reaches_its_own_table_only(line: Line) -> None:
    """A role for another table's ARN can't register this one's partitions."""
    line.deliver(month("2026-01"))
    other = iam.render(line.access()).replace(f"table/{DATABASE}/cur2", f"table/{DATABASE}/focus")
    line.allow(json.loads(other))
    error = str(crawl(line).error)
    assert error.startswith(f"User: arn:aws:iam::123456789012:role/{ROLE} is not authorized")
    assert (
        f"glue:GetTable on resource: arn:aws:glue:eu-west-1:123456789012:table/{DATABASE}/cur2"
        in error
    )


def _without(line: Line, action: str) -> dict[str, object]:
    policy = line.access()
    statements = policy["Statement"]
    assert isinstance(statements, list)
    for statement in statements:
        actions = statement["Action"]
        actions = [actions] if isinstance(actions, str) else actions
        statement["Action"] = [other for other in actions if other != action] or [
            "s3:GetBucketTagging"
        ]
    return policy
