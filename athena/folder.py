"""A folder of Parquet files as a catalog, without a Glue to describe it.

    lake/trips/month=2026-01/part-0.parquet     table `trips`, partition key `month`
    lake/trips/month=2026-02/part-0.parquet
    lake/stations.parquet                       table `stations`

Columns are those that a crawl would declare: of every file, the first type seen. Partition keys are
texts, as the names of the folders are; a folder that names no key is passed through. Absent: other
formats than Parquet.
"""

from pathlib import Path
from urllib.parse import quote, unquote

import pyarrow.parquet as pq

from athena.arrow import columns_of
from athena.errors import ExpectedFailure
from athena.tables import CatalogColumn, CatalogTable, DataFile, FixedCatalog, Partition

DATABASE = "default"
SUFFIX = ".parquet"
BUCKET = "folder"  # of the `s3://` locations that the files are given

Keys = tuple[tuple[str, str], ...]  # names and values, from the outermost folder on


class FolderCatalog(FixedCatalog):
    """The tables of the database `default`, as the folder is now.

    Raises ExpectedFailure when the folder isn't there or doesn't read as tables.
    """

    def __init__(self, folder: Path | str) -> None:
        root = Path(folder)
        if not root.is_dir():
            raise ExpectedFailure(f"{root} is no folder")
        entries = [(path, _files(path)) for path in sorted(root.iterdir())]
        super().__init__(DATABASE, [_table(path, files) for path, files in entries if files])


def _files(path: Path) -> list[Path]:
    """The Parquet files of a table, but for those that Hive passes over by their names."""
    if path.name.startswith((".", "_")):
        return []
    if path.is_dir():
        return [file for below in sorted(path.iterdir()) for file in _files(below)]
    return [path] if path.name.endswith(SUFFIX) else []


def _table(path: Path, files: list[Path]) -> CatalogTable:
    name = path.name.lower().removesuffix(SUFFIX)
    location = f"s3://{BUCKET}/{name}/"
    partitions: dict[Keys, list[DataFile]] = {}
    for file in files:
        keys, uri = _placed(location, file.relative_to(path))
        partitions.setdefault(keys, []).append(_data_file(uri, file))
    names = {tuple(key for key, _ in keys) for keys in partitions}
    if len(names) > 1:
        seen = " and ".join(sorted("/".join(keys) or "none" for keys in names))
        raise ExpectedFailure(f"{path}: one table has one set of partition keys, found {seen}")
    keys_of_all = names.pop()
    columns = columns_of(pq.read_schema(file) for file in files)
    return CatalogTable(
        DATABASE,
        name,
        tuple(column for column in columns if column.name not in keys_of_all),
        tuple(CatalogColumn(key, "string") for key in keys_of_all),
        tuple(
            Partition(tuple(value for _, value in keys), _folder(location, keys), tuple(found))
            for keys, found in partitions.items()
        ),
        location=location,
    )


def _placed(table: str, file: Path) -> tuple[Keys, str]:
    """The partition of a file and its URI, in which the folders that name a key come first."""
    named = [part.partition("=") for part in file.parts[:-1] if "=" in part]
    others = [part for part in file.parts[:-1] if "=" not in part]
    keys = tuple((key.lower(), unquote(value)) for key, _, value in named)
    return keys, _folder(table, keys) + "/".join([*others, file.name])


def _folder(table: str, keys: Keys) -> str:
    return table + "".join(f"{key}={quote(value, safe=' ')}/" for key, value in keys)


def _data_file(uri: str, file: Path) -> DataFile:
    found = file.stat()
    return DataFile(uri, f"{file}:{found.st_mtime_ns}:{found.st_size}", found.st_size, file)
