"""A catalog's tables in an emulated AWS, as the stack and its crawlers leave them there.

Trino reads Glue and S3 itself, so it can't be handed a `Catalog`. Absent: views, and everything between
delivery and catalog: events, queues, crawls.
"""

from collections.abc import Iterator
from typing import Any

from athena.glue.objects import S3Uri
from athena.tables import Catalog, CatalogColumn, CatalogTable, DataFile, Partition
from emulator.cloud.cloud import Cloud
from emulator.environment import Emulated
from emulator.glue.catalog import PARQUET
from modules.naming import BILLING_REGION
from modules.plan import Line


def declare(cloud: Cloud, emulated: Emulated, catalog: Catalog) -> None:
    """Create the tables, with their columns alone: enough to validate a statement."""
    database = emulated.names.database
    glue = cloud.client("glue")
    glue.create_database(DatabaseInput={"Name": database})
    for line, table in _tables(emulated, catalog):
        declared = {
            "Name": table.name,
            "TableType": "EXTERNAL_TABLE",
            "Parameters": {"classification": "parquet", "EXTERNAL": "TRUE"},
            "PartitionKeys": _described(table.partition_keys),
            "StorageDescriptor": _storage(table, line.location),
        }
        glue.create_table(DatabaseName=database, TableInput=declared)


def publish(cloud: Cloud, emulated: Emulated, catalog: Catalog) -> None:
    """Create the tables with their partitions, and put every file at its key."""
    declare(cloud, emulated, catalog)
    s3 = cloud.client("s3")
    for bucket in emulated.plan.buckets:
        s3.create_bucket(Bucket=bucket.name, **_place(cloud.region))
    for _, table in _tables(emulated, catalog):
        for partition in table.partitions:
            for file in partition.files:
                _put(s3, file)
            _add(cloud.client("glue"), table, partition)


def _tables(emulated: Emulated, catalog: Catalog) -> Iterator[tuple[Line, CatalogTable]]:
    for line in emulated.plan.lines:
        found = catalog.table(emulated.names.database, line.dataset.table)
        if found is not None:
            yield line, found


def _put(s3_client: Any, file: DataFile) -> None:
    uri = S3Uri.parse(file.uri)
    with file.path.open("rb") as body:
        s3_client.put_object(Bucket=uri.bucket, Key=uri.key, Body=body)


def _add(glue_client: Any, table: CatalogTable, partition: Partition) -> None:
    added = {
        "Values": list(partition.values),
        "StorageDescriptor": _storage(table, partition.location),
    }
    glue_client.create_partition(
        DatabaseName=table.database, TableName=table.name, PartitionInput=added
    )


def _storage(table: CatalogTable, location: str) -> dict[str, object]:
    return PARQUET | {"Columns": _described(table.columns), "Location": location}


def _described(columns: tuple[CatalogColumn, ...]) -> list[dict[str, str]]:
    return [{"Name": column.name, "Type": column.type} for column in columns]


def _place(region: str) -> dict[str, object]:
    # The first region of AWS can't be named.
    if region == BILLING_REGION:
        return {}
    return {"CreateBucketConfiguration": {"LocationConstraint": region}}
