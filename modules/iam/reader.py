"""What a reader of the costs may do."""

from collections.abc import Iterator, Sequence
from itertools import chain

from modules.iam.documents import Policy, Statement, document, statement
from modules.plan import Plan
from modules.sealed import SealedTable, Sealing

CATALOG_ACTIONS = (
    "glue:GetDatabase",
    "glue:GetDatabases",
    "glue:GetTable",
    "glue:GetTables",
    "glue:GetPartition",
    "glue:GetPartitions",
    "glue:BatchGetPartition",
)
WORKGROUP_ACTIONS = (
    "athena:GetWorkGroup",
    "athena:StartQueryExecution",
    "athena:StopQueryExecution",
    "athena:GetQueryExecution",
    "athena:BatchGetQueryExecution",
    "athena:ListQueryExecutions",
    "athena:GetQueryResults",
    "athena:GetQueryResultsStream",
    "athena:GetQueryRuntimeStatistics",
    "athena:GetNamedQuery",
    "athena:BatchGetNamedQuery",
    "athena:ListNamedQueries",
    "athena:GetPreparedStatement",
    "athena:ListPreparedStatements",
)
BROWSE_ACTIONS = (
    "athena:GetDataCatalog",
    "athena:GetDatabase",
    "athena:ListDatabases",
    "athena:GetTableMetadata",
    "athena:ListTableMetadata",
)
# What consoles and drivers ask before they let anybody choose; AWS has no resource for it.
LIST_ACTIONS = ("athena:ListWorkGroups", "athena:ListDataCatalogs", "athena:ListEngineVersions")
LOOK_ACTIONS = ("s3:ListBucket", "s3:GetBucketLocation")
RESULT_ACTIONS = (
    "s3:GetObject",
    "s3:PutObject",
    "s3:AbortMultipartUpload",
    "s3:ListMultipartUploadParts",
)
KEY_ACTIONS = ("kms:Decrypt", "kms:GenerateDataKey")


def read_access(plan: Plan) -> Policy:
    """The policy that the stack makes for readers, by the plan's names."""
    names = plan.names
    return cost_reader(
        names.arn("athena", f"workgroup/{names.workgroup}"),
        names.arn("athena", "datacatalog/AwsDataCatalog"),
        names.catalog_arns(["*"]),
        sources(plan),
        names.bucket_arn(names.results_bucket),
        plan.environment.storage.results_kms_key,
    )


def sources(plan: Plan) -> list[tuple[str, str]]:
    """Where what is read lies: ARNs of buckets, and the prefix of each table, sealed ones among them."""
    names = plan.names
    sealing = Sealing.of(plan)
    tables = sealing.tables if sealing else ()
    delivered = [(names.bucket_arn(line.bucket.name), line.prefix) for line in plan.lines]
    return [*delivered, *((names.bucket_arn(names.sealed_bucket), table.name) for table in tables)]


def confined_reader(
    plan: Plan,
    workgroup: str,
    folder: str,
    *,
    tables: Sequence[SealedTable] | None = None,
    in_workgroup: Sequence[str] = WORKGROUP_ACTIONS,
    choices: Sequence[str] = LIST_ACTIONS,
) -> Policy:
    """Read all costs, or `tables` alone, in a workgroup of one's own.

    Of results only those in `folder` (`…/`).
    """
    names = plan.names
    return document(
        statement("UseWorkgroup", in_workgroup, names.arn("athena", f"workgroup/{workgroup}")),
        statement("ListChoices", choices, "*"),
        statement(
            "BrowseCatalog", BROWSE_ACTIONS, names.arn("athena", "datacatalog/AwsDataCatalog")
        ),
        *(_read_everything(plan) if tables is None else _read_tables(plan, tables)),
        *keep_results(plan, folder),
    )


def _read_everything(plan: Plan) -> Iterator[Statement]:
    data, results = sources(plan), plan.names.bucket_arn(plan.names.results_bucket)
    buckets = list(dict.fromkeys([*(bucket for bucket, _ in data), results]))
    yield statement("ReadCatalog", CATALOG_ACTIONS, plan.names.catalog_arns(["*"]))
    yield statement("ListBuckets", LOOK_ACTIONS, buckets)
    yield statement("ReadData", "s3:GetObject", [f"{bucket}/{prefix}/*" for bucket, prefix in data])


def _read_tables(plan: Plan, tables: Sequence[SealedTable]) -> Iterator[Statement]:
    """Not even the names of other tables' files: they name other readers."""
    names = plan.names
    bucket, results = names.bucket_arn(names.sealed_bucket), names.bucket_arn(names.results_bucket)
    # GetTables is refused unless it is allowed for all tables of a database, which are these.
    databases = dict.fromkeys(table.database for table in tables)
    catalog = chain(*(names.catalog_arns(["*"], database) for database in databases))
    folders = [f"{table.folder}/*" for table in tables]
    yield statement("ReadCatalog", CATALOG_ACTIONS, list(dict.fromkeys(catalog)))
    yield statement("ListResults", LOOK_ACTIONS, results)
    yield statement("FindData", "s3:GetBucketLocation", bucket)
    yield statement(
        "ListData", "s3:ListBucket", bucket, conditions={"StringLike": {"s3:prefix": folders}}
    )
    yield statement("ReadData", "s3:GetObject", [f"{bucket}/{folder}" for folder in folders])


def keep_results(plan: Plan, folder: str) -> Iterator[Statement]:
    """Write and read results in `folder` (`…/`) alone, with the key that encrypts them."""
    results = plan.names.bucket_arn(plan.names.results_bucket)
    yield statement("KeepResults", RESULT_ACTIONS, f"{results}/{folder}*")
    if key := plan.environment.storage.results_kms_key:
        yield statement("EncryptResults", KEY_ACTIONS, key)


def cost_reader(
    workgroup_arn: str,
    data_catalog_arn: str,
    catalog_arns: Sequence[str],
    data: Sequence[tuple[str, str]],
    results_bucket_arn: str,
    results_key_arn: str | None,
) -> Policy:
    """Run queries and read their answers; `data` is pairs of bucket ARN and prefix."""
    key = [statement("EncryptResults", KEY_ACTIONS, results_key_arn)] if results_key_arn else []
    buckets = list(dict.fromkeys(bucket for bucket, _ in data))
    objects = [f"{bucket}/{prefix}/*" for bucket, prefix in data]
    return document(
        statement("UseWorkgroup", WORKGROUP_ACTIONS, workgroup_arn),
        statement("ListChoices", LIST_ACTIONS, "*"),
        statement("BrowseCatalog", BROWSE_ACTIONS, data_catalog_arn),
        statement("ReadCatalog", CATALOG_ACTIONS, catalog_arns),
        statement("ListData", LOOK_ACTIONS, buckets),
        statement("ReadData", "s3:GetObject", objects),
        statement(
            "ListResults",
            (*LOOK_ACTIONS, "s3:ListBucketMultipartUploads"),
            results_bucket_arn,
        ),
        statement("KeepResults", RESULT_ACTIONS, f"{results_bucket_arn}/*"),
        *key,
    )
