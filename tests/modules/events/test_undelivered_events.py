"""Where events end that reached no target."""

import json

from tests.conftest import Stack, Synthesize


def queue(stack: Stack) -> dict[str, object]:
    return stack.resource("aws_sqs_queue", "events_undelivered_events_queue")


def test_no_event_is_lost_at_a_target(example: Stack) -> None:
    """Every target of every rule has the queue, and EventBridge's own retries: a day of them."""
    targets = example.resources("aws_cloudwatch_event_target").values()
    assert len(targets) == 5
    for target in targets:
        assert "events_undelivered_events_queue" in target["dead_letter_config"]["arn"]
        assert "retry_policy" not in target


def test_only_the_pipelines_rules_may_send(example: Stack, synthesize: Synthesize) -> None:
    """Each by its ARN; over TLS; encrypted; kept as long as AWS keeps a message."""
    found = queue(example)
    assert found["sqs_managed_sse_enabled"] is True
    assert found["message_retention_seconds"] == 14 * 86_400
    send, refuse = json.loads(str(found["policy"]))["Statement"]
    assert refuse["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert send["Principal"] == {"Service": "events.amazonaws.com"}
    rules = [rule["name"] for rule in example.resources("aws_cloudwatch_event_rule").values()]
    allowed = send["Condition"]["ArnEquals"]["aws:SourceArn"]
    root = "arn:aws:events:eu-west-1:123456789012:rule/"
    assert sorted(allowed) == sorted(root + rule for rule in rules)
    unsealed = synthesize(query={"sealed": {"enabled": False}})
    assert "seal-last-months" not in str(queue(unsealed)["policy"])
