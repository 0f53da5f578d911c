"""What a crawler may do."""

from collections.abc import Sequence

from modules.iam.documents import Policy, document, statement

# https://docs.aws.amazon.com/glue/latest/dg/crawler-s3-event-notifications.html
QUEUE_ACTIONS = (
    "sqs:DeleteMessage",
    "sqs:GetQueueUrl",
    "sqs:ListDeadLetterSourceQueues",
    "sqs:ReceiveMessage",
    "sqs:GetQueueAttributes",
    "sqs:ListQueueTags",
    "sqs:SetQueueAttributes",
    "sqs:PurgeQueue",
)
CATALOG_ACTIONS = (
    "glue:GetDatabase",
    "glue:GetDatabases",
    "glue:UpdateDatabase",
    "glue:CreateTable",
    "glue:UpdateTable",
    "glue:GetTable",
    "glue:BatchCreatePartition",
    "glue:CreatePartition",
    "glue:DeletePartition",
    "glue:BatchDeletePartition",
    "glue:UpdatePartition",
    "glue:GetPartition",
    "glue:GetPartitions",
    "glue:BatchGetPartition",
)


def crawler_access(
    bucket_arn: str,
    prefix: str,
    queue_arns: Sequence[str],
    catalog_arns: Sequence[str],
    database_arns: Sequence[str],
    logs_arn: str,
) -> Policy:
    """All that one export's crawler may do: change its own table, see the others of the database."""
    return document(
        statement("ReadDeliveries", "s3:GetObject", f"{bucket_arn}/{prefix}/*"),
        statement("ListDeliveries", ["s3:ListBucket", "s3:GetBucketLocation"], bucket_arn),
        statement("ConsumeEvents", QUEUE_ACTIONS, queue_arns),
        statement("MaintainTable", CATALOG_ACTIONS, catalog_arns),
        statement("ListTables", "glue:GetTables", database_arns),
        statement(
            "WriteLogs",
            ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
            [logs_arn, f"{logs_arn}:*"],
        ),
    )
