"""A catalog over small tables of rows, for SQL cases."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from emulator.billing.block import SCHEMA
from emulator.engines import CatalogColumn, CatalogTable, DataFile, Partition
from modules.datasets import CUR2, LEGACY_CUR, Dataset

DATABASE = "cid_data_export"
Row = Mapping[str, object]
Columns = tuple[CatalogColumn, ...]


class Tables:
    """Implements `Catalog` over what it is given."""

    def __init__(self, *tables: CatalogTable) -> None:
        self._tables = {table.name: table for table in tables}

    def databases(self) -> Sequence[str]:
        return [DATABASE]

    def tables(self, database: str) -> Sequence[str]:
        return list(self._tables)

    def table(self, database: str, name: str) -> CatalogTable | None:
        return self._tables.get(name) if database == DATABASE else None

    def columns(self, database: str, name: str) -> tuple[Columns, Columns] | None:
        found = self.table(database, name)
        return (found.columns, found.partition_keys) if found else None


def table_of(dataset: Dataset, months: Mapping[str, Sequence[Row]], folder: Path) -> CatalogTable:
    """A table with a partition for each month; rows give only the columns that matter."""
    names = {column for rows in months.values() for row in rows for column in row}
    if dataset is CUR2:
        columns = tuple(CatalogColumn(c.name, c.type) for c in CUR2.columns)
    else:
        columns = tuple(CatalogColumn(name, _legacy_type(name)) for name in sorted(names))
    keys = tuple(CatalogColumn(key, "string") for key in dataset.partition_keys)
    partitions = tuple(_partition(dataset, m, rows, folder) for m, rows in months.items())
    return CatalogTable(DATABASE, dataset.table, columns, keys, partitions)


def _legacy_type(name: str) -> str:
    if name.endswith("_date"):
        return "timestamp"
    return "double" if name.endswith(("_cost", "_amount", "_fee", "_period")) else "string"


def _partition(dataset: Dataset, month: str, rows: Sequence[Row], folder: Path) -> Partition:
    values: tuple[str, ...] = ("123456789012", "cid-cur2", "data", month)
    if dataset is LEGACY_CUR:
        year, number = month.split("-")
        values = ("123456789012", "cid", "cid", year, str(int(number)))
    path = folder / f"{dataset.table}-{month}.parquet"
    names = {column for row in rows for column in row}
    arrays = {
        name: pa.array([_value(row.get(name)) for row in rows], _arrow(dataset, name))
        for name in names
    }
    pq.write_table(pa.table(arrays), path)
    etag = hashlib.sha256(path.read_bytes()).hexdigest()
    file = DataFile(f"s3://bucket/{path.name}", etag, path.stat().st_size, path)
    return Partition(values, f"s3://bucket/{month}/", (file,))


def _arrow(dataset: Dataset, name: str) -> pa.DataType:
    if dataset is CUR2:
        return SCHEMA[name]
    types = {"double": pa.float64(), "timestamp": pa.timestamp("ms", "UTC"), "string": pa.string()}
    return types[_legacy_type(name)]


def _value(value: object) -> object:
    if isinstance(value, dict):
        return sorted(value.items())
    if isinstance(value, str) and len(value) == 20 and value.endswith("Z"):
        return datetime.fromisoformat(value).astimezone(UTC)
    return value
