"""Who may send to a queue."""

from modules.iam.documents import Policy, document, on_behalf_of, statement


def queue_access(queue_arn: str, bucket_arn: str | None, account_id: str) -> Policy:
    """TLS only; and, for the queue that S3 writes to, S3 on behalf of one bucket."""
    refuse_http = statement(
        "DenyPlainHttp",
        "sqs:*",
        queue_arn,
        effect="Deny",
        principal="*",
        conditions={"Bool": {"aws:SecureTransport": "false"}},
    )
    if bucket_arn is None:
        return document(refuse_http)
    send = statement(
        "BucketSendsEvents",
        "sqs:SendMessage",
        queue_arn,
        principal={"Service": "s3.amazonaws.com"},
        conditions=on_behalf_of(account_id, bucket_arn),
    )
    return document(send, refuse_http)
