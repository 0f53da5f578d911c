"""Grafana's role and workgroup: what it may, who may be it."""

import json

import pytest

from emulator.aws.policy import Decision, Request, decide
from modules import iam
from modules.plan import Plan
from tests.conftest import Json, Stack, Synthesize, environment

PRINCIPAL = "arn:aws:iam::210987654321:role/grafana"
ON: Json = {"principals": [PRINCIPAL], "external_id": "costs-of-acme"}
ACCOUNT, REGION = "123456789012", "eu-west-1"
RESULTS = f"arn:aws:s3:::aws-athena-query-results-cid-{ACCOUNT}-{REGION}"
DATA = f"arn:aws:s3:::cid-{ACCOUNT}-data-exports"
SEALED = f"arn:aws:s3:::cid-{ACCOUNT}-sealed"
GLUE, ATHENA = f"arn:aws:glue:{REGION}:{ACCOUNT}", f"arn:aws:athena:{REGION}:{ACCOUNT}"
ALLOWED = [
    ("athena:StartQueryExecution", f"{ATHENA}:workgroup/CID-GRAFANA"),
    ("athena:GetQueryResults", f"{ATHENA}:workgroup/CID-GRAFANA"),
    ("athena:StopQueryExecution", f"{ATHENA}:workgroup/CID-GRAFANA"),
    ("athena:ListTableMetadata", f"{ATHENA}:datacatalog/AwsDataCatalog"),
    ("athena:ListWorkGroups", "*"),
    ("cloudwatch:GetMetricData", "*"),
    ("glue:GetTable", f"{GLUE}:table/cid_data_export/daily_costs"),
    ("glue:GetPartitions", f"{GLUE}:table/cid_data_export/resource_costs"),
    ("s3:ListBucket", SEALED),
    ("s3:ListBucket", DATA),
    ("s3:GetObject", f"{SEALED}/daily_costs/2026-01/run/0.parquet"),
    ("s3:GetObject", f"{DATA}/cur2/{ACCOUNT}/cid-cur2/data/BILLING_PERIOD=2026-01/0.parquet"),
    ("s3:GetBucketLocation", RESULTS),
    ("s3:PutObject", f"{RESULTS}/results/grafana/1.csv"),
    ("s3:GetObject", f"{RESULTS}/results/grafana/1.csv"),
]
REFUSED = [
    ("athena:StartQueryExecution", f"{ATHENA}:workgroup/CID"),
    ("athena:StartQueryExecution", f"{ATHENA}:workgroup/CID-SEALING"),
    ("athena:StartQueryExecution", f"{ATHENA}:workgroup/primary"),
    ("athena:UpdateWorkGroup", f"{ATHENA}:workgroup/CID-GRAFANA"),
    ("athena:CreateNamedQuery", f"{ATHENA}:workgroup/CID-GRAFANA"),
    ("athena:GetQueryResults", f"{ATHENA}:workgroup/CID"),
    ("cloudwatch:PutMetricData", "*"),
    ("logs:GetLogEvents", "*"),
    ("glue:GetTable", f"{GLUE}:table/others/daily_costs"),
    ("glue:UpdatePartition", f"{GLUE}:table/cid_data_export/daily_costs"),
    ("s3:PutObject", f"{SEALED}/daily_costs/2026-01/run/0.parquet"),
    ("s3:DeleteObject", f"{SEALED}/daily_costs/2026-01/run/0.parquet"),
    ("s3:GetObject", f"{DATA}/other/secret.parquet"),
    ("s3:GetObject", f"{RESULTS}/results/somebody-elses.csv"),
    ("s3:PutObject", f"{RESULTS}/results/somebody-elses.csv"),
    ("s3:ListBucket", "arn:aws:s3:::another"),
    ("sqs:ReceiveMessage", f"arn:aws:sqs:{REGION}:{ACCOUNT}:cid-cur2-deliveries"),
    ("states:StartExecution", f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:cid-month-sealer"),
    ("sts:AssumeRole", f"arn:aws:iam::{ACCOUNT}:role/admin"),
]


@pytest.fixture(scope="module")
def stack(synthesize: Synthesize) -> Stack:
    return synthesize(consumers={"grafana": ON | {"managed": True, "scan_limit_bytes": 20_971_520}})


def may(action: str, resource: str) -> bool:
    plan = Plan.of(environment(consumers={"grafana": ON}))
    return decide([iam.grafana_access(plan)], Request(action, resource)) is Decision.ALLOWED


@pytest.mark.parametrize(("action", "resource"), ALLOWED)
def test_grafana_may_what_its_panels_need(action: str, resource: str) -> None:
    """Each of them on this resource."""
    assert may(action, resource)


@pytest.mark.parametrize(("action", "resource"), REFUSED)
def test_grafana_may_nothing_else(action: str, resource: str) -> None:
    """Neither others' results and workgroups, nor a change of anything."""
    assert not may(action, resource)


def test_the_role_has_that_policy(stack: Stack) -> None:
    """And no other."""
    policies = [
        json.loads(policy["policy"])
        for name, policy in stack.resources("aws_iam_role_policy").items()
        if name.startswith("consumers_grafana")
    ]
    assert policies == [iam.grafana_access(Plan.of(environment(consumers={"grafana": ON})))]


def test_principals_assume_the_role_with_the_external_id(stack: Stack) -> None:
    """A Grafana that many share must say whose costs it wants."""
    own, _ = stack.policy("aws_iam_role", "consumers_grafana_role", "assume_role_policy")[
        "Statement"
    ]
    assert own["Principal"] == {"AWS": [PRINCIPAL]}
    assert own["Condition"] == {"StringEquals": {"sts:ExternalId": "costs-of-acme"}}


def test_workspaces_of_this_account_only_assume_it(stack: Stack) -> None:
    """AWS's service on behalf of somebody else is refused."""
    _, service = stack.policy("aws_iam_role", "consumers_grafana_role", "assume_role_policy")[
        "Statement"
    ]
    assert service["Principal"] == {"Service": "grafana.amazonaws.com"}
    assert service["Condition"] == {
        "StringEquals": {"aws:SourceAccount": ACCOUNT},
        "ArnLike": {"aws:SourceArn": f"arn:aws:grafana:{REGION}:{ACCOUNT}:/workspaces/*"},
    }


def test_its_workgroup_has_a_limit_and_a_folder_of_its_own(stack: Stack) -> None:
    """And the tag by which Amazon Managed Grafana finds it."""
    workgroup = stack.resource("aws_athena_workgroup", "consumers_grafana_queries_workgroup")
    assert workgroup["name"] == "CID-GRAFANA"
    assert workgroup["tags"] == {"GrafanaDataSource": "true"}
    settings = workgroup["configuration"]
    assert settings["bytes_scanned_cutoff_per_query"] == 20_971_520
    assert settings["result_configuration"]["output_location"].endswith("/results/grafana/")


def test_nothing_is_there_while_nobody_may_read(example: Stack) -> None:
    """It is off by default."""
    assert not [path for path in example.paths.values() if "/consumers/grafana" in path]
