"""AWS's side of a delivery: a billed month's objects, put where and in the order that AWS puts them.

The manifest comes last, so whoever starts at it finds all data there. Exports overwrite: a refreshed
month has the same keys, and Data Exports overwrites chunks that it no longer needs with empty ones; or
they make a version each time, in a folder of its own, and a copy of its manifest beside that
(https://docs.aws.amazon.com/cur/latest/userguide/dataexports-export-delivery.html). What legacy CUR does
with surplus chunks isn't documented; here it does the same, so that nothing counts twice.
Absent: multipart uploads, and `create-table.sql` and `crawler-cfn.yml` beside a legacy report.
"""

import io
import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from emulator.bills.billed_month import BilledMonth
from emulator.delivery.manifests import manifest
from modules.datasets import BillingService
from modules.plan import Delivery


@dataclass(frozen=True)
class Delivered:
    """What the manifest lists, in the order of chunks, and the manifest's own key."""

    bucket: str
    data_keys: tuple[str, ...]
    manifest_key: str


def deliver(s3_client: Any, delivery: Delivery, month: BilledMonth) -> Delivered:
    """Put a month where it belongs; unreadable files are delivered like the others.

    Raises botocore's ClientError when the bucket refuses.
    """
    files = (*month.chunks, *month.unreadable)
    execution = str(uuid.uuid4())
    version = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}-{execution}" if delivery.versioned else ""
    keys = tuple(
        delivery.data_key(month.period, number + 1, version) for number in range(len(files))
    )
    delivered = Delivered(delivery.bucket, keys, delivery.manifest_key(month.period, version))
    tells_status = delivery.dataset.service is BillingService.LEGACY_REPORT
    if tells_status:
        _put_status(s3_client, delivery, "UPDATING")
    for key, path in zip(keys, files, strict=True):
        with path.open("rb") as body:
            s3_client.put_object(Bucket=delivery.bucket, Key=key, Body=body)
    if not version:
        _empty_surplus(s3_client, delivered, month)
    if tells_status:
        _put_status(s3_client, delivery, "READY")
    # Of a version there is a copy in the partition's folder, which the next one overwrites.
    for key in dict.fromkeys((delivered.manifest_key, delivery.manifest_key(month.period))):
        s3_client.put_object(
            Bucket=delivery.bucket,
            Key=key,
            Body=manifest(delivery, month, keys, execution),
            ContentType="application/json",
        )
    return delivered


def _empty_surplus(s3_client: Any, delivered: Delivered, month: BilledMonth) -> None:
    """Overwrite the chunks of an earlier, larger delivery of the month."""
    stem = delivered.data_keys[0].removesuffix("00001.snappy.parquet")
    chunk = re.compile(re.escape(stem) + r"\d{5}\.snappy\.parquet")
    pages = s3_client.get_paginator("list_objects_v2").paginate(
        Bucket=delivered.bucket, Prefix=stem
    )
    there = {found["Key"] for page in pages for found in page.get("Contents", [])}
    for key in sorted(there - set(delivered.data_keys)):
        if chunk.fullmatch(key):
            body = _without_rows(month)
            s3_client.put_object(Bucket=delivered.bucket, Key=key, Body=body)


def _without_rows(month: BilledMonth) -> bytes:
    schemas = [pq.read_schema(path) for path in month.chunks[:1]]
    schema = schemas[0] if schemas else pa.schema([(month.dataset.summed_column, pa.float64())])
    return _parquet(schema.empty_table())


def _put_status(s3_client: Any, delivery: Delivery, status: str) -> None:
    """Tell, as the ATHENA artifact does, whether a report is being refreshed.

    https://docs.aws.amazon.com/cur/latest/userguide/cur-ate-run.html
    """
    name = "cost_and_usage_data_status"
    s3_client.put_object(
        Bucket=delivery.bucket,
        Key=f"{delivery.folder}/{name}/{name}.parquet",
        Body=_parquet(pa.table({"status": [status]})),
    )


def _parquet(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="snappy")
    return buffer.getvalue()
