"""A failed crawl is told with the crawler's name."""

import json

from tests.conftest import Stack, Synthesize


def test_the_rule_hears_of_this_pipelines_crawlers_only(example: Stack) -> None:
    """When they fail."""
    rule = example.resource("aws_cloudwatch_event_rule", "monitoring_failed_crawls_rule")
    detail = json.loads(rule["event_pattern"])["detail"]
    assert detail["state"] == ["Failed"]
    crawlers = [crawler["name"] for crawler in example.resources("aws_glue_crawler").values()]
    assert sorted(detail["crawlerName"]) == sorted(crawlers)


def test_the_message_is_a_sentence(example: Stack) -> None:
    """EventBridge puts crawler and error into a JSON text; a role would make SNS refuse it."""
    target = example.resource("aws_cloudwatch_event_target", "monitoring_failed_crawls_target")
    made = target["input_transformer"]
    assert json.loads(made["input_template"]).startswith("Crawler <crawler> failed: <error>")
    assert set(made["input_paths"]) == {"crawler", "error"}
    assert "role_arn" not in target


def test_without_crawlers_there_is_nothing_to_hear(synthesize: Synthesize) -> None:
    """All exports registered."""
    registered = {"catalog": "registered"}
    stack = synthesize(exports={"cur2": registered, "focus": registered})
    assert "monitoring_failed_crawls_rule" not in stack.resources("aws_cloudwatch_event_rule")
    alarms = stack.resources("aws_cloudwatch_metric_alarm")
    assert "monitoring_alarms_crawl_failed" not in alarms
