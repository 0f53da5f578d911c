"""What seals months: one state machine."""

from collections.abc import Sequence

from modules.iam.documents import Policy, document, statement
from modules.iam.reader import KEY_ACTIONS
from modules.iam.starter import LOG_DELIVERY_ACTIONS, count_statement
from modules.naming import Names

# https://docs.aws.amazon.com/step-functions/latest/dg/connect-athena.html
QUERY_ACTIONS = (
    "athena:StartQueryExecution",
    "athena:GetQueryExecution",
    "athena:StopQueryExecution",
    "athena:GetQueryResults",
)
READ_CATALOG = (
    "glue:GetDatabase",
    "glue:GetTable",
    "glue:GetPartition",
    "glue:GetPartitions",
    "glue:BatchGetPartition",
)
PUBLISH = ("glue:GetTable", "glue:GetPartition", "glue:CreatePartition", "glue:UpdatePartition")
LIST = ("s3:ListBucket", "s3:GetBucketLocation", "s3:ListBucketMultipartUploads")
WRITE = (
    "s3:GetObject",
    "s3:PutObject",
    "s3:AbortMultipartUpload",
    "s3:ListMultipartUploadParts",
)


def month_sealer_access(
    names: Names,
    *,
    workgroup_arn: str,
    read: Sequence[str],
    sealed: Sequence[str],
    deliveries: Sequence[tuple[str, str]],
    sealed_bucket_arn: str,
    results_bucket_arn: str,
    results_key_arn: str | None,
) -> Policy:
    """Query what costs are read from, write sealed months, show them, sweep old ones, count.

    `read` and `sealed` name tables and views; `deliveries` are pairs of bucket ARN and prefix.
    """
    machine = names.arn("states", f"stateMachine:{names.month_sealer}")
    key = [statement("EncryptResults", KEY_ACTIONS, results_key_arn)] if results_key_arn else []
    buckets = list(dict.fromkeys(bucket for bucket, _ in deliveries))
    written = [f"{sealed_bucket_arn}/{table}/*" for table in sealed]
    return document(
        statement("Query", QUERY_ACTIONS, workgroup_arn),
        statement(
            "KnowCatalog",
            "athena:GetDataCatalog",
            names.arn("athena", "datacatalog/AwsDataCatalog"),
        ),
        statement("ReadCatalog", READ_CATALOG, names.catalog_arns([*read, *sealed])),
        statement("Publish", PUBLISH, names.catalog_arns(sealed)),
        statement("ListDeliveries", ["s3:ListBucket", "s3:GetBucketLocation"], buckets),
        statement(
            "ReadDeliveries", "s3:GetObject", [f"{b}/{prefix}/*" for b, prefix in deliveries]
        ),
        statement("ListWritten", LIST, [sealed_bucket_arn, results_bucket_arn]),
        statement("Write", WRITE, [*written, f"{results_bucket_arn}/*"]),
        statement("Sweep", "s3:DeleteObject", written),
        statement("StartMonths", "states:StartExecution", machine),
        statement("DeliverLogs", LOG_DELIVERY_ACTIONS, "*"),
        count_statement(),
        *key,
    )
