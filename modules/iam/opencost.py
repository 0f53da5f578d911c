"""What OpenCost and Kubecost may do, and which pods may be them."""

from modules.iam.documents import Policy, Statement, document, statement
from modules.iam.reader import CATALOG_ACTIONS, KEY_ACTIONS
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
    key = plan.environment.storage.results_kms_key
    encrypting = [statement("EncryptResults", KEY_ACTIONS, key)] if key else []
    return document(
        statement(
            "UseWorkgroup",
            WORKGROUP_ACTIONS,
            names.arn("athena", f"workgroup/{names.opencost_workgroup}"),
        ),
        statement("ReadCatalog", CATALOG_ACTIONS, names.catalog_arns([line.dataset.table])),
        statement("ListBuckets", ["s3:ListBucket", "s3:GetBucketLocation"], [data, results]),
        statement("ReadData", "s3:GetObject", f"{data}/{line.prefix}/*"),
        statement(
            "KeepResults",
            [
                "s3:GetObject",
                "s3:PutObject",
                "s3:AbortMultipartUpload",
                "s3:ListMultipartUploadParts",
            ],
            f"{results}/{OPENCOST_RESULTS}*",
        ),
        *encrypting,
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
