"""Tables as the Glue catalog describes them: what an engine reads, whoever keeps the catalog."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class CatalogColumn:
    """A column or partition key; `type` is the Glue (Hive) type, e.g. `map<string,string>`."""

    name: str
    type: str


@dataclass(frozen=True)
class DataFile:
    """An object below a partition's location, with a local copy that an embedded engine can read."""

    uri: str  # s3://bucket/key
    etag: str
    size: int  # bytes
    path: Path


@dataclass(frozen=True)
class Partition:
    """One catalog partition: its key values as strings, and every object at its location.

    Athena reads every object there, also those a crawler excludes, so they are all listed.
    """

    values: tuple[str, ...]
    location: str
    files: tuple[DataFile, ...]


@dataclass(frozen=True)
class CatalogTable:
    """A Glue table. `view_sql` is set for views, and then there are no partitions.

    An unpartitioned table has one Partition with no values.
    """

    database: str
    name: str
    columns: tuple[CatalogColumn, ...]
    partition_keys: tuple[CatalogColumn, ...] = ()
    partitions: tuple[Partition, ...] = ()
    serde: str = "parquet"  # "parquet" or "csv"
    view_sql: str | None = None
    location: str = ""  # where its partitions lie


class Catalog(Protocol):
    """Read access to the deployed Glue catalog. Names are lower case. Reads are always current."""

    def databases(self) -> Sequence[str]: ...

    def tables(self, database: str) -> Sequence[str]: ...

    def table(self, database: str, name: str) -> CatalogTable | None:
        """The table with its partitions and files, or None when there is none of that name."""

    def columns(
        self, database: str, name: str
    ) -> tuple[tuple[CatalogColumn, ...], tuple[CatalogColumn, ...]] | None:
        """Columns and partition keys only (no S3 listing), or None."""


class FixedCatalog:
    """Implements `Catalog`: one database over tables that are known, and views that are added."""

    def __init__(self, database: str, tables: Iterable[CatalogTable]) -> None:
        self._database = database
        self._tables = {table.name: table for table in tables}

    def add(self, view: CatalogTable) -> None:
        self._tables[view.name] = view

    def put(self, table: CatalogTable) -> None:
        """Add a table, or replace the one of its name."""
        self._tables[table.name] = table

    def databases(self) -> Sequence[str]:
        return [self._database]

    def tables(self, database: str) -> Sequence[str]:
        return list(self._tables) if database == self._database else []

    def table(self, database: str, name: str) -> CatalogTable | None:
        return self._tables.get(name) if database == self._database else None

    def columns(
        self, database: str, name: str
    ) -> tuple[tuple[CatalogColumn, ...], tuple[CatalogColumn, ...]] | None:
        found = self.table(database, name)
        return (found.columns, found.partition_keys) if found else None
