"""From manifest to started crawl."""

import json

import pytest

from modules.datasets import DATASETS, Dataset
from tests.conftest import Json, Stack, Synthesize


def definition(stack: Stack) -> Json:
    machine = stack.resource("aws_sfn_state_machine", "events_crawl_starter_state_machine")
    parsed: Json = json.loads(machine["definition"])
    return parsed


def rule_pattern(stack: Stack, dataset: str) -> Json:
    rule = stack.resource("aws_cloudwatch_event_rule", f"events_crawl_starter_{dataset}_rule")
    parsed: Json = json.loads(rule["event_pattern"])
    return parsed


def target(stack: Stack, dataset: str) -> Json:
    return stack.resource("aws_cloudwatch_event_target", f"events_crawl_starter_{dataset}_target")


def test_a_manifest_is_what_starts_a_crawl(example: Stack) -> None:
    """Data files alone don't: the delivery may not be complete."""
    (key,) = rule_pattern(example, "cur2")["detail"]["object"]["key"]
    assert key == {"wildcard": "cur2/123456789012/cid-cur2/metadata/*Manifest.json"}
    (key,) = rule_pattern(example, "legacy_cur")["detail"]["object"]["key"]
    assert key == {"wildcard": "cur/123456789012/cid/*Manifest.json"}


def test_a_rule_hears_its_own_bucket_only(example: Stack) -> None:
    """By name."""
    (name,) = rule_pattern(example, "cur2")["detail"]["bucket"]["name"]
    assert "storage_data_exports_bucket" in name


def test_a_fixed_schema_is_crawled_only_for_a_new_month(example: Stack) -> None:
    """CUR 2.0 says where to look the month up; legacy CUR is always crawled."""
    template = target(example, "cur2")["input_transformer"]["input_template"]
    start = json.loads(template.replace("<manifest>", '"key"'))
    assert start["known_partition"] == {
        "database": "cid_data_export",
        "table": "cur2",
        "account_id": "123456789012",
        "export": "cid-cur2",
        "folders": 1,
        "data": "s3://cid-123456789012-data-exports/cur2/123456789012/cid-cur2/data",
        "depth": 6,
    }
    legacy = target(example, "legacy_cur")["input_transformer"]["input_template"]
    assert "known_partition" not in legacy


def test_a_crawl_begins_when_others_have_arrived(example: Stack) -> None:
    """For a fixed while, so that several manifests at once are one crawl; what doesn't start is loud."""
    states = definition(example)["States"]
    waiting = states["Let others arrive"]
    assert 60 <= waiting["Seconds"] <= 300
    start = states[waiting["Next"]]
    busy, giving_up = start["Catch"]
    assert busy["ErrorEquals"] == ["Glue.CrawlerRunningException"]
    assert states[busy["Next"]]["Type"] == "Wait"
    assert giving_up["ErrorEquals"] == ["States.ALL"]
    assert states[giving_up["Next"]]["Type"] == "Fail"


def test_every_state_leads_somewhere(example: Stack) -> None:
    """No state is unreachable, no name is misspelt."""
    machine = definition(example)
    reached = {machine["StartAt"]}
    for state in machine["States"].values():
        ways = [state, *state.get("Choices", []), *state.get("Catch", [])]
        reached |= {way["Next"] for way in ways if "Next" in way}
        reached |= {state["Default"]} if "Default" in state else set()
    assert reached == set(machine["States"])


def test_starter_role_may_start_these_crawlers_and_no_other(example: Stack) -> None:
    """By ARN; and look how they do."""
    policy = example.policy("aws_iam_role_policy", "events_crawl_starter_role_policy")
    (start,) = [s for s in policy["Statement"] if s["Sid"] == "StartCrawlers"]
    assert start["Action"] == ["glue:StartCrawler", "glue:GetCrawler"]
    assert len(start["Resource"]) == 3
    assert all("aws_glue_crawler.catalog_" in arn for arn in start["Resource"])


