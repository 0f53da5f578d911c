"""The books of what is deployed: S3, Glue and Athena, as a reader may ask (`policies/*/read.json`)."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from athena.client import QueryFailed, run_query
from costs.reconciliation.books import DeliveredMonth, NotAnswered, Row, StoredFile
from costs.reconciliation.files import has_rows
from costs.reconciliation.ranged_object import ranged_object
from modules.datasets import BillingPeriod, Dataset
from modules.plan import Delivery, Plan
from modules.sealed import TABLES

LISTS = ("dataFiles", "reportKeys")  # of a manifest: Data Exports' and legacy CUR's


class DeployedBooks:
    """An environment's; `client` gives a boto3 client of a service in its account and region."""

    def __init__(self, plan: Plan, client: Callable[[str], Any]) -> None:
        self._plan = plan
        self._client = client
        place = {"DatabaseName": plan.names.database}
        tables = self._pages("glue", "get_tables", "TableList", place)
        self.relations = frozenset(table["Name"] for table in tables)

    def deliveries(self) -> Sequence[DeliveredMonth]:
        """Every month of which there is a manifest."""
        return [
            self._delivered(delivery, period)
            for delivery in self._plan.deliveries
            for period in self._periods(delivery)
        ]

    def months(self) -> Sequence[str]:
        """Of tables that tell costs, and of sealed ones."""
        found = {month for line in self._plan.lines for month in self._catalogued(line.dataset)}
        for table in TABLES:
            found |= {values[0] for values in self._partitions(table)}
        return sorted(found)

    def ask(self, sql: str) -> Sequence[Row]:
        names = self._plan.names
        try:
            return run_query(self._client("athena"), sql, names.workgroup, names.database).rows
        except QueryFailed as failed:
            raise NotAnswered(str(failed)) from None

    def _catalogued(self, dataset: Dataset) -> Iterator[str]:
        if dataset.kind_column is None:
            return
        for values in self._partitions(dataset.table):
            pairs = zip(dataset.partition_keys, values, strict=True)
            period = dataset.month_of("/".join(f"{key}={value}" for key, value in pairs))
            if period:
                yield str(period)

    def _partitions(self, table: str) -> list[list[str]]:
        if table not in self.relations:
            return []
        place = {"DatabaseName": self._plan.names.database, "TableName": table}
        return [
            found["Values"] for found in self._pages("glue", "get_partitions", "Partitions", place)
        ]

    def _periods(self, delivery: Delivery) -> list[BillingPeriod]:
        dataset = delivery.dataset
        found = []
        for key in self._sizes(delivery.bucket, f"{delivery.folder}/"):
            period = dataset.month_of(key.rpartition("/")[0])
            if period and key == delivery.manifest_key(period):
                found.append(period)
        return sorted(found)

    def _delivered(self, delivery: Delivery, period: BillingPeriod) -> DeliveredMonth:
        manifest = delivery.manifest_key(period)
        named = self._named(delivery, manifest)
        there = self._data(delivery, period, named or frozenset())
        files = [uri for uri in there if named is None or uri in named]
        surplus = [self._stored(delivery, uri) for uri in there if uri not in files]
        missing = [delivery.uri(manifest)] if named is None else sorted(named - set(there))
        keys = zip(delivery.dataset.partition_keys, delivery.partition_values(period), strict=True)
        return DeliveredMonth(
            delivery.dataset,
            delivery.payer,
            period,
            dict(keys),
            tuple(self._stored(delivery, uri) for uri in files),
            tuple(missing),
            tuple(file for file in surplus if has_rows(file)),
        )

    def _data(self, delivery: Delivery, period: BillingPeriod, named: frozenset[str]) -> list[str]:
        """What Athena reads of the month; of versions in folders of their own the manifest's."""
        sizes = self._sizes(delivery.bucket, delivery.month_prefix(period))
        found = [delivery.uri(key) for key, size in sizes.items() if size and _is_read(key)]
        if not delivery.versioned:
            return found
        folders = {uri.rpartition("/")[0] for uri in named}
        return [uri for uri in found if uri.rpartition("/")[0] in folders]

    def _named(self, delivery: Delivery, key: str) -> frozenset[str] | None:
        """The `s3://…` of the files that a manifest names; None for one that names none."""
        body = self._client("s3").get_object(Bucket=delivery.bucket, Key=key)["Body"].read()
        try:
            manifest = json.loads(body)
            (found,) = (manifest[name] for name in LISTS if name in manifest)
        except (TypeError, ValueError):
            return None
        keys = (str(name).removeprefix(delivery.uri("")) for name in found)
        return frozenset(map(delivery.uri, keys))

    def _stored(self, delivery: Delivery, uri: str) -> StoredFile:
        key = uri.removeprefix(delivery.uri(""))
        return StoredFile(uri, lambda: ranged_object(self._client("s3"), delivery.bucket, key))

    def _sizes(self, bucket: str, prefix: str) -> dict[str, int]:
        """Of objects, by key."""
        place = {"Bucket": bucket, "Prefix": prefix}
        listed = self._pages("s3", "list_objects_v2", "Contents", place)
        return {found["Key"]: found["Size"] for found in listed}

    def _pages(
        self, service: str, operation: str, key: str, asked: Mapping[str, str]
    ) -> list[dict[str, Any]]:
        pages = self._client(service).get_paginator(operation).paginate(**asked)
        return [item for page in pages for item in page.get(key, ())]


def _is_read(key: str) -> bool:
    """Athena passes over hidden files; a manifest may lie in the folder of a legacy report."""
    name = key.rpartition("/")[2]
    return not name.startswith((".", "_")) and not name.endswith(".json")
