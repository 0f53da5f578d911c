"""Policy documents: functions from ARNs to dicts, free of jsii, so that tests read and lint them.

Service principals carry the confused-deputy conditions that AWS documents for each of them. The role
that Glue assumes has none: Glue doesn't reliably send the keys.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Literal

from modules.iam_actions import (
    CATALOG_BROWSE_ACTIONS,
    CATALOG_READ_ACTIONS,
    CRAWLER_CATALOG_ACTIONS,
    CRAWLER_QUEUE_ACTIONS,
    LOG_DELIVERY_ACTIONS,
    WORKGROUP_USE_ACTIONS,
)
from modules.naming import Names

Policy = dict[str, object]
Statement = dict[str, object]
Conditions = Mapping[str, Mapping[str, str]]


def render(policy: Policy) -> str:
    """Compact JSON: the provider keeps some policies as written and would plan spaces as a change."""
    return json.dumps(policy, separators=(",", ":"))


def document(*statements: Statement) -> Policy:
    """A policy of these statements."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def statement(
    sid: str,
    actions: str | Sequence[str],
    resources: str | Sequence[str],
    *,
    effect: Literal["Allow", "Deny"] = "Allow",
    principal: str | Mapping[str, str] | None = None,
    conditions: Conditions | None = None,
) -> Statement:
    """One statement; `principal` only in resource policies."""
    written: Statement = {"Sid": sid, "Effect": effect}
    if principal is not None:
        written["Principal"] = principal
    written["Action"] = actions if isinstance(actions, str) else list(actions)
    written["Resource"] = resources if isinstance(resources, str) else list(resources)
    if conditions:
        written["Condition"] = conditions
    return written


def trust(service: str, conditions: Conditions | None = None) -> Policy:
    """Who may assume a role: one AWS service."""
    written: Statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sts:AssumeRole",
    }
    if conditions:
        written["Condition"] = conditions
    return document(written)


def from_account(account_id: str) -> Conditions:
    """Only on behalf of this account."""
    return {"StringEquals": {"aws:SourceAccount": account_id}}


def on_behalf_of(account_id: str, source_arn: str) -> Conditions:
    """Only on behalf of one resource, or of a family (`…:export/*`), of this account."""
    operator = "ArnLike" if "*" in source_arn else "ArnEquals"
    return {**from_account(account_id), operator: {"aws:SourceArn": source_arn}}


def encrypted_transport_only(bucket_arn: str) -> list[Statement]:
    """Refuse plain HTTP and TLS below 1.2, to everyone."""
    everything = [bucket_arn, f"{bucket_arn}/*"]
    return [
        statement(
            "DenyPlainHttp",
            "s3:*",
            everything,
            effect="Deny",
            principal="*",
            conditions={"Bool": {"aws:SecureTransport": "false"}},
        ),
        statement(
            "DenyOldTls",
            "s3:*",
            everything,
            effect="Deny",
            principal="*",
            conditions={"NumericLessThan": {"s3:TlsVersion": "1.2"}},
        ),
    ]


def data_exports_delivery(bucket_arn: str, names: Names) -> list[Statement]:
    """What Data Exports needs to write. It starts with a test object at the bucket's root, so a
    resource narrower than the whole bucket fails at creation.

    https://docs.aws.amazon.com/cur/latest/userguide/dataexports-s3-bucket.html
    """
    source = names.billing_arn("bcm-data-exports", "export/*")
    return [
        statement(
            "DataExportsDelivers",
            ["s3:PutObject", "s3:GetBucketPolicy"],
            [bucket_arn, f"{bucket_arn}/*"],
            principal={"Service": "bcm-data-exports.amazonaws.com"},
            conditions=on_behalf_of(names.account_id, source),
        )
    ]


