"""OpenCost's role and workgroup: what it may, which pods may be it."""

import json

import pytest

from emulator.aws.policy import Decision, Request, decide
from modules import iam
from modules.plan import Plan
from modules.settings.opencost import OpenCostSettings
from tests.conftest import Json, Stack, Synthesize, environment

ACCOUNT, REGION = "123456789012", "eu-west-1"
ISSUER = "oidc.eks.eu-west-1.amazonaws.com/id/0A1B"
PROVIDER = f"arn:aws:iam::{ACCOUNT}:oidc-provider/{ISSUER}"
RESULTS = f"arn:aws:s3:::aws-athena-query-results-cid-{ACCOUNT}-{REGION}"
DATA = f"arn:aws:s3:::cid-{ACCOUNT}-data-exports"
GLUE, ATHENA = f"arn:aws:glue:{REGION}:{ACCOUNT}", f"arn:aws:athena:{REGION}:{ACCOUNT}"
ALLOWED = [
    ("athena:StartQueryExecution", f"{ATHENA}:workgroup/CID-OPENCOST"),
    ("athena:GetQueryExecution", f"{ATHENA}:workgroup/CID-OPENCOST"),
    ("athena:GetQueryResults", f"{ATHENA}:workgroup/CID-OPENCOST"),
    ("glue:GetDatabase", f"{GLUE}:database/cid_data_export"),
    ("glue:GetTable", f"{GLUE}:table/cid_data_export/cur2"),
    ("glue:GetPartitions", f"{GLUE}:table/cid_data_export/cur2"),
    ("s3:ListBucket", DATA),
    ("s3:GetObject", f"{DATA}/cur2/{ACCOUNT}/cid-cur2/data/BILLING_PERIOD=2026-01/0.parquet"),
    ("s3:GetBucketLocation", RESULTS),
    ("s3:PutObject", f"{RESULTS}/results/opencost/1.csv"),
    ("s3:GetObject", f"{RESULTS}/results/opencost/1.csv"),
]
REFUSED = [
    ("athena:StartQueryExecution", f"{ATHENA}:workgroup/CID"),
    ("athena:StartQueryExecution", f"{ATHENA}:workgroup/CID-GRAFANA"),
    ("athena:GetQueryResults", f"{ATHENA}:workgroup/CID"),
    ("athena:UpdateWorkGroup", f"{ATHENA}:workgroup/CID-OPENCOST"),
    ("athena:CreateNamedQuery", f"{ATHENA}:workgroup/CID-OPENCOST"),
    ("athena:ListWorkGroups", "*"),
    ("glue:GetTable", f"{GLUE}:table/cid_data_export/focus"),
    ("glue:GetTable", f"{GLUE}:table/others/cur2"),
    ("glue:UpdateTable", f"{GLUE}:table/cid_data_export/cur2"),
    ("s3:GetObject", f"{DATA}/focus/{ACCOUNT}/cid-focus/data/BILLING_PERIOD=2026-01/0.parquet"),
    ("s3:PutObject", f"{DATA}/cur2/{ACCOUNT}/cid-cur2/data/BILLING_PERIOD=2026-01/0.parquet"),
    ("s3:GetObject", f"{RESULTS}/results/somebody-elses.csv"),
    ("s3:PutObject", f"{RESULTS}/results/grafana/1.csv"),
    ("s3:ListBucket", f"arn:aws:s3:::cid-{ACCOUNT}-sealed"),
    ("sqs:ReceiveMessage", f"arn:aws:sqs:{REGION}:{ACCOUNT}:cid-cur2-deliveries"),
    ("sts:AssumeRole", f"arn:aws:iam::{ACCOUNT}:role/admin"),
    ("ec2:DescribeInstances", "*"),
]
IRSA: Json = {"oidc_provider": PROVIDER, "scan_limit_bytes": 20_971_520}


