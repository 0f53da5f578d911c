"""Do the columns that arrived say what the export is asked for, and have they the declared types?

Of each delivery's newest manifest: the columns that it names, and the types that its first file has.
Absent: legacy CUR, whose columns come and go with the bill.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow.parquet as pq

from costs.reconciliation.ranged_object import ranged_object
from emulator.glue.schema import columns_of
from modules.plan import Delivery, Line, Plan


@dataclass(frozen=True)
class Arrived:
    """One column that a delivery and its export disagree about."""

    delivery: Delivery
    manifest: str  # key
    says: str

    def __str__(self) -> str:
        return f"{self.delivery.uri(self.manifest)}: {self.says}"


def arrived_differences(s3_client: Any, plan: Plan) -> Iterator[Arrived]:
    """All of an environment. Raises botocore's errors."""
    for line in plan.lines:
        for delivery in line.deliveries if line.settings.exported_columns else ():
            if newest := _newest_manifest(s3_client, delivery):
                for says in _differences(s3_client, line, delivery, newest):
                    yield Arrived(delivery, newest, says)


def _newest_manifest(s3_client: Any, delivery: Delivery) -> str | None:
    pages = s3_client.get_paginator("list_objects_v2").paginate(
        Bucket=delivery.bucket, Prefix=f"{delivery.folder}/metadata/"
    )
    found = [one for page in pages for one in page.get("Contents", ())]
    manifests = [one for one in found if one["Key"].endswith("Manifest.json")]
    newest = max(manifests, key=lambda one: (one["LastModified"], one["Key"]), default=None)
    return str(newest["Key"]) if newest else None


def _differences(s3_client: Any, line: Line, delivery: Delivery, key: str) -> Iterator[str]:
    body = s3_client.get_object(Bucket=delivery.bucket, Key=key)["Body"].read()
    told = json.loads(body)
    named = [column["name"] for column in told["columns"]]
    asked = line.settings.exported_columns
    for name in named:
        if name not in asked:
            yield f"{name} is new"
    for name in asked:
        if name not in named:
            yield f"{name} is gone"
    declared = {column.athena_name: column.type for column in line.dataset.columns}
    for file in told["dataFiles"][:1]:
        content = ranged_object(
            s3_client, delivery.bucket, file.partition(f"{delivery.bucket}/")[2]
        )
        for column in columns_of([pq.read_schema(content)]):
            type_ = declared.get(column["Name"].lower(), column["Type"])
            if column["Type"] != type_:
                yield f"{column['Name']} is {column['Type']} in its files, {type_} in the table"
