"""What the snapshots pin: each construct's resources, one file each, in two environments.

Together they are the whole synthesized JSON, apart from what tests of its own pin: columns and SQL.
"""

import json
from collections import defaultdict

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from tests.conftest import Json, Stack, Synthesize

EVERYTHING_SET: Json = {
    "name_prefix": "acme",
    "region": "us-east-2",
    "tags": {"Team": "finops"},
    "allow_data_deletion": True,
    "backend": {"type": "cloud", "organization": "acme", "workspace": "costs"},
    "exports": {
        "cur2": {
            "prefix": "bill/cur2",
            "export_name": "acme-cur2",
            "time_granularity": "DAILY",
            "include_resources": False,
            "include_split_cost_allocation_data": False,
            "include_capacity_reservation_data": True,
            "include_iam_principal_data": True,
        },
        "focus": {
            "prefix": "bill/focus",
            "export_name": "acme-focus",
            "catalog": "registered",
            "time_granularity": "DAILY",
            "columns": ["BilledCost", "ServiceName"],
        },
        "legacy_cur": {"enabled": True, "prefix": "bill/cur", "report_name": "acme"},
        "cost_optimization": {
            "enabled": True,
            "prefix": "hub/coh",
            "export_name": "acme-coh",
            "include_all_recommendations": False,
            "filter": '{"regions": ["us-east-2"]}',
            "overwrite": "CREATE_NEW_REPORT",
            "catalog": "registered",
            "enrollment": "exists",
            "service_linked_role": "exists",
            "columns": ["recommendation_id", "account_id"],
        },
        "carbon": {
            "enabled": True,
            "prefix": "green/carbon",
            "export_name": "acme-carbon",
            "catalog": "registered",
            "columns": ["model_version", "total_mbm_emissions_value"],
        },
    },
    "storage": {
        "noncurrent_days": 3,
        "results_days": 2,
        "force_destroy": True,
        "results_kms_key": "arn:aws:kms:us-east-2:123456789012:key/results",
    },
    "events": {
        "visibility_timeout_seconds": 1800,
        "message_retention_days": 5,
        "log_kms_key": "arn:aws:kms:us-east-2:123456789012:key/logs",
    },
    "catalog": {"safety_schedule": "cron(0 1 * * ? *)"},
    "query": {
        "scan_limit_bytes": 10_485_760,
        "tags": ["user_team"],
        "accounts": "tests/modules/accounts.csv",
        "sealed": {"scan_limit_bytes": 20_971_520, "catch_up_schedule": "cron(0 2 * * ? *)"},
    },
    "monitoring": {
        "emails": ["finops@example.com"],
        "subscribers": [
            "https://example.com/alarms",
            "arn:aws:sqs:us-east-2:123456789012:on-call",
            "arn:aws:lambda:us-east-2:123456789012:function:on-call",
        ],
        "dashboard": True,
        "alarms": {
            "not-delivered": {"hours": 72},
            "scanned": {"threshold": 1_000_000},
            "invocations": {"enabled": False},
        },
        "budgets": {
            "everything": {"limit_usd": 20_000, "cost": "amortized", "forecast": [110]},
            "sandbox": {"limit_usd": 500, "accounts": ["210987654321"], "forecast": []},
        },
        "anomalies": {"enabled": True, "minimum_usd": 250},
        "cost_allocation_tags": {"keys": ["team", "cost center"], "kubernetes": ["eks", "volumes"]},
    },
    "consumers": {
        "readers": {
            "analyst": {"scan_limit_bytes": 20_971_520},
            "other-account": {
                "principals": ["arn:aws:iam::210987654321:role/bi"],
                "external_id": "costs-of-acme",
                "only": {"accounts": ["111122223333"], "tags": {"user_team": ["data", "ml"]}},
            },
        },
        "grafana": {
            "principals": ["arn:aws:iam::210987654321:role/grafana"],
            "external_id": "costs-of-acme",
            "managed": True,
            "workspace": {
                "enabled": True,
                "sign_in": ["SAML", "AWS_SSO"],
                "grafana_version": "12.9",
            },
            "scan_limit_bytes": 10_485_760,
        },
        "cid": {"quicksight_role": True, "cloudformation_exports": True},
        "opencost": {
            "oidc_provider": "arn:aws:iam::123456789012:oidc-provider/"
            "oidc.eks.eu-west-1.amazonaws.com/id/0A1B",
            "namespace": "kubecost",
            "service_account": "kubecost-cost-analyzer",
            "scan_limit_bytes": 10_485_760,
        },
    },
    "access": {
        "permissions_boundary": "arn:aws:iam::123456789012:policy/boundary",
        "role_path": "/costs/",
    },
}
ENVIRONMENTS: dict[str, Json] = {"example": {}, "everything_set": EVERYTHING_SET}
EACH_ENVIRONMENT = pytest.mark.parametrize("name", ENVIRONMENTS)


def assert_stage_is_pinned(
    stage: str, name: str, synthesize: Synthesize, snapshot: SnapshotAssertion
) -> None:
    """Each construct of the stage in a file of its own."""
    pinned = snapshot.use_extension(JSONSnapshotExtension)
    for construct, resources in _constructs(synthesize(**ENVIRONMENTS[name]), stage).items():
        assert resources == pinned(name=construct)


def _constructs(stack: Stack, stage: str) -> dict[str, dict[str, Json | str]]:
    """The resources of a stage by construct and address."""
    found: dict[str, dict[str, Json | str]] = defaultdict(dict)
    for address, path in stack.paths.items():
        kind, name = address.split(".")
        _, of_stage, construct, *_ = path.split("/")
        if of_stage == stage:
            found[construct][address] = _without_long_lists(
                kind, stack.json["resource"][kind][name]
            )
    return found


def _without_long_lists(kind: str, resource: Json) -> Json | str:
    shown: Json = json.loads(json.dumps(resource))
    if kind == "aws_cloudwatch_metric_alarm":
        return _in_a_line(shown)
    if kind == "aws_glue_catalog_table":
        del shown["storage_descriptor"]["columns"]
        if shown["table_type"] == "VIRTUAL_VIEW":
            del shown["parameters"]  # the same for all: tests/modules/query/test_cost_views.py
        shown.pop("view_original_text", None)
    if kind == "aws_athena_named_query":
        shown["query"] = "…"
    if kind == "aws_bcmdataexports_export":
        shown["export"][0]["data_query"][0]["query_statement"] = "…"
    return shown


def _in_a_line(alarm: Json) -> str:
    """There are dozens; what they say is in tests/modules/monitoring/test_metric_alarms.py."""
    looks_at = "/".join((alarm["namespace"], alarm["metric_name"], *alarm["dimensions"].values()))
    below = "<" if alarm["comparison_operator"] == "LessThanThreshold" else ">="
    times = f"{alarm['evaluation_periods']} x {alarm['period']} s"
    told = f"missing {alarm['treat_missing_data']}, tells {len(alarm['alarm_actions'])}"
    return f"{alarm['statistic']} {looks_at} {below} {alarm['threshold']}, {times}, {told}"
