"""Crawlers are checked, started, updated and described as Glue does it."""

import math
from typing import Any

import pytest
from botocore.exceptions import ClientError

from emulator.aws.pace import PACE
from emulator.glue import crawlers as glue_crawlers
from modules import iam
from tests.emulator.line import BUCKET, CRAWLER, ROLE, Line, month


def other(line: Line, **changes: Any) -> dict[str, Any]:
    """The line's crawler under another name, with some properties changed."""
    return line.crawler | {"Name": "other"} | changes


def create(line: Line, **changes: Any) -> None:
    line.cloud.client("glue").create_crawler(**other(line, **changes))


def s3_target(line: Line, **changes: Any) -> dict[str, Any]:
    target = line.crawler["Targets"]["S3Targets"][0] | changes
    return {key: value for key, value in target.items() if value is not None}


def test_a_started_crawler_works_and_ends(line: Line) -> None:
    """StartCrawler crawls; afterwards the crawler is READY and its last crawl SUCCEEDED."""
    line.deliver(month("2026-01"))
    line.crawl()
    crawler = line.cloud.client("glue").get_crawler(Name=CRAWLER)["Crawler"]
    assert crawler["State"] == "READY"
    assert crawler["LastCrawl"]["Status"] == "SUCCEEDED"
    assert len(line.partitions()) == 1


def test_moto_alone_never_ends(line: Line) -> None:
    """moto's crawler stays RUNNING and does nothing; else this part can go."""
    glue = line.cloud.client("glue")
    with glue_crawlers.patch.taken_off():
        glue.start_crawler(Name=CRAWLER)
        assert glue.get_crawler(Name=CRAWLER)["Crawler"]["State"] == "RUNNING"


def test_a_running_crawler_is_left_alone(line: Line) -> None:
    """While a crawler runs it can't be started, updated or deleted."""
    glue = line.cloud.client("glue")
    PACE.crawl = math.inf
    glue.start_crawler(Name=CRAWLER)
    for call in (glue.start_crawler, glue.update_crawler, glue.delete_crawler):
        with pytest.raises(ClientError, match="CrawlerRunningException"):
            call(Name=CRAWLER)
    assert glue.get_crawler(Name=CRAWLER)["Crawler"]["State"] == "RUNNING"


def test_looking_at_a_crawl_does_not_end_it(line: Line) -> None:
    """ListCrawls shows a running crawl as running, however often."""
    glue = line.cloud.client("glue")
    PACE.crawl = math.inf
    glue.start_crawler(Name=CRAWLER)
    states = [glue.list_crawls(CrawlerName=CRAWLER)["Crawls"][0]["State"] for _ in range(3)]
    assert states == ["RUNNING"] * 3


def test_an_update_changes_what_it_names(line: Line) -> None:
    """UpdateCrawler replaces the properties given and keeps the others."""
    glue = line.cloud.client("glue")
    glue.update_crawler(Name=CRAWLER, Schedule="cron(0 3 ? * SUN *)", TablePrefix="x_")
    crawler = glue.get_crawler(Name=CRAWLER)["Crawler"]
    assert crawler["Schedule"]["ScheduleExpression"] == "cron(0 3 ? * SUN *)"
    assert crawler["TablePrefix"] == "x_"
    assert crawler["Targets"]["S3Targets"] == line.crawler["Targets"]["S3Targets"]
    assert crawler["Version"] == 2


def test_event_mode_needs_a_queue(line: Line) -> None:
    """Without a queue an event-mode crawler is refused."""
    target = s3_target(line, EventQueueArn=None)
    with pytest.raises(ClientError, match="Event queue ARN is required when event crawler"):
        create(line, Targets={"S3Targets": [target]})


def test_event_mode_has_one_target(line: Line) -> None:
    """Two targets are refused."""
    with pytest.raises(ClientError, match="Only one target"):
        create(line, Targets={"S3Targets": [s3_target(line), s3_target(line)]})


def test_event_mode_takes_no_samples(line: Line) -> None:
    """Sampling is refused."""
    with pytest.raises(ClientError, match="Sampling is not supported"):
        create(line, Targets={"S3Targets": [s3_target(line, SampleSize=1)]})


@pytest.mark.parametrize("key", ["EventQueueArn", "DlqEventQueueArn"])
def test_both_queues_must_exist(line: Line, key: str) -> None:
    """A queue that isn't there is refused, the dead-letter queue too."""
    missing = {key: "arn:aws:sqs:eu-west-1:123456789012:missing"}
    with pytest.raises(ClientError, match="missing does not exist or the role provided does not"):
        create(line, Targets={"S3Targets": [s3_target(line, **missing)]})


def test_the_role_must_reach_the_queue(line: Line) -> None:
    """A role without access to the queue is refused: the policy must come first."""
    line.allow(iam.document(iam.statement("Read", "s3:GetObject", "*")))
    with pytest.raises(ClientError, match="does not exist or the role provided does not have"):
        create(line)


def test_glue_must_be_able_to_assume_the_role(line: Line) -> None:
    """A role that trusts another service is refused."""
    trust = iam.render(iam.trust("lambda.amazonaws.com"))
    line.cloud.client("iam").create_role(RoleName="other", AssumeRolePolicyDocument=trust)
    with pytest.raises(ClientError, match="Service is unable to assume provided role"):
        create(line, Role="other")


def test_the_bucket_must_exist(line: Line) -> None:
    """A target in a bucket that isn't there is refused."""
    target = s3_target(line, Path="s3://missing/cur2/")
    with pytest.raises(ClientError, match="S3 bucket missing does not exist"):
        create(line, Targets={"S3Targets": [target]})


def test_new_folders_only_can_only_log(line: Line) -> None:
    """CRAWL_NEW_FOLDERS_ONLY refuses any schema policy but LOG."""
    behavior = {"RecrawlBehavior": "CRAWL_NEW_FOLDERS_ONLY"}
    with pytest.raises(ClientError, match="LOG UpdateBehavior value"):
        create(line, RecrawlPolicy=behavior)
    log = {"UpdateBehavior": "LOG", "DeleteBehavior": "LOG"}
    create(line, RecrawlPolicy=behavior, SchemaChangePolicy=log)


def test_an_update_is_checked_like_a_creation(line: Line) -> None:
    """What can't be created can't be reached by an update."""
    target = {"Path": f"s3://{BUCKET}/cur2/"}
    with pytest.raises(ClientError, match="Event queue ARN is required"):
        line.cloud.client("glue").update_crawler(Name=CRAWLER, Targets={"S3Targets": [target]})


def test_a_role_can_be_named_without_its_arn(line: Line) -> None:
    """Glue takes a role's name as well as its ARN."""
    create(line, Role=ROLE)


def test_a_role_is_described_by_its_name_and_path(line: Line) -> None:
    """The provider compares it with the ARN that it sent, path included."""
    client = line.cloud.client("iam")
    trust = iam.render(iam.trust("glue.amazonaws.com"))
    arn = client.create_role(RoleName="r", Path="/costs/", AssumeRolePolicyDocument=trust)["Role"][
        "Arn"
    ]
    client.put_role_policy(
        RoleName="r", PolicyName="access", PolicyDocument=iam.render(line.access())
    )
    line.cloud.client("glue").update_crawler(Name=CRAWLER, Role=arn)
    described = line.cloud.client("glue").get_crawler(Name=CRAWLER)["Crawler"]
    assert described["Role"] == "costs/r"
