"""The deployed Glue catalog, as an engine reads it: tables, partitions and the files below them.

Everything is read from moto at the moment it is asked for, so a crawl or an overwritten month shows in
the next query. Athena reads every object below a partition's location, also those a crawler was told
to skip; so do we. An embedded engine needs files: objects are copied to a local folder under their
ETag, once per content. Absent: per-partition schemas and column statistics.
"""

import os
import re
import time
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile
from typing import Any

from moto.s3.models import FakeKey

from athena.glue.definitions import GlueTable, view_definition
from athena.glue.metastore import Metastore
from athena.glue.objects import Listing, Objects, S3Uri
from athena.glue.projection import Projection
from athena.rights import require
from athena.tables import CatalogColumn, CatalogTable, DataFile, Partition

UNUSED_AFTER = 3600.0  # seconds after which the copy of an object that no query reads may go
CSV_SERDES = ("OpenCSVSerde", "LazySimpleSerDe")

Columns = tuple[CatalogColumn, ...]


class GlueCatalog:
    """Thread-safe. Local copies live in `cache_dir` and may be shared by several catalogs."""

    def __init__(self, account_id: str, region: str, cache_dir: Path) -> None:
        self._arn = f"arn:aws:glue:{region}:{account_id}"
        self._metastore = Metastore(account_id, region)
        self._objects = Objects(account_id, region)
        self._copies = LocalCopies(cache_dir)

    def databases(self) -> Sequence[str]:
        return [str(database["Name"]) for database in self._metastore.databases()]

    def tables(self, database: str) -> Sequence[str]:
        """Names of tables and views; empty when there is no such database."""
        if self._metastore.database(database) is None:
            return []
        self._require("glue:GetTables", database, "*")
        return [str(table["Name"]) for table in self._metastore.tables(database)]

    def table(self, database: str, name: str) -> CatalogTable | None:
        self._require("glue:GetTable", database, name)
        found = self._metastore.table(database, name)
        if found is None:
            return None
        columns, keys = _columns(found)
        view = view_definition(found)
        return CatalogTable(
            database,
            name,
            columns,
            keys,
            () if view else tuple(self._partitions(database, name, found)),
            _serde(found),
            str(view["originalSql"]) if view else None,
        )

    def columns(self, database: str, name: str) -> tuple[Columns, Columns] | None:
        self._require("glue:GetTable", database, name)
        found = self._metastore.table(database, name)
        return _columns(found) if found else None

    def _partitions(self, database: str, name: str, table: GlueTable) -> list[Partition]:
        location = table.get("StorageDescriptor", {}).get("Location", "")
        keys = [key["Name"] for key in table.get("PartitionKeys") or ()]
        parameters = table.get("Parameters") or {}
        listings: dict[str, Listing] = {}
        if not keys:
            return [self._partition((), location, listings)] if location else []
        if Projection.enabled(parameters):
            return self._projected(Projection(keys, location, parameters), listings)
        self._require("glue:GetPartitions", database, name)
        return [
            self._partition(
                tuple(found["Values"]), found["StorageDescriptor"].get("Location", ""), listings
            )
            for found in self._metastore.partitions(database, name)
        ]

    def _partition(
        self, values: tuple[str, ...], location: str, listings: dict[str, Listing]
    ) -> Partition:
        require_files(location)
        return Partition(values, location, self._files(self._below(location, listings)))

    def _projected(self, projection: Projection, listings: dict[str, Listing]) -> list[Partition]:
        found: dict[tuple[tuple[str, ...], str], list[FakeKey]] = {}
        for key in self._below(projection.root, listings, folder=False):
            place = projection.match(f"s3://{key.bucket_name}/{key.name}")
            if place:
                found.setdefault(place, []).append(key)
        for _, location in found:
            require_files(location)
        return [Partition(*place, self._files(keys)) for place, keys in found.items()]

    def _below(
        self, location: str, listings: dict[str, Listing], folder: bool = True
    ) -> list[FakeKey]:
        uri = S3Uri.parse(location)
        if uri.bucket not in listings:
            listings[uri.bucket] = self._objects.listing(uri.bucket)
        return listings[uri.bucket].below(uri.folder.key if folder else uri.key)

    def _require(self, action: str, database: str, table: str) -> None:
        for resource in ("catalog", f"database/{database}", f"table/{database}/{table}"):
            require(action, f"{self._arn}:{resource}")

    def _files(self, keys: Sequence[FakeKey]) -> tuple[DataFile, ...]:
        return tuple(
            DataFile(
                f"s3://{key.bucket_name}/{key.name}",
                key.etag.strip('"'),
                key.size,
                self._copies.of(key),
            )
            for key in keys
        )


def require_files(location: str) -> None:
    """Who asks may list a partition's files and read them. Raises SqlError."""
    uri = S3Uri.parse(location)
    require("s3:ListBucket", f"arn:aws:s3:::{uri.bucket}", {"s3:prefix": uri.folder.key})
    require("s3:GetObject", (uri / "file").arn)  # each object has the same prefix


class LocalCopies:
    """Objects as files, named by content, so that equal objects share a file and none is ever stale."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def of(self, key: FakeKey) -> Path:
        """The file with an object's content. It stays for at least an hour after it was asked for."""
        suffix = "".join(PurePosixPath(str(key.name)).suffixes[-2:])
        etag = key.etag.strip('"')
        path = self._folder / f"{etag}-{key.size}{re.sub(r'[^A-Za-z0-9.]', '', suffix)}"
        try:
            os.utime(path)
            if path.stat().st_size != key.size:
                self._copy(key, path)
        except FileNotFoundError:
            self._copy(key, path)
        return path

    def _copy(self, key: FakeKey, path: Path) -> None:
        self._drop_unused()
        with NamedTemporaryFile(dir=self._folder, prefix=".copy-", delete=False) as file:
            file.write(key.value)
        Path(file.name).replace(path)

    def _drop_unused(self) -> None:
        oldest = time.time() - UNUSED_AFTER
        for path in self._folder.iterdir():
            try:
                if path.stat().st_mtime < oldest:
                    path.unlink()
            except FileNotFoundError:
                continue  # another thread was faster


def _columns(table: GlueTable) -> tuple[Columns, Columns]:
    storage = table.get("StorageDescriptor") or {}
    declared, keys = storage.get("Columns") or (), table.get("PartitionKeys") or ()
    return tuple(map(_column, declared)), tuple(map(_column, keys))


def _column(declared: Mapping[str, Any]) -> CatalogColumn:
    return CatalogColumn(declared["Name"].lower(), declared.get("Type") or "string")


def _serde(table: GlueTable) -> str:
    """`parquet`, `csv`, or the library's class for one that no engine here reads."""
    serde = (table.get("StorageDescriptor") or {}).get("SerdeInfo") or {}
    library = str(serde.get("SerializationLibrary") or "parquet")
    if "parquet" in library.lower():
        return "parquet"
    return "csv" if library.rsplit(".", 1)[-1] in CSV_SERDES else library
