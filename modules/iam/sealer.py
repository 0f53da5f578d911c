"""What seals months: one state machine."""

from collections.abc import Sequence

from modules.iam.documents import Policy, document, statement
from modules.iam.reader import KEY_ACTIONS
from modules.iam.starter import LOG_DELIVERY_ACTIONS, count_statement
from modules.naming import Names
from modules.sealed import SHARES, Sealing

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
    sealing: Sealing,
    deliveries: Sequence[tuple[str, str]],
    sealed_bucket_arn: str,
    results_bucket_arn: str,
    results_key_arn: str | None,
) -> Policy:
    """Query what costs are read from, write sealed months, show them, sweep old ones, count.

    `deliveries` are pairs of bucket ARN and prefix. Of readers that see only some rows it may do so for
    all: an ARN each would be more than the 10,240 characters of a role's policies.
    """
    machine = names.arn("states", f"stateMachine:{names.month_sealer}")
    key = [statement("EncryptResults", KEY_ACTIONS, results_key_arn)] if results_key_arn else []
    buckets = list(dict.fromkeys(bucket for bucket, _ in deliveries))
    tables = [table.name for table in sealing.tables]
    read = names.catalog_arns([*sealing.relations, *tables])
    shown = names.catalog_arns(tables)
    written = [f"{sealed_bucket_arn}/{table.folder}/*" for table in sealing.tables]
    if sealing.shares:
        _, *theirs = names.catalog_arns(tables, names.reader_database("*"))
        read, shown = [*read, *theirs], [*shown, *theirs]
        written.append(f"{sealed_bucket_arn}/{SHARES}/*")
    return document(
        statement("Query", QUERY_ACTIONS, workgroup_arn),
        statement(
            "KnowCatalog",
            "athena:GetDataCatalog",
            names.arn("athena", "datacatalog/AwsDataCatalog"),
        ),
        statement("ReadCatalog", READ_CATALOG, read),
        statement("Publish", PUBLISH, shown),
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
