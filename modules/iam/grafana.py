"""What Grafana may do, and who may be it."""

from modules.iam.documents import Policy, Statement, document, on_behalf_of, statement
from modules.iam.reader import (
    BROWSE_ACTIONS,
    CATALOG_ACTIONS,
    KEY_ACTIONS,
    LIST_ACTIONS,
    sources,
)
from modules.naming import Names
from modules.plan import Plan
from modules.settings.grafana import GrafanaSettings

# The plugin starts a query, waits, reads its answer, and stops it when the reader leaves.
WORKGROUP_ACTIONS = (
    "athena:GetWorkGroup",
    "athena:StartQueryExecution",
    "athena:StopQueryExecution",
    "athena:GetQueryExecution",
    "athena:GetQueryResults",
)
# CloudWatch has no resources for them.
METRIC_ACTIONS = ("cloudwatch:GetMetricData", "cloudwatch:ListMetrics")
GRAFANA_RESULTS = "results/grafana/"


def grafana_access(plan: Plan) -> Policy:
    """Panels' queries in a workgroup and a prefix of results of their own, and metrics."""
    names = plan.names
    data = sources(plan)
    results = names.bucket_arn(names.results_bucket)
    key = plan.environment.storage.results_kms_key
    encrypting = [statement("EncryptResults", KEY_ACTIONS, key)] if key else []
    workgroup = names.arn("athena", f"workgroup/{names.grafana_workgroup}")
    return document(
        statement("UseWorkgroup", WORKGROUP_ACTIONS, workgroup),
        statement("ListChoices", (*LIST_ACTIONS, *METRIC_ACTIONS), "*"),
        statement(
            "BrowseCatalog", BROWSE_ACTIONS, names.arn("athena", "datacatalog/AwsDataCatalog")
        ),
        statement("ReadCatalog", CATALOG_ACTIONS, names.catalog_arns(["*"])),
        statement(
            "ListBuckets",
            ["s3:ListBucket", "s3:GetBucketLocation"],
            list(dict.fromkeys([*(bucket for bucket, _ in data), results])),
        ),
        statement("ReadData", "s3:GetObject", [f"{bucket}/{prefix}/*" for bucket, prefix in data]),
        statement(
            "KeepResults",
            [
                "s3:GetObject",
                "s3:PutObject",
                "s3:AbortMultipartUpload",
                "s3:ListMultipartUploadParts",
            ],
            f"{results}/{GRAFANA_RESULTS}*",
        ),
        *encrypting,
    )


def grafana_trust(settings: GrafanaSettings, names: Names) -> Policy:
    """A Grafana of one's own by its role, with the external id; AWS's for this account's workspaces."""
    trusted: list[Statement] = []
    if settings.principals:
        own: Statement = {
            "Effect": "Allow",
            "Principal": {"AWS": list(settings.principals)},
            "Action": "sts:AssumeRole",
        }
        if settings.external_id:
            own["Condition"] = {"StringEquals": {"sts:ExternalId": settings.external_id}}
        trusted.append(own)
    if settings.managed:
        workspaces = names.arn("grafana", "/workspaces/*")
        trusted.append(
            {
                "Effect": "Allow",
                "Principal": {"Service": "grafana.amazonaws.com"},
                "Action": "sts:AssumeRole",
                "Condition": on_behalf_of(names.account_id, workspaces),
            }
        )
    return document(*trusted)
