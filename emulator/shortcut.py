"""The tables without the pipeline: what `query` needs, in a second instead of a minute.

Buckets, database, tables and workgroup carry the names that Terraform would give them; partitions are
registered here instead of by a crawl. Saved queries come from the files that Terraform deploys.
"""

from collections.abc import Iterable
from typing import Any

import pyarrow.parquet as pq

from emulator.crawling.schema import columns_of
from emulator.delivery import deliver
from emulator.intake import BilledMonth
from emulator.laptop import Laptop
from emulator.settings import Export

PARQUET_SERDE = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
PARQUET_INPUT = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat"
PARQUET_OUTPUT = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat"


def set_up(laptop: Laptop, months: Iterable[BilledMonth]) -> None:
    """Deliver the months and register them. An unreadable file stays out, as a crawl leaves it out."""
    names = laptop.emulated.names
    _add_bucket(laptop, names.results_bucket)
    laptop.cloud.client("glue").create_database(DatabaseInput={"Name": names.database})
    _add_workgroup(laptop)
    by_dataset: dict[str, list[BilledMonth]] = {}
    for month in months:
        if month.chunks and not month.unreadable:
            by_dataset.setdefault(month.dataset.name, []).append(month)
    for dataset, export in laptop.emulated.exports.items():
        found = by_dataset.get(dataset.name, [])
        _add_bucket(laptop, export.bucket)
        if found or not dataset.growing_schema:
            _add_table(laptop, export, found)


def _add_bucket(laptop: Laptop, name: str) -> None:
    place = {"LocationConstraint": laptop.cloud.region}
    configuration = (
        {} if laptop.cloud.region == "us-east-1" else {"CreateBucketConfiguration": place}
    )
    laptop.cloud.client("s3").create_bucket(Bucket=name, **configuration)


def _add_workgroup(laptop: Laptop) -> None:
    names = laptop.emulated.names
    results = {"OutputLocation": f"s3://{names.results_bucket}/results/"}
    laptop.cloud.client("athena").create_work_group(
        Name=names.workgroup,
        Configuration={
            "EnforceWorkGroupConfiguration": True,
            "ResultConfiguration": results,
            "BytesScannedCutoffPerQuery": laptop.emulated.environment.query.scan_limit_bytes,
        },
    )


def _add_table(laptop: Laptop, export: Export, months: list[BilledMonth]) -> None:
    dataset, names = export.dataset, laptop.emulated.names
    columns = {column.name: column.type for column in dataset.columns}
    for column in columns_of(pq.read_schema(chunk) for month in months for chunk in month.chunks):
        columns.setdefault(column["Name"], column["Type"])
    root = f"s3://{export.bucket}/{export.prefix}/"
    glue = laptop.cloud.client("glue")
    glue.create_table(
        DatabaseName=names.database,
        TableInput={
            "Name": dataset.table,
            "TableType": "EXTERNAL_TABLE",
            "Parameters": {"classification": "parquet", "EXTERNAL": "TRUE"},
            "PartitionKeys": [{"Name": key, "Type": "string"} for key in dataset.partition_keys],
            "StorageDescriptor": _parquet(columns, root),
        },
    )
    for month in months:
        place = (export.prefix, names.account_id, export.name)
        deliver(laptop.cloud.client("s3"), export.bucket, *place, month)
        folder = dataset.data_prefix(*place) + dataset.month_folder(month.period) + "/"
        values = [
            part.split("=")[-1] for part in folder.removeprefix(export.prefix).strip("/").split("/")
        ]
        glue.create_partition(
            DatabaseName=names.database,
            TableName=dataset.table,
            PartitionInput={
                "Values": values,
                "StorageDescriptor": _parquet(columns, f"s3://{export.bucket}/{folder}"),
            },
        )


def _parquet(columns: dict[str, str], location: str) -> dict[str, Any]:
    return {
        "Columns": [{"Name": name, "Type": type_} for name, type_ in columns.items()],
        "Location": location,
        "InputFormat": PARQUET_INPUT,
        "OutputFormat": PARQUET_OUTPUT,
        "SerdeInfo": {"SerializationLibrary": PARQUET_SERDE},
    }
