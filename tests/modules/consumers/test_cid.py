"""What Cloud Intelligence Dashboards find: a role for QuickSight, and what their template imports."""

import json

import pytest

from emulator.aws.policy import Decision, Request, decide
from modules import iam
from modules.plan import Plan
from tests.conftest import Json, Stack, Synthesize, environment

ON: Json = {"cid": {"quicksight_role": True, "cloudformation_exports": True}}
ACCOUNT, REGION = "123456789012", "eu-west-1"
RESULTS = f"arn:aws:s3:::aws-athena-query-results-cid-{ACCOUNT}-{REGION}"
DATA = f"arn:aws:s3:::cid-{ACCOUNT}-data-exports"
GLUE, ATHENA = f"arn:aws:glue:{REGION}:{ACCOUNT}", f"arn:aws:athena:{REGION}:{ACCOUNT}"
OBJECT = f"{DATA}/cur2/{ACCOUNT}/cid-cur2/data/BILLING_PERIOD=2026-01/0.parquet"
# What cid-cmd 4.4.18 gives the role that it would make itself (its helpers/iam.py).
ALLOWED = [
    ("lakeformation:GetDataAccess", "*"),
    ("athena:ListDataCatalogs", "*"),
    ("athena:ListDatabases", f"{ATHENA}:datacatalog/AwsDataCatalog"),
    ("athena:ListTableMetadata", f"{ATHENA}:datacatalog/AwsDataCatalog"),
    ("athena:GetTableMetadata", f"{ATHENA}:datacatalog/AwsDataCatalog"),
    ("athena:StartQueryExecution", f"{ATHENA}:workgroup/CID"),
    ("athena:GetQueryExecution", f"{ATHENA}:workgroup/CID"),
    ("athena:GetQueryResults", f"{ATHENA}:workgroup/CID"),
    ("athena:GetQueryResultsStream", f"{ATHENA}:workgroup/CID"),
    ("athena:GetWorkGroup", f"{ATHENA}:workgroup/CID"),
    ("glue:GetTable", f"{GLUE}:table/cid_data_export/summary_view"),
    ("glue:GetPartitions", f"{GLUE}:table/cid_data_export/cur2"),
    ("glue:GetDatabase", f"{GLUE}:database/cid_data_export"),
    ("s3:ListBucket", DATA),
    ("s3:GetObject", OBJECT),
    ("s3:GetBucketLocation", RESULTS),
    ("s3:PutObject", f"{RESULTS}/results/1.csv"),
    ("s3:GetObject", f"{RESULTS}/results/1.csv"),
    ("s3:AbortMultipartUpload", f"{RESULTS}/results/1.csv"),
]
REFUSED = [
    ("athena:StartQueryExecution", f"{ATHENA}:workgroup/CID-SEALING"),
    ("athena:UpdateWorkGroup", f"{ATHENA}:workgroup/CID"),
    ("glue:CreateTable", f"{GLUE}:table/cid_data_export/summary_view"),
    ("glue:GetTable", f"{GLUE}:table/others/summary_view"),
    ("s3:PutObject", OBJECT),
    ("s3:GetObject", f"{DATA}/other/secret.parquet"),
    ("quicksight:CreateDataSet", "*"),
    ("iam:AttachRolePolicy", f"arn:aws:iam::{ACCOUNT}:role/cid-quicksight-{REGION}"),
]


@pytest.fixture(scope="module")
def stack(synthesize: Synthesize) -> Stack:
    return synthesize(consumers=ON)


def may(action: str, resource: str) -> bool:
    plan = Plan.of(environment(consumers=ON))
    return decide([iam.quicksight_access(plan)], Request(action, resource)) is Decision.ALLOWED


@pytest.mark.parametrize(("action", "resource"), ALLOWED)
def test_quicksight_may_what_cid_cmd_would_let_it(action: str, resource: str) -> None:
    """On what the environment has, instead of everything."""
    assert may(action, resource)


@pytest.mark.parametrize(("action", "resource"), REFUSED)
def test_quicksight_may_nothing_else(action: str, resource: str) -> None:
    """Who runs cid-cmd makes views and datasets; QuickSight only reads."""
    assert not may(action, resource)


def test_cid_cmd_finds_the_role(stack: Stack) -> None:
    """It offers those that QuickSight, in a single statement's Service, may assume."""
    role = stack.resource("aws_iam_role", "consumers_cid_quicksight_role")
    (trusted,) = json.loads(role["assume_role_policy"])["Statement"]
    assert trusted["Principal"] == {"Service": "quicksight.amazonaws.com"}
    assert role["name"] == f"cid-quicksight-{REGION}"
    assert stack.json["output"]["quicksight_role"]["value"]


def test_the_role_can_go_with_what_cid_cmd_attached_to_it(stack: Stack) -> None:
    """IAM deletes none that has policies, which Terraform doesn't know here."""
    role = stack.resource("aws_iam_role", "consumers_cid_quicksight_role")
    assert role["force_detach_policies"] is True


def test_the_template_of_cid_finds_its_three_exports(stack: Stack) -> None:
    """By the names that it imports, which don't follow name_prefix."""
    cid = stack.resource("aws_cloudformation_stack", "consumers_cid_exports")
    outputs = json.loads(cid["template_body"])["Outputs"]
    exported = {output["Export"]["Name"]: output["Value"] for output in outputs.values()}
    assert exported.keys() == {
        "cid-DataExports-Bucket",
        "cid-DataExports-Database",
        "cid-DataExports-ReadAccessPolicyARN",
    }
    assert exported["cid-DataExports-Database"] == "cid_data_export"
    assert "aws_s3_bucket.storage_data_exports" in exported["cid-DataExports-Bucket"]
    assert "aws_iam_policy.consumers_reader" in exported["cid-DataExports-ReadAccessPolicyARN"]


def test_nothing_is_there_by_default(example: Stack) -> None:
    """An account and region has the exports once, and CID's own stack may have them."""
    assert not [path for path in example.paths.values() if "/consumers/cid" in path]
