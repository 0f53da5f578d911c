"""What DuckDB sees of a Glue table: declared columns with declared types, whatever the files hold.

Athena maps Parquet by column name, reads a column that a file lacks as NULL, never shows one that the
table doesn't declare, and takes partition keys from the catalog. Each partition becomes one branch of a
UNION ALL, read with the columns that the statement needs; each file, when its `$path` is one of them.
"""

import re
from collections.abc import Collection, Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from athena.duckdb.column_types import check_type, column_type, is_list_of_pairs
from athena.duckdb.translation.session import PATH, SIZE
from athena.errors import SqlError, UnsupportedStatement
from athena.quoting import quoted, text
from athena.tables import CatalogColumn, CatalogTable, DataFile, Partition

REMEMBERED = 2_000  # footers; `up` may see more versions of files in a week


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
            while len(self._known) > REMEMBERED:
                self._known.pop(next(iter(self._known)), None)
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


def check_parquet(table: CatalogTable) -> None:
    """Raises UnsupportedStatement, before any file is opened, for a table of other files."""
    if table.serde != "parquet":
        raise UnsupportedStatement(
            "NOT_SUPPORTED",
            f"{table.name} is {table.serde}, the embedded engine reads Parquet: use --engine trino",
        )


def projection(
    table: CatalogTable,
    partitions: Iterable[Partition],
    columns: Collection[str],
    footers: Footers,
) -> str:
    """A SELECT of the needed columns and keys over the files of these partitions."""
    needed = [column for column in table.columns if column.name in columns]
    keys = [key for key in table.partition_keys if key.name in columns]
    branches = [
        _branch(needed, keys, columns, table, partition, same, footers)
        for partition in partitions
        for same in _together(partition.files, columns, footers)
    ]
    return "\nUNION ALL\n".join(branches) or _empty(needed, keys, columns)


def _together(
    files: Iterable[DataFile], columns: Collection[str], footers: Footers
) -> list[list[DataFile]]:
    """Files that one SELECT can read: of the same columns, alone when the statement asks for paths."""
    if _hidden(columns):
        return [[file] for file in files]
    groups: dict[pa.Schema, list[DataFile]] = {}
    for file in files:
        schema = footers.of(file).schema.to_arrow_schema().remove_metadata()
        groups.setdefault(schema, []).append(file)
    return list(groups.values())


def _branch(
    columns: list[CatalogColumn],
    keys: list[CatalogColumn],
    wanted: Collection[str],
    table: CatalogTable,
    partition: Partition,
    files: list[DataFile],
    footers: Footers,
) -> str:
    stored = {field.name.lower(): field for field in footers.of(files[0]).schema.to_arrow_schema()}
    for column in columns:
        if column.name in stored:
            check_type(column, stored[column.name].type, files[0].uri)
    values = dict(zip((key.name for key in table.partition_keys), partition.values, strict=True))
    selected = [
        f"CAST({_stored(stored[column.name]) if column.name in stored else 'NULL'}"
        f" AS {column_type(column.type).duckdb}) AS {quoted(column.name)}"
        for column in columns
    ]
    selected += [
        f"CAST({text(values[key.name])} AS {column_type(key.type).duckdb}) AS {quoted(key.name)}"
        for key in keys
    ]
    own = {PATH: text(files[0].uri), SIZE: f"CAST({files[0].size} AS BIGINT)"}
    selected += [f"{own[name]} AS {quoted(name)}" for name in _hidden(wanted)]
    paths = ", ".join(text(_literally(file.path)) for file in files)
    source = f"read_parquet([{paths}], hive_partitioning = false)"
    return f"SELECT {', '.join(selected) or '1 AS no_column'} FROM {source}"


def _stored(field: pa.Field) -> str:
    name = quoted(field.name)
    return f"map_from_entries({name})" if is_list_of_pairs(field.type) else name


def _literally(path: Path) -> str:
    """DuckDB takes every name for a pattern; a bracket with one character stands for that character."""
    return re.sub(r"[*?\[]", r"[\g<0>]", str(path))


def _hidden(wanted: Collection[str]) -> list[str]:
    return [name for name in (PATH, SIZE) if name in wanted]


def _empty(columns: list[CatalogColumn], keys: list[CatalogColumn], wanted: Collection[str]) -> str:
    selected = [
        f"CAST(NULL AS {column_type(column.type).duckdb}) AS {quoted(column.name)}"
        for column in [*columns, *keys]
    ]
    types = {PATH: "VARCHAR", SIZE: "BIGINT"}
    selected += [f"CAST(NULL AS {types[name]}) AS {quoted(name)}" for name in _hidden(wanted)]
    return f"SELECT {', '.join(selected) or '1 AS no_column'} WHERE false"
