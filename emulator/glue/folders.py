"""From the objects that a crawl looks at to folders that can become partitions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

import pyarrow as pa

from emulator.glue.catalog import Statistics
from emulator.glue.schema import Column, columns_of
from emulator.glue.storage import ParquetFooter, Storage, StoredObject, Unreadable
from emulator.glue.target import CrawlTarget


@dataclass
class Folder:
    """A folder with the objects directly in it. `problems` are (URI, reason) of what can't be read."""

    path: str
    schemas: list[pa.Schema] = field(default_factory=list)
    statistics: Statistics = field(default_factory=Statistics)
    problems: list[tuple[str, str]] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not self.statistics.objects and not self.problems

    @property
    def columns(self) -> list[Column]:
        return columns_of(self.schemas)

    def add(self, footer: ParquetFooter) -> None:
        self.schemas.append(footer.schema)
        self.statistics += Statistics(1, footer.rows, footer.size)


def list_target(storage: Storage, target: CrawlTarget) -> list[Folder]:
    """Every folder below the target that holds data."""
    return _read(storage, target, storage.objects_below(target.prefix))


def list_folder(storage: Storage, target: CrawlTarget, path: str) -> Folder:
    """All the files of one folder, as an event makes a crawler list them; perhaps none any more."""
    inside = [found for found in storage.objects_below(path) if found.folder == path]
    return next(iter(_read(storage, target, inside)), Folder(path))


def _read(storage: Storage, target: CrawlTarget, objects: Iterable[StoredObject]) -> list[Folder]:
    # An empty object has no schema; a crawler passes over it.
    data = [found for found in objects if found.size and target.covers(target.bucket, found.key)]
    data.sort(key=lambda found: (found.folder, found.key))
    folders = []
    for path, inside in groupby(data, key=lambda found: found.folder):
        folder = Folder(path)
        for found in inside:
            try:
                folder.add(storage.footer(found.key))
                folder.columns  # noqa: B018  # a type that Hive lacks
            except (Unreadable, ValueError) as error:
                folder.problems.append((f"s3://{target.bucket}/{found.key}", str(error)))
        folders.append(folder)
    return folders
