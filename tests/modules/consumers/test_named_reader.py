"""Readers by name: what each may, who may be it, and what is its own."""

import json

import pytest

from emulator.aws.policy import Decision, Request, decide
from modules import iam
from modules.plan import Plan
from tests.conftest import Json, Stack, Synthesize, environment

BI = "arn:aws:iam::210987654321:role/bi"
READERS: Json = {
    "analyst": {"scan_limit_bytes": 20_971_520},
    "bi": {"principals": [BI], "external_id": "costs-of-acme"},
}
ACCOUNT, REGION = "123456789012", "eu-west-1"
RESULTS = f"arn:aws:s3:::aws-athena-query-results-cid-{ACCOUNT}-{REGION}"
DATA = f"arn:aws:s3:::cid-{ACCOUNT}-data-exports"
LEGACY = f"arn:aws:s3:::cid-{ACCOUNT}-shared"
SEALED = f"arn:aws:s3:::cid-{ACCOUNT}-sealed"
GLUE, ATHENA = f"arn:aws:glue:{REGION}:{ACCOUNT}", f"arn:aws:athena:{REGION}:{ACCOUNT}"
OWN = f"{ATHENA}:workgroup/CID-READER.ANALYST"
MONTH = "daily_costs/2026-01/run/0.parquet"
ALLOWED = [
    ("athena:StartQueryExecution", OWN),
    ("athena:StopQueryExecution", OWN),
    ("athena:GetQueryExecution", OWN),
    ("athena:GetQueryResults", OWN),
    ("athena:GetQueryResultsStream", OWN),
    ("athena:GetWorkGroup", OWN),
    ("athena:ListWorkGroups", "*"),
    ("athena:ListTableMetadata", f"{ATHENA}:datacatalog/AwsDataCatalog"),
    ("glue:GetDatabase", f"{GLUE}:database/cid_data_export"),
    ("glue:GetTable", f"{GLUE}:table/cid_data_export/daily_costs"),
    ("glue:GetPartitions", f"{GLUE}:table/cid_data_export/cur2"),
    ("s3:ListBucket", DATA),
    ("s3:ListBucket", SEALED),
    ("s3:GetObject", f"{SEALED}/{MONTH}"),
    ("s3:GetObject", f"{DATA}/cur2/{ACCOUNT}/cid-cur2/data/BILLING_PERIOD=2026-01/0.parquet"),
    ("s3:GetObject", f"{LEGACY}/cur/{ACCOUNT}/cid/year=2026/month=1/0.parquet"),
    ("s3:GetBucketLocation", RESULTS),
    ("s3:PutObject", f"{RESULTS}/results/readers/analyst/1.csv"),
    ("s3:GetObject", f"{RESULTS}/results/readers/analyst/1.csv"),
]
REFUSED = [
    ("athena:StartQueryExecution", f"{ATHENA}:workgroup/CID"),
    ("athena:StartQueryExecution", f"{ATHENA}:workgroup/CID-SEALING"),
    ("athena:StartQueryExecution", f"{ATHENA}:workgroup/CID-GRAFANA"),
    ("athena:StartQueryExecution", f"{ATHENA}:workgroup/CID-READER.BI"),
    ("athena:StartQueryExecution", f"{ATHENA}:workgroup/primary"),
    ("athena:GetQueryResults", f"{ATHENA}:workgroup/CID"),
    ("athena:GetQueryResults", f"{ATHENA}:workgroup/CID-READER.BI"),
    ("athena:UpdateWorkGroup", OWN),
    ("athena:CreateNamedQuery", OWN),
    ("glue:GetTable", f"{GLUE}:table/others/daily_costs"),
    ("glue:CreateTable", f"{GLUE}:table/cid_data_export/mine"),
    ("glue:UpdateTable", f"{GLUE}:table/cid_data_export/daily_costs"),
    ("glue:DeleteTable", f"{GLUE}:table/cid_data_export/daily_costs"),
    ("glue:UpdatePartition", f"{GLUE}:table/cid_data_export/daily_costs"),
    ("glue:StartCrawler", f"{GLUE}:crawler/cid-DataExportCUR2Crawler"),
    ("s3:GetObject", f"{RESULTS}/results/1.csv"),
    ("s3:GetObject", f"{RESULTS}/results/grafana/1.csv"),
    ("s3:GetObject", f"{RESULTS}/results/readers/bi/1.csv"),
    ("s3:GetObject", f"{RESULTS}/results/readers/analyst-2/1.csv"),
    ("s3:PutObject", f"{RESULTS}/results/readers/bi/1.csv"),
    ("s3:DeleteObject", f"{RESULTS}/results/readers/analyst/1.csv"),
    ("s3:PutObject", f"{DATA}/cur2/{ACCOUNT}/mine.parquet"),
    ("s3:DeleteObject", f"{DATA}/cur2/{ACCOUNT}/mine.parquet"),
    ("s3:GetObject", f"{DATA}/other/secret.parquet"),
    ("s3:PutObject", f"{SEALED}/{MONTH}"),
    ("s3:DeleteObject", f"{SEALED}/{MONTH}"),
    ("s3:PutBucketPolicy", SEALED),
    ("s3:ListBucket", "arn:aws:s3:::another"),
    ("sqs:ReceiveMessage", f"arn:aws:sqs:{REGION}:{ACCOUNT}:cid-cur2-deliveries"),
    ("sqs:SendMessage", f"arn:aws:sqs:{REGION}:{ACCOUNT}:cid-undelivered-events"),
    ("states:StartExecution", f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:cid-month-sealer"),
    ("sts:AssumeRole", f"arn:aws:iam::{ACCOUNT}:role/cid-reader.bi-{REGION}"),
    ("cloudwatch:GetMetricData", "*"),
]
THEIRS: Json = {"team": {"only": {"accounts": ["111122223333"]}}}
SHARE = f"{GLUE}:table/cid_data_export_team"
OF_SOME_ROWS = [
    ("athena:StartQueryExecution", f"{ATHENA}:workgroup/CID-READER.TEAM", ""),
    ("glue:GetDatabase", f"{GLUE}:database/cid_data_export_team", ""),
    ("glue:GetTable", f"{SHARE}/daily_costs", ""),
    ("glue:GetTables", f"{SHARE}/*", ""),
    ("glue:GetPartitions", f"{SHARE}/resource_costs", ""),
    ("s3:GetBucketLocation", SEALED, ""),
    ("s3:ListBucket", SEALED, f"readers/team/{MONTH}"),
    ("s3:GetObject", f"{SEALED}/readers/team/{MONTH}", ""),
    ("s3:PutObject", f"{RESULTS}/results/readers/team/1.csv", ""),
]
OF_OTHERS_ROWS = [
    ("athena:StartQueryExecution", f"{ATHENA}:workgroup/CID", ""),
    ("athena:StartQueryExecution", OWN, ""),
    ("glue:GetDatabase", f"{GLUE}:database/cid_data_export", ""),
    ("glue:GetTable", f"{GLUE}:table/cid_data_export/daily_costs", ""),
    ("glue:GetTable", f"{GLUE}:table/cid_data_export/costs", ""),
    ("glue:GetPartitions", f"{GLUE}:table/cid_data_export/cur2", ""),
    ("glue:GetTable", f"{GLUE}:table/cid_data_export_team_2/daily_costs", ""),
    ("glue:UpdatePartition", f"{SHARE}/daily_costs", ""),
    ("s3:ListBucket", SEALED, ""),
    ("s3:ListBucket", SEALED, "readers/"),
    ("s3:ListBucket", SEALED, f"readers/team-2/{MONTH}"),
    ("s3:ListBucket", DATA, ""),
    ("s3:GetObject", f"{SEALED}/{MONTH}", ""),
    ("s3:GetObject", f"{SEALED}/readers/team-2/{MONTH}", ""),
    ("s3:GetObject", f"{DATA}/cur2/{ACCOUNT}/cid-cur2/data/BILLING_PERIOD=2026-01/0.parquet", ""),
    ("s3:PutObject", f"{SEALED}/readers/team/{MONTH}", ""),
]
PLAN = Plan.of(
    environment(consumers={"readers": READERS}, exports={"legacy_cur": {"enabled": True}})
)


@pytest.fixture(scope="module")
def stack(synthesize: Synthesize) -> Stack:
    return synthesize(consumers={"readers": READERS}, exports={"legacy_cur": {"enabled": True}})


def may(action: str, resource: str) -> bool:
    request = Request(action, resource)
    return decide([iam.named_reader_access(PLAN, "analyst")], request) is Decision.ALLOWED


@pytest.mark.parametrize(("action", "resource"), ALLOWED)
def test_a_reader_may_what_queries_need(action: str, resource: str) -> None:
    """Each of them on this resource."""
    assert may(action, resource)


@pytest.mark.parametrize(("action", "resource"), REFUSED)
def test_a_reader_may_nothing_else(action: str, resource: str) -> None:
    """Neither others' results and workgroups, nor a change of anything."""
    assert not may(action, resource)


@pytest.mark.parametrize(
    ("action", "resource", "prefix", "allowed"),
    [(*asked, True) for asked in OF_SOME_ROWS] + [(*asked, False) for asked in OF_OTHERS_ROWS],
)
def test_who_sees_only_some_rows_gets_at_no_other(
    action: str, resource: str, prefix: str, allowed: bool
) -> None:
    """Neither by table nor by file; not even the names of others' files can be listed."""
    plan = Plan.of(environment(consumers={"readers": THEIRS}))
    context = {"s3:prefix": prefix} if action == "s3:ListBucket" else {}
    request = Request(action, resource, context=context)
    decision = decide([iam.named_reader_access(plan, "team")], request)
    assert (decision is Decision.ALLOWED) == allowed


def test_policy_and_role_have_that_and_no_more(stack: Stack) -> None:
    """The role inline, so that nobody needs the right to attach."""
    for reader in READERS:
        policy = stack.policy("aws_iam_policy", f"consumers_reader_{reader}_policy")
        assert policy == iam.named_reader_access(PLAN, reader)
    inline = stack.policy("aws_iam_role_policy", "consumers_reader_bi_role_policy")
    assert inline == iam.named_reader_access(PLAN, "bi")


def test_only_principals_with_the_external_id_assume_the_role(stack: Stack) -> None:
    """And a reader without principals has none."""
    trust = stack.policy("aws_iam_role", "consumers_reader_bi_role", "assume_role_policy")
    (statement,) = trust["Statement"]
    assert statement["Principal"] == {"AWS": [BI]}
    assert statement["Condition"] == {"StringEquals": {"sts:ExternalId": "costs-of-acme"}}
    assert not [path for path in stack.paths.values() if path.endswith("reader_analyst/role")]


def test_each_has_a_workgroup_with_its_limit_and_folder(stack: Stack) -> None:
    """Clients can't override them."""
    workgroup = stack.resource("aws_athena_workgroup", "consumers_reader_analyst_queries_workgroup")
    assert workgroup["name"] == "CID-READER.ANALYST"
    settings = workgroup["configuration"]
    assert settings["enforce_workgroup_configuration"] is True
    assert settings["bytes_scanned_cutoff_per_query"] == 20_971_520
    location = settings["result_configuration"]["output_location"]
    assert location.endswith("/results/readers/analyst/")


def test_outputs_name_what_to_hand_out(stack: Stack) -> None:
    """Workgroup and policy of each, the role where there is one."""
    outputs = {name for name in stack.json["output"] if name.startswith("reader_")}
    assert outputs - {"reader_policy_arn"} == {
        "reader_analyst_workgroup",
        "reader_analyst_policy_arn",
        "reader_bi_workgroup",
        "reader_bi_policy_arn",
        "reader_bi_role_arn",
    }


def test_names_are_no_others_and_fit() -> None:
    """A reader may be called grafana, and an environment cid-reader; IAM takes 64 characters."""
    names = Plan.of(environment(name_prefix="cid")).names
    other = Plan.of(environment(name_prefix="cid-reader")).names
    assert names.reader_workgroup("grafana") not in (
        names.grafana_workgroup,
        other.grafana_workgroup,
    )
    assert names.reader_role("grafana") not in (names.grafana_role, other.grafana_role)
    longest = Plan.of(environment(name_prefix="tencharact", region="ap-southeast-1")).names
    assert len(longest.reader_role("r" * 30)) <= 64


def test_nothing_is_there_without_readers(example: Stack) -> None:
    """The analysts' own policy is as it was."""
    assert not [path for path in example.paths.values() if "/consumers/reader_" in path]


def test_the_policy_is_one_that_iam_takes() -> None:
    """With every export, the longest names and a key: 6,144 characters at most."""
    exports = {
        name: {"enabled": True}
        for name in ("cur2", "focus", "legacy_cur", "cost_optimization", "carbon")
    }
    key = "arn:aws:kms:us-east-2:123456789012:key/12345678-1234-1234-1234-123456789012"
    settings = environment(
        name_prefix="tencharact",
        region="us-east-2",
        exports=exports,
        storage={"results_kms_key": key},
    )
    policy = iam.named_reader_access(Plan.of(settings), "r" * 30)
    assert len(json.dumps(policy, separators=(",", ":"))) <= 6144
