"""Seals the last months anew, whatever got lost."""

import json

from tests.conftest import Stack, Synthesize


def test_it_asks_for_the_last_two_months_once_a_week(
    example: Stack, synthesize: Synthesize
) -> None:
    """The month before the open one still changes. `query.sealed.catch_up_schedule` says when."""
    rule = example.resource("aws_cloudwatch_event_rule", "query_catch_up_rule")
    assert rule["schedule_expression"] == "cron(0 6 ? * SUN *)"
    target = example.resource("aws_cloudwatch_event_target", "query_catch_up_target")
    assert json.loads(target["input"]) == {"last_months": 2}
    daily = synthesize(query={"sealed": {"catch_up_schedule": "cron(0 1 * * ? *)"}})
    rule = daily.resource("aws_cloudwatch_event_rule", "query_catch_up_rule")
    assert rule["schedule_expression"] == "cron(0 1 * * ? *)"


def test_its_role_starts_one_machine_for_one_rule(example: Stack) -> None:
    """And nobody else may take it on."""
    policy = example.policy("aws_iam_role_policy", "query_catch_up_role_policy")
    assert "query_month_sealer_state_machine" in policy["Statement"][0]["Resource"]
    trust = example.policy("aws_iam_role", "query_catch_up_role", "assume_role_policy")
    source = trust["Statement"][0]["Condition"]["ArnEquals"]["aws:SourceArn"]
    assert source == "arn:aws:events:eu-west-1:123456789012:rule/cid-seal-last-months"
