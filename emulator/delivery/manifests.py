"""The Manifest.json of a delivery, in the words of each billing service.

Both name the columns, the data files and the period that they cover; the field names are those that
programs rely on which read real manifests. For the period in Data Exports' no such name was found, so
it is called as in legacy CUR's. https://docs.aws.amazon.com/cur/latest/userguide/dataexports-export-delivery.html
Ids are made up: constant for an export, new for a delivery.
"""

import json
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

import pyarrow.parquet as pq

from emulator.aws.export_arn import export_arn
from emulator.bills.billed_month import BilledMonth
from emulator.glue.schema import Column, columns_of
from modules.datasets import BillingPeriod, BillingService
from modules.plan import Delivery

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


def manifest(
    delivery: Delivery, month: BilledMonth, data_keys: Sequence[str], execution: str
) -> bytes:
    """The manifest of one month, as the service writes it that delivers the dataset."""
    if delivery.dataset.service is BillingService.LEGACY_REPORT:
        return _legacy_report(delivery, month, data_keys)
    return _data_exports(delivery, month, data_keys, execution)


def _data_exports(
    delivery: Delivery, month: BilledMonth, data_keys: Sequence[str], execution: str
) -> bytes:
    content = {
        "exportArn": export_arn(delivery.payer, delivery.export),
        "executionId": execution,
        "billingPeriod": _days(month.period),
        "columns": _as_asked(month),
        "dataFiles": [delivery.uri(key) for key in data_keys],
    }
    return json.dumps(content, indent=2).encode()


def _legacy_report(delivery: Delivery, month: BilledMonth, data_keys: Sequence[str]) -> bytes:
    content = {
        "assemblyId": f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}",
        "account": delivery.payer,
        "columns": [
            {
                "category": _category(column["Name"]),
                "name": column["Name"],
                "type": column["Type"].upper(),
            }
            for column in _columns(month)
        ],
        "charset": "UTF-8",
        "compression": "Parquet",
        "contentType": "Parquet",
        "reportId": uuid.uuid5(uuid.NAMESPACE_URL, f"{delivery.payer}/{delivery.export}").hex,
        "reportName": delivery.export,
        "billingPeriod": _days(month.period),
        "bucket": delivery.bucket,
        "reportKeys": list(data_keys),
        "additionalArtifactKeys": [],
    }
    return json.dumps(content, indent=2).encode()


def _as_asked(month: BilledMonth) -> list[dict[str, str]]:
    """With the capital letters that the export asks for, which a catalog would not keep."""
    written = [name for chunk in month.chunks for name in pq.read_schema(chunk).names]
    names = {name.lower(): name for name in reversed(written)}
    return [{"name": names[found["Name"]], "type": found["Type"]} for found in _columns(month)]


def _columns(month: BilledMonth) -> list[Column]:
    return columns_of(pq.read_schema(chunk) for chunk in month.chunks)


def _days(period: BillingPeriod) -> dict[str, str]:
    return {"start": _first_day(period), "end": _first_day(period.next)}


def _first_day(period: BillingPeriod) -> str:
    return f"{period.year}{period.month:02d}01T000000.000Z"


def _category(column: str) -> str:
    for prefix, category in _CATEGORIES.items():
        if column.startswith(f"{prefix}_"):
            return category
    return ""
