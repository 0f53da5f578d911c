"""The crawler's hand in the Glue catalog: one table, its columns and its partitions.

A table that is there already, made by Terraform perhaps, keeps its columns and types; new columns
go to its end, and with InheritFromTable all partitions follow. A crawler takes a table for its own
when location, classification and compressionType agree; else it makes another one.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from moto.glue.exceptions import TableNotFoundException
from moto.glue.models import glue_backends

from emulator.aws.roles import Role
from emulator.glue.schema import Column

READ_ONLY = {"DatabaseName", "CreateTime", "UpdateTime", "VersionId", "CatalogId", "CreatedBy"}
PARQUET = {
    "InputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
    "OutputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
    "Compressed": False,
    "NumberOfBuckets": -1,
    "SerdeInfo": {
        "SerializationLibrary": "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
        "Parameters": {"serialization.format": "1"},
    },
    "BucketColumns": [],
    "SortColumns": [],
    "StoredAsSubDirectories": False,
}
TableInput = dict[str, Any]


@dataclass(frozen=True)
class Statistics:
    """What a crawler counts in a folder, or in all of a table's."""

    objects: int = 0
    records: int = 0
    size: int = 0  # bytes

    def __add__(self, other: "Statistics") -> "Statistics":
        return Statistics(
            self.objects + other.objects, self.records + other.records, self.size + other.size
        )

    def parameters(self, crawler: str) -> dict[str, str]:
        """The catalog parameters that every crawled table and partition carries."""
        return {
            "CrawlerSchemaDeserializerVersion": "1.0",
            "CrawlerSchemaSerializerVersion": "1.0",
            "UPDATED_BY_CRAWLER": crawler,
            "averageRecordSize": str(self.size // self.records if self.records else 0),
            "classification": "parquet",
            "compressionType": "none",
            "objectCount": str(self.objects),
            "recordCount": str(self.records),
            "sizeKey": str(self.size),
            "typeOfData": "file",
        }

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> "Statistics":
        names = ("objectCount", "recordCount", "sizeKey")
        return cls(*(int(parameters.get(name, 0)) for name in names))


class Catalog:
    """One database, used with the crawler's role; every call may raise AccessDenied."""

    def __init__(self, role: Role, region: str, database: str) -> None:
        self._role = role
        self._arn = f"arn:aws:glue:{region}:{role.account_id}"
        self._database = database
        self._glue: Any = glue_backends[role.account_id][region]

    def table_at(self, location: str, name: str) -> TableInput | None:
        """The table that a crawl of `location` maintains, if there is one."""
        self._require("glue:GetDatabase")
        # A crawler looks for its table among all of the database.
        self._require("glue:GetTables", "*")
        self._glue.get_database(self._database)
        table = self.table(name)
        if table is not None and not _adoptable(table, location):
            table = self.table(_second_name(name, location))
        return table

    def table(self, name: str) -> TableInput | None:
        """The table as it would be written back, or None."""
        self._require("glue:GetTable", name)
        try:
            found = self._glue.get_table(self._database, name).as_dict()
        except TableNotFoundException:
            return None
        return {key: value for key, value in found.items() if key not in READ_ONLY}

    def create_table(
        self, name: str, location: str, columns: Sequence[Column], keys: Sequence[str]
    ) -> TableInput:
        if self.table(name) is not None:
            name = _second_name(name, location)
        self._require("glue:CreateTable", name)
        table = {
            "Name": name,
            "Owner": "owner",
            "TableType": "EXTERNAL_TABLE",
            "Parameters": {},
            "PartitionKeys": [{"Name": key, "Type": "string"} for key in keys],
            "StorageDescriptor": PARQUET | {"Columns": list(columns), "Location": location},
        }
        self._glue.create_table(self._database, name, table)
        return table

    @staticmethod
    def crawled(
        table: TableInput, parameters: Mapping[str, str], exclusions: Sequence[str]
    ) -> TableInput:
        """The table as a crawl leaves it, all that it writes over what was declared included.

        Seen in a live account by cookielab's terraform-aws-cost-reporting (commit 7fefe47).
        """
        descriptor = table["StorageDescriptor"]
        serde = {"Name": "ParquetHiveSerDe"} | descriptor.get("SerdeInfo", {})
        written = {"NumberOfBuckets": -1, "Parameters": dict(parameters), "SerdeInfo": serde}
        noted = {"exclusions": json.dumps(list(exclusions))} if exclusions else {}
        return table | {
            "Owner": "owner",
            "Parameters": table.get("Parameters", {}) | dict(parameters) | noted,
            "StorageDescriptor": descriptor | written,
        }

    def update_table(self, table: TableInput) -> None:
        self._require("glue:UpdateTable", table["Name"])
        self._glue.update_table(self._database, table["Name"], table)

    def partitions(self, table: str) -> dict[tuple[str, ...], dict[str, Any]]:
        """The partitions by their values, as they would be written back."""
        self._require("glue:GetPartitions", table)
        found = self._glue.get_partitions(self._database, table, "")
        return {tuple(partition.values): partition.partition_input for partition in found}

    def add_partition(self, table: str, partition: dict[str, Any]) -> None:
        self._require("glue:BatchCreatePartition", table)
        self._glue.create_partition(self._database, table, partition)

    def update_partition(self, table: str, partition: dict[str, Any]) -> None:
        self._require("glue:UpdatePartition", table)
        self._glue.update_partition(self._database, table, partition, partition["Values"])

    def delete_partition(self, table: str, values: Sequence[str]) -> None:
        self._require("glue:BatchDeletePartition", table)
        self._glue.delete_partition(self._database, table, list(values))

    def _require(self, action: str, table: str | None = None) -> None:
        resources = ["catalog", f"database/{self._database}"]
        if table is not None:
            resources.append(f"table/{self._database}/{table}")
        for resource in resources:
            self._role.require(action, f"{self._arn}:{resource}")


def _adoptable(table: TableInput, location: str) -> bool:
    descriptor, parameters = table.get("StorageDescriptor", {}), table.get("Parameters", {})
    return bool(
        descriptor.get("Location", "").rstrip("/") == location.rstrip("/")
        and parameters.get("classification") == "parquet"
        and parameters.get("compressionType") == "none"
    )


def _second_name(name: str, location: str) -> str:
    # A crawler that finds its name taken appends a hash.
    return f"{name}_{hashlib.md5(location.encode(), usedforsecurity=False).hexdigest()}"
