"""A catalog over small tables of rows, for SQL cases."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from athena.tables import CatalogColumn, CatalogTable, DataFile, FixedCatalog, Partition
from emulator.bills.generator.block import arrow_schema
from modules.datasets import BillingPeriod, Dataset
from modules.plan import Delivery

DATABASE = "cid_data_export"


class Tables(FixedCatalog):
    """Of one database."""

    def __init__(self, *tables: CatalogTable) -> None:
        super().__init__(DATABASE, tables)

    def put(self, table: CatalogTable) -> None:
        """Add the table, or replace the one of that name."""
        self._tables[table.name] = table


def table_of(dataset: Dataset, months: Mapping[str, pa.Table], folder: Path) -> CatalogTable:
    """A table with a partition for each month. Legacy CUR declares the columns given, others all."""
    given = sorted({name for rows in months.values() for name in rows.column_names})
    if not dataset.growing_schema:
        columns = tuple(CatalogColumn(c.athena_name, c.type) for c in dataset.columns)
    else:
        columns = tuple(CatalogColumn(name, _legacy_type(name)) for name in given)
    keys = tuple(CatalogColumn(key, "string") for key in dataset.partition_keys)
    partitions = tuple(_partition(dataset, m, rows, folder) for m, rows in months.items())
    return CatalogTable(DATABASE, dataset.table, columns, keys, partitions)


def arrow_type(dataset: Dataset, name: str) -> pa.DataType | None:
    """How the column is delivered; None when the dataset has none of that name."""
    if not dataset.growing_schema:
        types = {
            c.athena_name: type_ for c, type_ in zip(dataset.columns, _types(dataset), strict=True)
        }
        return types.get(name)
    types = {"double": pa.float64(), "timestamp": pa.timestamp("ms", "UTC"), "string": pa.string()}
    return types[_legacy_type(name)]


def _types(dataset: Dataset) -> list[pa.DataType]:
    return list(arrow_schema(dataset.columns).values())


def _legacy_type(name: str) -> str:
    if name.endswith(("_cost", "_amount", "_fee", "_period", "_commitment", "_to_date")):
        return "double"
    return "timestamp" if name.endswith("_date") else "string"


def _partition(dataset: Dataset, month: str, rows: pa.Table, folder: Path) -> Partition:
    delivery = Delivery(dataset, "123456789012", "bucket", dataset.table, "cid")
    values = delivery.partition_values(BillingPeriod.parse(month))
    path = folder / f"{dataset.table}-{month}.parquet"
    pq.write_table(rows, path)
    etag = hashlib.sha256(path.read_bytes()).hexdigest()
    file = DataFile(f"s3://bucket/{path.name}", etag, path.stat().st_size, path)
    return Partition(values, f"s3://bucket/{month}/", (file,))