def access(**exports: Json) -> iam.Policy:
    """Of an environment with these exports beside the example's."""
    settings = {"exports": exports} if exports else {}
    plan = Plan.of(environment(consumers={"opencost": IRSA}, **settings))
    assert plan.line_items
    return iam.opencost_access(plan, plan.line_items)


def may(action: str, resource: str) -> bool:
    return decide([access()], Request(action, resource)) is Decision.ALLOWED


@pytest.fixture(scope="module")
def stack(synthesize: Synthesize) -> Stack:
    return synthesize(consumers={"opencost": IRSA})


@pytest.mark.parametrize(("action", "resource"), ALLOWED)
def test_opencost_may_what_its_code_calls(action: str, resource: str) -> None:
    """Each of them on this resource."""
    assert may(action, resource)


@pytest.mark.parametrize(("action", "resource"), REFUSED)
def test_opencost_may_nothing_else(action: str, resource: str) -> None:
    """Neither other tables, workgroups and results, nor a change of anything."""
    assert not may(action, resource)


def test_without_cur2_it_reads_the_legacy_cur() -> None:
    """And nothing of the other bucket."""
    legacy = access(cur2={"enabled": False}, legacy_cur={"enabled": True})
    table = f"{GLUE}:table/cid_data_export/cur"
    assert decide([legacy], Request("glue:GetTable", table)) is Decision.ALLOWED
    assert DATA not in json.dumps(legacy)


def test_the_role_has_that_policy(stack: Stack) -> None:
    """And no other."""
    policies = [
        json.loads(policy["policy"])
        for name, policy in stack.resources("aws_iam_role_policy").items()
        if name.startswith("consumers_opencost")
    ]
    assert policies == [access()]


def test_one_service_account_has_the_role_by_its_token(stack: Stack) -> None:
    """Another one of the cluster, or a token for somebody else than AWS, is refused."""
    (trusted,) = stack.policy("aws_iam_role", "consumers_opencost_role", "assume_role_policy")[
        "Statement"
    ]
    assert trusted["Principal"] == {"Federated": PROVIDER}
    assert trusted["Action"] == "sts:AssumeRoleWithWebIdentity"
    assert trusted["Condition"] == {
        "StringEquals": {
            f"{ISSUER}:aud": "sts.amazonaws.com",
            f"{ISSUER}:sub": "system:serviceaccount:opencost:opencost",
        }
    }


def test_pod_identity_is_bound_to_the_service_account() -> None:
    """By the tags that EKS gives the session, which it must be allowed to."""
    assert iam.opencost_trust(OpenCostSettings(pod_identity=True))["Statement"] == [
        {
            "Effect": "Allow",
            "Principal": {"Service": "pods.eks.amazonaws.com"},
            "Action": ["sts:AssumeRole", "sts:TagSession"],
            "Condition": {
                "StringEquals": {
                    "aws:RequestTag/kubernetes-namespace": "opencost",
                    "aws:RequestTag/kubernetes-service-account": "opencost",
                }
            },
        }
    ]


def test_roles_of_another_account_assume_the_role() -> None:
    """Those that are named."""
    pods = "arn:aws:iam::210987654321:role/opencost"
    assert iam.opencost_trust(OpenCostSettings(principals=(pods,)))["Statement"] == [
        {"Effect": "Allow", "Principal": {"AWS": [pods]}, "Action": "sts:AssumeRole"}
    ]


def test_its_workgroup_has_a_limit_and_a_folder_of_its_own(stack: Stack) -> None:
    """So that its scans are bounded, and seen apart."""
    workgroup = stack.resource("aws_athena_workgroup", "consumers_opencost_queries_workgroup")
    assert workgroup["name"] == "CID-OPENCOST"
    settings = workgroup["configuration"]
    assert settings["bytes_scanned_cutoff_per_query"] == 20_971_520
    assert settings["result_configuration"]["output_location"].endswith("/results/opencost/")


def test_nothing_is_there_while_no_pods_may_read(example: Stack) -> None:
    """It is off by default."""
    assert not [path for path in example.paths.values() if "/consumers/opencost" in path]
