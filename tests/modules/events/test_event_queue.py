"""The crawler's work list."""

import json

import pytest

from tests.conftest import Json, Stack, Synthesize

NAMES = {"cur2": "cid-cur2-deliveries", "legacy_cur": "cid-legacy-cur-deliveries"}
BOTH = pytest.mark.parametrize("dataset", NAMES)


def queue(stack: Stack, dataset: str) -> Json:
    return stack.resource("aws_sqs_queue", f"events_{dataset}_queue")


def dead_letters(stack: Stack, dataset: str) -> Json:
    return stack.resource("aws_sqs_queue", f"events_{dataset}_queue_dead_letters")


@BOTH
def test_a_message_dies_after_three_receives(example: Stack, dataset: str) -> None:
    """maxReceiveCount is a number: the provider lets a string pass and AWS does not."""
    redrive = json.loads(queue(example, dataset)["redrive_policy"])
    assert redrive["maxReceiveCount"] == 3
    assert isinstance(redrive["maxReceiveCount"], int)
    assert "dead_letters" in redrive["deadLetterTargetArn"]


@BOTH
def test_dead_letter_queue_serves_its_own_queue_only(example: Stack, dataset: str) -> None:
    """By ARN."""
    allowed = json.loads(dead_letters(example, dataset)["redrive_allow_policy"])
    assert allowed == {
        "redrivePermission": "byQueue",
        "sourceQueueArns": [f"arn:aws:sqs:eu-west-1:123456789012:{NAMES[dataset]}"],
    }


@BOTH
def test_queues_are_encrypted_and_outlast_a_crawl(example: Stack, dataset: str) -> None:
    """An hour of invisibility, SSE-SQS for both."""
    for found in (queue(example, dataset), dead_letters(example, dataset)):
        assert found["sqs_managed_sse_enabled"] is True
        assert found["visibility_timeout_seconds"] == 3600
        assert found["message_retention_seconds"] == 14 * 86_400


@BOTH
def test_only_the_delivery_bucket_may_send(example: Stack, dataset: str) -> None:
    """One bucket of one account, by exact ARN."""
    policy = json.loads(queue(example, dataset)["policy"])
    (send,) = [s for s in policy["Statement"] if s["Effect"] == "Allow"]
    assert (send["Action"], send["Principal"]) == (
        "sqs:SendMessage",
        {"Service": "s3.amazonaws.com"},
    )
    assert send["Condition"]["StringEquals"] == {"aws:SourceAccount": "123456789012"}
    assert send["Condition"]["ArnEquals"]["aws:SourceArn"].startswith("${aws_s3_bucket.")
    assert send["Resource"] == f"arn:aws:sqs:eu-west-1:123456789012:{NAMES[dataset]}"


@BOTH
def test_queues_reject_plain_http(example: Stack, dataset: str) -> None:
    """Both of them."""
    for found in (queue(example, dataset), dead_letters(example, dataset)):
        denied = [s for s in json.loads(found["policy"])["Statement"] if s["Effect"] == "Deny"]
        assert denied[0]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


@BOTH
def test_queue_policies_are_written_without_spaces(example: Stack, dataset: str) -> None:
    """The provider would plan spaces as a change, for ever."""
    for found in (queue(example, dataset), dead_letters(example, dataset)):
        for argument in ("redrive_policy", "redrive_allow_policy", "policy"):
            if argument in found:
                assert ": " not in found[argument]


def test_visibility_and_retention_are_settings(synthesize: Synthesize) -> None:
    """In seconds and days."""
    chosen = synthesize(events={"visibility_timeout_seconds": 7200, "message_retention_days": 4})
    assert queue(chosen, "cur2")["visibility_timeout_seconds"] == 7200
    assert queue(chosen, "cur2")["message_retention_seconds"] == 4 * 86_400