def legacy_report_delivery(bucket_arn: str, names: Names) -> list[Statement]:
    """What the legacy report needs. AWS's page compares the source with StringEquals, which doesn't
    expand the `*` it also shows; ArnLike does.

    https://docs.aws.amazon.com/cur/latest/userguide/cur-s3.html
    """
    principal = {"Service": "billingreports.amazonaws.com"}
    source = on_behalf_of(names.account_id, names.billing_arn("cur", "definition/*"))
    return [
        statement(
            "LegacyReportChecks",
            ["s3:GetBucketAcl", "s3:GetBucketPolicy"],
            bucket_arn,
            principal=principal,
            conditions=source,
        ),
        statement(
            "LegacyReportDelivers",
            "s3:PutObject",
            f"{bucket_arn}/*",
            principal=principal,
            conditions=source,
        ),
    ]


def queue_access(queue_arn: str, bucket_arn: str | None, account_id: str) -> Policy:
    """TLS only; and, for the queue that S3 writes to, S3 on behalf of one bucket."""
    refuse_http = statement(
        "DenyPlainHttp",
        "sqs:*",
        queue_arn,
        effect="Deny",
        principal="*",
        conditions={"Bool": {"aws:SecureTransport": "false"}},
    )
    if bucket_arn is None:
        return document(refuse_http)
    send = statement(
        "BucketSendsEvents",
        "sqs:SendMessage",
        queue_arn,
        principal={"Service": "s3.amazonaws.com"},
        conditions=on_behalf_of(account_id, bucket_arn),
    )
    return document(send, refuse_http)


def crawler_access(
    bucket_arn: str,
    prefix: str,
    queue_arns: Sequence[str],
    catalog_arns: Sequence[str],
    logs_arn: str,
) -> Policy:
    """All that one export's crawler may do."""
    return document(
        statement("ReadDeliveries", "s3:GetObject", f"{bucket_arn}/{prefix}/*"),
        statement("ListDeliveries", ["s3:ListBucket", "s3:GetBucketLocation"], bucket_arn),
        statement("ConsumeEvents", CRAWLER_QUEUE_ACTIONS, queue_arns),
        statement("MaintainTable", CRAWLER_CATALOG_ACTIONS, catalog_arns),
        statement(
            "WriteLogs",
            ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
            [logs_arn, f"{logs_arn}:*"],
        ),
    )


def crawl_starter_access(crawler_arns: Sequence[str], catalog_arns: Sequence[str]) -> Policy:
    """Start crawlers, look up partitions, log."""
    return document(
        statement("StartCrawlers", "glue:StartCrawler", crawler_arns),
        statement("LookUpPartitions", "glue:GetPartition", catalog_arns),
        statement("DeliverLogs", LOG_DELIVERY_ACTIONS, "*"),
    )


def start_execution(state_machine_arn: str) -> Policy:
    """What EventBridge's role may do."""
    return document(statement("StartCrawl", "states:StartExecution", state_machine_arn))


def cost_reader(
    workgroup_arn: str,
    data_catalog_arn: str,
    catalog_arns: Sequence[str],
    data: Sequence[tuple[str, str]],
    results_bucket_arn: str,
) -> Policy:
    """Run queries and read their answers; `data` is pairs of bucket ARN and prefix."""
    buckets = list(dict.fromkeys(bucket for bucket, _ in data))
    objects = [f"{bucket}/{prefix}/*" for bucket, prefix in data]
    return document(
        statement("UseWorkgroup", WORKGROUP_USE_ACTIONS, workgroup_arn),
        statement("BrowseCatalog", CATALOG_BROWSE_ACTIONS, data_catalog_arn),
        statement("ReadCatalog", CATALOG_READ_ACTIONS, catalog_arns),
        statement("ListData", ["s3:ListBucket", "s3:GetBucketLocation"], buckets),
        statement("ReadData", "s3:GetObject", objects),
        statement(
            "ListResults",
            ["s3:ListBucket", "s3:GetBucketLocation", "s3:ListBucketMultipartUploads"],
            results_bucket_arn,
        ),
        statement(
            "KeepResults",
            [
                "s3:GetObject",
                "s3:PutObject",
                "s3:AbortMultipartUpload",
                "s3:ListMultipartUploadParts",
            ],
            f"{results_bucket_arn}/*",
        ),
    )
