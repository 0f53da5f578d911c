"""Who may use a bucket: the account's own principals, one billing service, and none without TLS."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from modules.datasets import BillingService
from modules.iam.documents import Statement, on_behalf_of, refuse_plain_http, statement
from modules.naming import Names


def encrypted_transport_only(bucket_arn: str) -> list[Statement]:
    """Refuse plain HTTP and TLS below 1.2, to everyone."""
    everything = [bucket_arn, f"{bucket_arn}/*"]
    return [
        refuse_plain_http("s3:*", everything),
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


_DELIVERIES = {
    BillingService.DATA_EXPORTS: data_exports_delivery,
    BillingService.LEGACY_REPORT: legacy_report_delivery,
}


def delivery_by(
    service: BillingService, bucket_arn: str, names: Names, payers: Sequence[str]
) -> list[Statement]:
    """What this service needs to write on behalf of these accounts, each in statements of its own."""
    return [found for payer in payers for found in _of_payer(service, bucket_arn, names, payer)]


def _of_payer(
    service: BillingService, bucket_arn: str, names: Names, payer: str
) -> Iterator[Statement]:
    suffix = "" if payer == names.account_id else payer
    for found in _DELIVERIES[service](bucket_arn, replace(names, account_id=payer)):
        yield found | {"Sid": f"{found['Sid']}{suffix}"}
