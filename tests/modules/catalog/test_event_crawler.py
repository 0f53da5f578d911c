"""The crawlers."""

import json

import pytest

from tests.conftest import Json, Stack, Synthesize

PREFIXES = {"cur2": "cur2", "legacy_cur": "cur"}
BOTH = pytest.mark.parametrize("dataset", PREFIXES)


def crawler(stack: Stack, dataset: str) -> Json:
    return stack.resource("aws_glue_crawler", f"catalog_{dataset}_crawler")


def statements(stack: Stack, dataset: str) -> dict[str, Json]:
    policy = stack.policy("aws_iam_role_policy", f"catalog_{dataset}_crawler_role_policy")
    return {statement["Sid"]: statement for statement in policy["Statement"]}


@BOTH
def test_crawler_reads_its_own_queue(example: Stack, dataset: str) -> None:
    """Event mode, one target, queue and dead-letter queue."""
    arguments = crawler(example, dataset)
    assert arguments["recrawl_policy"] == {"recrawl_behavior": "CRAWL_EVENT_MODE"}
    (target,) = arguments["s3_target"]
    assert target["path"].endswith(f".bucket}}/{PREFIXES[dataset]}/")
    assert f"events_{dataset}_queue_" in target["event_queue_arn"]
    assert f"events_{dataset}_queue_dead_letters" in target["dlq_event_queue_arn"]
    assert "sample_size" not in target


@BOTH
def test_crawler_adds_and_never_removes(example: Stack, dataset: str) -> None:
    """New columns are merged; what is gone is only logged."""
    assert crawler(example, dataset)["schema_change_policy"] == {
        "update_behavior": "UPDATE_IN_DATABASE",
        "delete_behavior": "LOG",
    }
    output = json.loads(crawler(example, dataset)["configuration"])["CrawlerOutput"]
    assert output == {
        "Tables": {"AddOrUpdateBehavior": "MergeNewColumns"},
        "Partitions": {"AddOrUpdateBehavior": "InheritFromTable"},
    }


def test_legacy_table_is_named_after_the_prefix(example: Stack, synthesize: Synthesize) -> None:
    """The level counts folders, the bucket being the first."""
    grouping = json.loads(crawler(example, "legacy_cur")["configuration"])["Grouping"]
    assert grouping == {
        "TableGroupingPolicy": "CombineCompatibleSchemas",
        "TableLevelConfiguration": 2,
    }
    deeper = synthesize(exports={"legacy_cur": {"enabled": True, "prefix": "finance/cur"}})
    grouping = json.loads(crawler(deeper, "legacy_cur")["configuration"])["Grouping"]
    assert grouping["TableLevelConfiguration"] == 3


@BOTH
def test_crawler_passes_over_what_is_not_data(example: Stack, dataset: str) -> None:
    """Manifests, SQL, status files, the exporter's test object."""
    exclusions = crawler(example, dataset)["s3_target"][0]["exclusions"]
    assert {"**.json", "**/metadata/**", "**/cost_and_usage_data_status/*"} <= set(exclusions)
    assert "aws-programmatic-access-test-object" in exclusions


@BOTH
def test_crawler_waits_for_its_role_policy(example: Stack, dataset: str) -> None:
    """Glue tries the role on the queue when the crawler is created."""
    (dependency,) = crawler(example, dataset)["depends_on"]
    assert dependency.startswith(f"aws_iam_role_policy.catalog_{dataset}_crawler_role_policy")


@BOTH
def test_a_weekly_schedule_is_the_safety_net(
    example: Stack, synthesize: Synthesize, dataset: str
) -> None:
    """`catalog.safety_schedule`."""
    assert crawler(example, dataset)["schedule"] == "cron(0 4 ? * SUN *)"
    daily = synthesize(catalog={"safety_schedule": "cron(0 5 * * ? *)"})
    assert crawler(daily, dataset)["schedule"] == "cron(0 5 * * ? *)"


@BOTH
def test_crawler_role_reads_one_prefix(example: Stack, dataset: str) -> None:
    """And writes no object anywhere."""
    found = statements(example, dataset)
    assert found["ReadDeliveries"]["Action"] == "s3:GetObject"
    assert found["ReadDeliveries"]["Resource"].endswith(f".arn}}/{PREFIXES[dataset]}/*")
    actions = [action for s in found.values() for action in s["Action"]]
    assert "s3:PutObject" not in actions


@BOTH
def test_crawler_role_touches_one_table(example: Stack, dataset: str) -> None:
    """Of one database."""
    assert statements(example, dataset)["MaintainTable"]["Resource"] == [
        "arn:aws:glue:eu-west-1:123456789012:catalog",
        "arn:aws:glue:eu-west-1:123456789012:database/cid_data_export",
        f"arn:aws:glue:eu-west-1:123456789012:table/cid_data_export/{PREFIXES[dataset]}",
    ]


@BOTH
def test_crawler_role_consumes_its_two_queues(example: Stack, dataset: str) -> None:
    """By ARN."""
    queues = statements(example, dataset)["ConsumeEvents"]["Resource"]
    assert len(queues) == 2
    assert all(f"events_{dataset}_queue" in arn for arn in queues)


@BOTH
def test_only_glue_assumes_the_crawler_role(example: Stack, dataset: str) -> None:
    """Without conditions: Glue doesn't reliably send their keys."""
    trust = example.policy("aws_iam_role", f"catalog_{dataset}_crawler_role", "assume_role_policy")
    assert trust["Statement"] == [
        {
            "Effect": "Allow",
            "Principal": {"Service": "glue.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ]
