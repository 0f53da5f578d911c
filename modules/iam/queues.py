"""Who may send to a queue."""

from collections.abc import Sequence

from modules.iam.documents import (
    Policy,
    document,
    on_behalf_of,
    refuse_plain_http,
    statement,
)


def queue_access(queue_arn: str, bucket_arn: str | None, account_id: str) -> Policy:
    """TLS only; and, for the queue that S3 writes to, S3 on behalf of one bucket."""
    if bucket_arn is None:
        return document(refuse_plain_http("sqs:*", queue_arn))
    send = statement(
        "BucketSendsEvents",
        "sqs:SendMessage",
        queue_arn,
        principal={"Service": "s3.amazonaws.com"},
        conditions=on_behalf_of(account_id, bucket_arn),
    )
    return document(send, refuse_plain_http("sqs:*", queue_arn))


def undelivered_events_access(queue_arn: str, rule_arns: Sequence[str]) -> Policy:
    """TLS only, and EventBridge for these rules: a rule is of one account, and no other key is told.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
    """
    send = statement(
        "RulesSendWhatTheyCouldNotDeliver",
        "sqs:SendMessage",
        queue_arn,
        principal={"Service": "events.amazonaws.com"},
        conditions={"ArnEquals": {"aws:SourceArn": rule_arns}},
    )
    return document(send, refuse_plain_http("sqs:*", queue_arn))
