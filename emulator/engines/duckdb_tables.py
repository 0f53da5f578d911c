"""What DuckDB sees of a Glue table: declared columns with declared types, whatever the files hold.

Athena maps Parquet by column name, reads a column that a file lacks as NULL, never shows one that the
table doesn't declare, and takes partition keys from the catalog. Each partition becomes one branch of a
UNION ALL, read with the columns that the statement needs.
"""

from collections.abc import Collection, Iterable

import pyarrow as pa
import pyarrow.parquet as pq

from emulator.engines import (
    CatalogColumn,
    CatalogTable,
    DataFile,
    Partition,
    SqlError,
    UnsupportedStatement,
)
from emulator.engines.duckdb_types import hive_to_duckdb


class Footers:
    """Parquet footers by ETag: reading one takes longer than most statements."""

    def __init__(self) -> None:
        self._known: dict[str, pq.FileMetaData] = {}

    def of(self, file: DataFile) -> pq.FileMetaData:
        """Raises SqlError as Athena does when it meets a file that isn't Parquet."""
        found = self._known.get(file.etag)
        if found is None:
            try:
                found = pq.read_metadata(file.path)
            except (pa.ArrowInvalid, OSError) as error:
                what = f"Error opening Hive split {file.uri}: not a valid Parquet file ({error})"
                raise SqlError("HIVE_CANNOT_OPEN_SPLIT", what) from None
            self._known[file.etag] = found
        return found

    def scanned(self, files: Iterable[DataFile], columns: Collection[str]) -> int:
        """Compressed bytes of the column chunks that these columns need."""
        total = 0
        for file in files:
            footer = self.of(file)
            for group in range(footer.num_row_groups):
                chunks = footer.row_group(group)
                for number in range(chunks.num_columns):
                    chunk = chunks.column(number)
                    if chunk.path_in_schema.split(".")[0].lower() in columns:
                        total += chunk.total_compressed_size
        return total


def projection(
    table: CatalogTable,
    partitions: Iterable[Partition],
    columns: Collection[str],
    footers: Footers,
) -> str:
    """A SELECT of the needed columns and keys over the files of these partitions."""
    if table.serde != "parquet":
        raise UnsupportedStatement(
            "NOT_SUPPORTED",
            f"{table.name} is {table.serde}, the embedded engine reads Parquet: use --engine trino",
        )
    needed = [column for column in table.columns if column.name in columns]
    keys = [key for key in table.partition_keys if key.name in columns]
    branches = [
        _branch(needed, keys, table, partition, same, footers)
        for partition in partitions
        for same in _by_schema(partition.files, footers)
    ]
    return "\nUNION ALL\n".join(branches) or _empty(needed, keys)


def _by_schema(files: Iterable[DataFile], footers: Footers) -> list[list[DataFile]]:
    groups: dict[tuple[str, ...], list[DataFile]] = {}
    for file in files:
        names = tuple(footers.of(file).schema.to_arrow_schema().names)
        groups.setdefault(names, []).append(file)
    return list(groups.values())


def _branch(
    columns: list[CatalogColumn],
    keys: list[CatalogColumn],
    table: CatalogTable,
    partition: Partition,
    files: list[DataFile],
    footers: Footers,
) -> str:
    present = {name.lower(): name for name in footers.of(files[0]).schema.to_arrow_schema().names}
    values = dict(zip((key.name for key in table.partition_keys), partition.values, strict=True))
    selected = [
        f"CAST({_quoted(present[column.name]) if column.name in present else 'NULL'}"
        f" AS {hive_to_duckdb(column.type)}) AS {_quoted(column.name)}"
        for column in columns
    ]
    selected += [
        f"CAST({_text(values[key.name])} AS {hive_to_duckdb(key.type)}) AS {_quoted(key.name)}"
        for key in keys
    ]
    paths = ", ".join(_text(str(file.path)) for file in files)
    source = f"read_parquet([{paths}], hive_partitioning = false)"
    return f"SELECT {', '.join(selected) or '1 AS no_column'} FROM {source}"


def _empty(columns: list[CatalogColumn], keys: list[CatalogColumn]) -> str:
    selected = [
        f"CAST(NULL AS {hive_to_duckdb(column.type)}) AS {_quoted(column.name)}"
        for column in [*columns, *keys]
    ]
    return f"SELECT {', '.join(selected) or '1 AS no_column'} WHERE false"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
