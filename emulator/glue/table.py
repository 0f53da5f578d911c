"""What a crawl changes in the catalog: columns, partitions, statistics."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from emulator.glue import layout
from emulator.glue.catalog import Catalog, Statistics, TableInput
from emulator.glue.folders import Folder
from emulator.glue.report import CrawlReport, Mode
from emulator.glue.schema import Column
from emulator.glue.target import CrawlTarget

Partitions = dict[tuple[str, ...], dict[str, Any]]  # by values, as they are written back


@dataclass
class TableUpdate:
    """One crawl's update of the target's table; `apply` does it, the lists then say what changed."""

    catalog: Catalog
    target: CrawlTarget
    crawler: str
    table: TableInput | None = None
    partitions_added: list[str] = field(default_factory=list)
    partitions_removed: list[str] = field(default_factory=list)
    columns_added: list[str] = field(default_factory=list)

    @property
    def location(self) -> str:
        return f"s3://{self.target.bucket}/{self.target.table_folder}"

    def apply(self, folders: Sequence[Folder]) -> None:
        """Bring the table in line with the folders; those with problems are passed over."""
        self.table = self._find_or_create(folders)
        if self.table is None:
            return
        fitting = [folder for folder in folders if self._fits(folder)]
        good = [folder for folder in fitting if not folder.problems and not folder.empty]
        self._merge_columns(good)
        partitions = self.catalog.partitions(self.table["Name"])
        for folder in good:
            self._register(folder, partitions)
        for folder in fitting:
            if folder.empty:
                self._forget(folder, partitions)
        if self.columns_added:
            self._hand_down_columns(partitions)
        self._write_statistics(good, partitions)

    def without_known(self, folders: Sequence[Folder]) -> list[Folder]:
        """The folders that aren't partitions yet, for a crawler that looks at new ones only."""
        known = self._known_locations()
        return [folder for folder in folders if self._uri(folder) not in known]

    def vanished(self, folders: Sequence[Folder]) -> list[Folder]:
        """Registered folders that a listing of the whole target didn't find any more."""
        found = {self._uri(folder) for folder in folders}
        root = f"s3://{self.target.bucket}/"
        return [
            Folder(location.removeprefix(root))
            for location in sorted(self._known_locations() - found)
            if location.startswith(root + self.target.prefix)
        ]

    def report(self, mode: Mode, folders: Sequence[Folder]) -> CrawlReport:
        """What `apply` did, and what it found unreadable."""
        return CrawlReport(
            mode,
            table=self.table["Name"] if self.table else None,
            partitions_added=tuple(self.partitions_added),
            partitions_removed=tuple(self.partitions_removed),
            columns_added=tuple(self.columns_added),
            objects_unreadable=tuple(p for folder in folders for p in folder.problems),
        )

    def _known_locations(self) -> set[str]:
        table = self.catalog.table_at(self.location, self._name)
        if table is None:
            return set()
        partitions = self.catalog.partitions(table["Name"]).values()
        return {partition["StorageDescriptor"]["Location"] for partition in partitions}

    @property
    def _name(self) -> str:
        folder_name = layout.table_name(self.target.table_folder, self.target.bucket)
        return self.target.table_prefix + folder_name

    def _uri(self, folder: Folder) -> str:
        return f"s3://{self.target.bucket}/{folder.path}"

    def _find_or_create(self, folders: Sequence[Folder]) -> TableInput | None:
        table = self.catalog.table_at(self.location, self._name)
        good = [folder for folder in folders if not folder.problems and not folder.empty]
        if table is not None or not good:
            return table
        depths = Counter(len(self._levels(folder)) for folder in good)
        first = next(f for f in good if len(self._levels(f)) == depths.most_common(1)[0][0])
        keys = layout.partition_keys(self._levels(first))
        created = self.catalog.create_table(self._name, self.location, first.columns, keys)
        self.columns_added += [column["Name"] for column in first.columns]
        return created

    def _levels(self, folder: Folder) -> list[str]:
        return layout.levels(folder.path, self.target.table_folder)

    def _fits(self, folder: Folder) -> bool:
        assert self.table is not None
        depth, keys = len(self._levels(folder)), len(self._keys)
        if depth != keys and not folder.empty:
            reason = (
                f"{depth} folder levels, but table {self.table['Name']} has {keys} partition keys"
            )
            folder.problems.append((self._uri(folder), reason))
        return depth == keys

    @property
    def _keys(self) -> list[str]:
        assert self.table is not None
        return [key["Name"] for key in self.table.get("PartitionKeys", [])]

    @property
    def _columns(self) -> list[Column]:
        assert self.table is not None
        columns: list[Column] = self.table["StorageDescriptor"]["Columns"]
        return columns

    def _merge_columns(self, good: Sequence[Folder]) -> None:
        if self.target.update_behavior != "UPDATE_IN_DATABASE" or self.table is None:
            return
        known = {column["Name"] for column in self._columns} | set(self._keys)
        merged = list(self._columns)
        for folder in good:
            for column in folder.columns:
                if column["Name"] not in known:
                    known.add(column["Name"])
                    merged.append(column)
                    self.columns_added.append(column["Name"])
        descriptor = self.table["StorageDescriptor"] | {"Columns": merged}
        self.table = self.table | {"StorageDescriptor": descriptor}

    def _register(self, folder: Folder, partitions: Partitions) -> None:
        assert self.table is not None
        if not self._keys:
            return
        values = tuple(layout.partition_values(self._levels(folder)))
        partition = {
            "Values": list(values),
            "StorageDescriptor": self.table["StorageDescriptor"] | {"Location": self._uri(folder)},
            "Parameters": folder.statistics.parameters(self.crawler),
        }
        if values not in partitions:
            self.catalog.add_partition(self.table["Name"], partition)
            self.partitions_added.append(layout.describe(self._keys, values))
        elif partitions[values] != partition:
            self.catalog.update_partition(self.table["Name"], partition)
        partitions[values] = partition

    def _forget(self, folder: Folder, partitions: Partitions) -> None:
        assert self.table is not None
        values = tuple(layout.partition_values(self._levels(folder)))
        if values in partitions and self.target.delete_behavior == "DELETE_FROM_DATABASE":
            self.catalog.delete_partition(self.table["Name"], values)
            del partitions[values]
            self.partitions_removed.append(layout.describe(self._keys, values))

    def _hand_down_columns(self, partitions: Partitions) -> None:
        # Partitions: InheritFromTable. Without it, months would differ and queries fail.
        assert self.table is not None
        for values, partition in partitions.items():
            descriptor = partition["StorageDescriptor"]
            if descriptor["Columns"] != self._columns:
                changed = partition | {"StorageDescriptor": descriptor | {"Columns": self._columns}}
                self.catalog.update_partition(self.table["Name"], changed)
                partitions[values] = changed

    def _write_statistics(self, good: Sequence[Folder], partitions: Partitions) -> None:
        assert self.table is not None
        if self._keys:
            parts = [Statistics.of(p.get("Parameters", {})) for p in partitions.values()]
        else:
            parts = [folder.statistics for folder in good]
        parameters = sum(parts, Statistics()).parameters(self.crawler)
        self.table = self.catalog.crawled(self.table, parameters, self.target.exclusions)
        if self.table != self.catalog.table(self.table["Name"]):
            self.catalog.update_table(self.table)
