"""What OpenCost and Kubecost may do, and which pods may be them."""

from modules.iam.documents import Policy, Statement, document, statement
from modules.iam.reader import CATALOG_ACTIONS, LOOK_ACTIONS, keep_results
from modules.plan import Line, Plan
from modules.settings.opencost import OpenCostSettings

# All that opencost pkg/cloud/aws/athenaquerier.go calls; it names the workgroup without asking for it.
WORKGROUP_ACTIONS = (
    "athena:StartQueryExecution",
    "athena:GetQueryExecution",
    "athena:GetQueryResults",
)
OPENCOST_RESULTS = "results/opencost/"


def opencost_access(plan: Plan, line: Line) -> Policy:
    """Queries of the bill's own table, in a workgroup and a prefix of results of their own."""
    names = plan.names
    data, results = names.bucket_arn(line.bucket.name), names.bucket_arn(names.results_bucket)
    workgroup = names.arn("athena", f"workgroup/{names.opencost_workgroup}")
    return document(
        statement("UseWorkgroup", WORKGROUP_ACTIONS, workgroup),
        statement("ReadCatalog", CATALOG_ACTIONS, names.catalog_arns([line.dataset.table])),
        statement("ListBuckets", LOOK_ACTIONS, [data, results]),
        statement("ReadData", "s3:GetObject", f"{data}/{line.prefix}/*"),
        *keep_results(plan, OPENCOST_RESULTS),
    )


def opencost_trust(settings: OpenCostSettings) -> Policy:
    """One service account, by the cluster's tokens or by Pod Identity; or roles that pods have."""
    if settings.oidc_provider:
        return document(_by_token(settings, settings.oidc_provider))
    if settings.pod_identity:
        return document(_by_pod_identity(settings))
    return document(
        {
            "Effect": "Allow",
            "Principal": {"AWS": list(settings.principals)},
            "Action": "sts:AssumeRole",
        }
    )


def _by_token(settings: OpenCostSettings, provider: str) -> Statement:
    issuer = provider.split(":oidc-provider/", 1)[1]
    subject = f"system:serviceaccount:{settings.namespace}:{settings.service_account}"
    return {
        "Effect": "Allow",
        "Principal": {"Federated": provider},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
            "StringEquals": {f"{issuer}:aud": "sts.amazonaws.com", f"{issuer}:sub": subject}
        },
    }


def _by_pod_identity(settings: OpenCostSettings) -> Statement:
    # https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
    return {
        "Effect": "Allow",
        "Principal": {"Service": "pods.eks.amazonaws.com"},
        "Action": ["sts:AssumeRole", "sts:TagSession"],
        "Condition": {
            "StringEquals": {
                "aws:RequestTag/kubernetes-namespace": settings.namespace,
                "aws:RequestTag/kubernetes-service-account": settings.service_account,
            }
        },
    }
