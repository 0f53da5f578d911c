"""The Manifest.json of a delivery, in the words of each billing service.

Both name the columns, the data files and the period that they cover; the field names are those that
programs rely on which read real manifests. For the period in Data Exports' no such name was found, so
it is called as in legacy CUR's. https://docs.aws.amazon.com/cur/latest/userguide/dataexports-export-delivery.html
Ids are made up: constant for an export, new for a delivery.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow.parquet as pq

from emulator.bills.billed_month import BilledMonth
from emulator.glue.schema import Column, columns_of
from modules.datasets import BillingPeriod

# Longest first: split_line_item_split_cost isn't a line_item_ column.
_CATEGORIES = {
    "split_line_item": "splitLineItem",
    "cost_category": "costCategory",
    "resource_tags": "resourceTags",
    "savings_plan": "savingsPlan",
    "reservation": "reservation",
    "line_item": "lineItem",
    "discount": "discount",
    "identity": "identity",
    "pricing": "pricing",
    "product": "product",
    "bill": "bill",
}


@dataclass(frozen=True)
class Delivery:
    """One month of one export, as its manifest describes it."""

    bucket: str
    account_id: str
    export: str
    month: BilledMonth
    data_keys: tuple[str, ...]

    @property
    def columns(self) -> list[Column]:
        return columns_of(pq.read_schema(chunk) for chunk in self.month.chunks)

    @property
    def billing_period(self) -> dict[str, str]:
        period = self.month.period
        return {"start": _first_day(period), "end": _first_day(period.next)}


def data_exports_manifest(delivery: Delivery) -> bytes:
    """What Data Exports writes."""
    export_id = uuid.uuid5(uuid.NAMESPACE_URL, f"{delivery.account_id}/{delivery.export}")
    arn = f"arn:aws:bcm-data-exports:us-east-1:{delivery.account_id}:export/{delivery.export}"
    manifest = {
        "exportArn": f"{arn}-{export_id}",
        "executionId": str(uuid.uuid4()),
        "billingPeriod": delivery.billing_period,
        "columns": [
            {"name": column["Name"], "type": column["Type"]} for column in delivery.columns
        ],
        "dataFiles": [f"s3://{delivery.bucket}/{key}" for key in delivery.data_keys],
    }
    return json.dumps(manifest, indent=2).encode()


def legacy_cur_manifest(delivery: Delivery) -> bytes:
    """What legacy CUR writes for a report with the ATHENA artifact."""
    manifest = {
        "assemblyId": f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}",
        "account": delivery.account_id,
        "columns": [
            {
                "category": _category(column["Name"]),
                "name": column["Name"],
                "type": column["Type"].upper(),
            }
            for column in delivery.columns
        ],
        "charset": "UTF-8",
        "compression": "Parquet",
        "contentType": "Parquet",
        "reportId": uuid.uuid5(uuid.NAMESPACE_URL, f"{delivery.account_id}/{delivery.export}").hex,
        "reportName": delivery.export,
        "billingPeriod": delivery.billing_period,
        "bucket": delivery.bucket,
        "reportKeys": list(delivery.data_keys),
        "additionalArtifactKeys": [],
    }
    return json.dumps(manifest, indent=2).encode()


def _first_day(period: BillingPeriod) -> str:
    return f"{period.year}{period.month:02d}01T000000.000Z"


def _category(column: str) -> str:
    for prefix, category in _CATEGORIES.items():
        if column.startswith(f"{prefix}_"):
            return category
    return ""