def test_without_a_crawler_the_starter_registers_in_that_table_alone(
    synthesize: Synthesize,
) -> None:
    """By ARN; what it may do with crawlers stays as it is, and names none when all are registered."""
    stack = synthesize(exports={"cur2": {"catalog": "registered"}})
    policy = stack.policy("aws_iam_role_policy", "events_crawl_starter_role_policy")
    by_sid = {s["Sid"]: s for s in policy["Statement"]}
    assert by_sid["RegisterPartitions"]["Action"] == [
        "glue:GetTable",
        "glue:CreatePartition",
        "glue:UpdatePartition",
    ]
    assert by_sid["RegisterPartitions"]["Resource"] == [
        "arn:aws:glue:eu-west-1:123456789012:catalog",
        "arn:aws:glue:eu-west-1:123456789012:database/cid_data_export",
        "arn:aws:glue:eu-west-1:123456789012:table/cid_data_export/cur2",
    ]
    assert len(by_sid["StartCrawlers"]["Resource"]) == 1
    template = target(stack, "cur2")["input_transformer"]["input_template"]
    assert "crawler" not in json.loads(template.replace("<manifest>", '"key"'))
    both = {name: {"catalog": "registered"} for name in ("cur2", "focus")}
    alone = synthesize(exports=both).policy(
        "aws_iam_role_policy", "events_crawl_starter_role_policy"
    )
    assert "StartCrawlers" not in {s["Sid"] for s in alone["Statement"]}


def test_starter_reads_manifests_and_nothing_else_of_a_delivery(example: Stack) -> None:
    """Of those exports whose columns are known; and its metrics have one namespace."""
    policy = example.policy("aws_iam_role_policy", "events_crawl_starter_role_policy")
    by_sid = {s["Sid"]: s for s in policy["Statement"]}
    assert by_sid["ReadManifests"]["Action"] == "s3:GetObject"
    keys = [arn.partition("/")[2] for arn in by_sid["ReadManifests"]["Resource"]]
    assert keys == [
        f"{name}/123456789012/cid-{name}/metadata/*Manifest.json" for name in ("cur2", "focus")
    ]
    assert by_sid["CountWhatHappens"]["Condition"] == {
        "StringEquals": {"cloudwatch:namespace": "CostPipeline"}
    }


@pytest.mark.parametrize(
    "dataset", [d for d in DATASETS if not d.growing_schema], ids=lambda d: d.name
)
def test_what_a_rule_hands_over_fits(dataset: Dataset, synthesize: Synthesize) -> None:
    """EventBridge takes templates of 8,192 characters; every column that can be exported is in it."""
    named = [column.name for column in dataset.columns if not column.without]
    flags = {column.needs.lower(): True for column in dataset.columns if column.needs}
    stack = synthesize(exports={dataset.name: {"enabled": True, "columns": named, **flags}})
    template = target(stack, dataset.name)["input_transformer"]["input_template"]
    assert len(template) < 7_500
    assert named[-1] in template


def test_eventbridge_may_start_this_state_machine_only(example: Stack) -> None:
    """And only for this pipeline's rules."""
    policy = example.policy("aws_iam_role_policy", "events_crawl_starter_events_role_policy")
    assert [s["Action"] for s in policy["Statement"]] == ["states:StartExecution"]
    assert "aws_sfn_state_machine" in policy["Statement"][0]["Resource"]
    trust = example.policy("aws_iam_role", "events_crawl_starter_events_role", "assume_role_policy")
    assert trust["Statement"][0]["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "123456789012"},
        "ArnLike": {"aws:SourceArn": "arn:aws:events:eu-west-1:123456789012:rule/cid-*"},
    }


def test_failed_executions_are_logged(example: Stack, synthesize: Synthesize) -> None:
    """For `events.log_retention_days`."""
    machine = example.resource("aws_sfn_state_machine", "events_crawl_starter_state_machine")
    assert machine["logging_configuration"]["level"] == "ERROR"
    kept = synthesize(events={"log_retention_days": 7}).resource(
        "aws_cloudwatch_log_group", "events_crawl_starter_logs"
    )
    assert kept["retention_in_days"] == 7


def test_each_payers_manifest_starts_the_crawl_of_its_table(synthesize: Synthesize) -> None:
    """A rule for each: one that goes takes nothing of the others with it."""
    hub = synthesize(payers=["210987654321"], own_exports=True)
    (key,) = rule_pattern(hub, "cur2_210987654321")["detail"]["object"]["key"]
    assert key == {"wildcard": "cur2/210987654321/cid-cur2/metadata/*Manifest.json"}
    templates = [
        target(hub, name)["input_transformer"]["input_template"]
        for name in ("cur2", "cur2_210987654321")
    ]
    theirs = templates[0].replace("123456789012", "210987654321")
    ours = "cid-123456789012-data-exports"
    assert templates[1] == theirs.replace("cid-210987654321-data-exports", ours)
