"""Policies, as dicts and through a linter."""

import json

import parliament
import pytest

from modules import iam
from modules.datasets import CUR2, LEGACY_CUR
from modules.naming import Names
from modules.plan import Plan
from tests.conftest import environment

NAMES = Names("cid", "123456789012", "eu-west-1")
BUCKET = "arn:aws:s3:::cid-123456789012-data-exports"
QUEUE = NAMES.arn("sqs", "cid-cur2-deliveries")
CATALOG = NAMES.catalog_arns(["cur2"])
CRAWLER = NAMES.arn("glue", "crawler/cid-DataExportCUR2Crawler")

OLDER = ("states:DescribeExecution", "states:ListExecutions")  # it knows map runs of these alone
IDENTITY_POLICIES = {
    "redrive_access": iam.redrive_access(Plan.of(environment())),
    "crawler_access": iam.crawler_access(
        BUCKET,
        "cur2",
        [QUEUE],
        CATALOG,
        NAMES.catalog_arns(["*"]),
        NAMES.arn("logs", "log-group:/aws-glue/crawlers"),
    ),
    "crawl_starter_access": iam.crawl_starter_access([CRAWLER], CATALOG, CATALOG),
    "start_execution": iam.start_execution(NAMES.arn("states", "stateMachine:cid-crawl-starter")),
    "cost_reader": iam.cost_reader(
        NAMES.arn("athena", "workgroup/CID"),
        NAMES.arn("athena", "datacatalog/AwsDataCatalog"),
        CATALOG,
        [(BUCKET, "cur2")],
        f"arn:aws:s3:::{NAMES.results_bucket}",
        NAMES.arn("kms", "key/1"),
    ),
}
IDENTITY_POLICIES["grafana_access"] = iam.grafana_access(Plan.of(environment()))
IDENTITY_POLICIES |= {
    f"opencost_access_{line.dataset.name}": iam.opencost_access(Plan.of(environment()), line)
    for line in Plan.of(environment()).lines
    if line.dataset in (CUR2, LEGACY_CUR)
}
RESOURCE_POLICIES = {
    "data_exports": iam.document(*iam.data_exports_delivery(BUCKET, NAMES)),
    "legacy_report": iam.document(*iam.legacy_report_delivery(BUCKET, NAMES)),
    "transport": iam.document(*iam.encrypted_transport_only(BUCKET)),
    "queue": iam.queue_access(QUEUE, BUCKET, NAMES.account_id),
    "dead_letters": iam.queue_access(QUEUE, None, NAMES.account_id),
}


@pytest.mark.parametrize("name", IDENTITY_POLICIES)
def test_identity_policies_pass_parliament(name: str) -> None:
    """Known actions, matching resources, no mistakes of form."""
    analyzed = parliament.analyze_policy_string(json.dumps(IDENTITY_POLICIES[name]))
    # parliament's list is older than these actions, permissions and resources.
    findings = [
        f
        for f in analyzed.findings
        if f.issue != "UNKNOWN_ACTION" and not any(action in str(f.detail) for action in OLDER)
    ]
    assert [f"{f.issue}: {f.detail} {f.location}" for f in findings] == []


@pytest.mark.parametrize("name", RESOURCE_POLICIES)
def test_services_are_admitted_only_on_behalf_of_this_account(name: str) -> None:
    """The confused-deputy conditions, in every Allow."""
    for statement in RESOURCE_POLICIES[name]["Statement"]:  # type: ignore[attr-defined]
        if statement["Effect"] == "Allow":
            assert set(statement["Principal"]) == {"Service"}
            condition = statement["Condition"]
            assert condition["StringEquals"] == {"aws:SourceAccount": "123456789012"}
            (source,) = (condition[op] for op in ("ArnLike", "ArnEquals") if op in condition)
            assert ":123456789012:" in source["aws:SourceArn"] or source["aws:SourceArn"] == BUCKET


@pytest.mark.parametrize("name", IDENTITY_POLICIES)
def test_no_identity_policy_reaches_everything(name: str) -> None:
    """Except for log delivery, metrics and lists of choices, which AWS can't narrow."""
    for statement in IDENTITY_POLICIES[name]["Statement"]:  # type: ignore[attr-defined]
        if statement["Sid"] not in ("DeliverLogs", "ListChoices", "CountWhatHappens"):
            resources = statement["Resource"]
            assert "*" not in ([resources] if isinstance(resources, str) else resources)
        assert "*" not in str(statement["Action"])


def test_an_exact_source_is_compared_exactly() -> None:
    """Security Hub passes only fixed values in queue policies."""
    assert "ArnEquals" in iam.on_behalf_of("1", BUCKET)
    assert "ArnLike" in iam.on_behalf_of("1", f"{BUCKET}/*")


def test_policies_are_rendered_without_spaces() -> None:
    """So that the provider's own form is no change."""
    assert (
        iam.render(iam.document({"Sid": "A"}))
        == '{"Version":"2012-10-17","Statement":[{"Sid":"A"}]}'
    )
