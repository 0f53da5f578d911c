"""Cases of views as data: `tests/queries/views/<view>/<case>/` says what tables hold and what it shows.

    case.toml      says: why the answer is right
    <table>.csv    rows of a table that the view reads, partition keys among the columns that matter
    expected.csv   all rows of the view, in any order, and those of its columns that matter

In all CSVs an empty cell is NULL and "" an empty text, as in Athena's results. A map is `key=value;…`.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from athena.tables import CatalogColumn, CatalogTable, DataFile, Partition
from modules.datasets.data_exports import COLUMN_LISTS
from modules.sealed import SOURCE, TABLES
from modules.settings.accounts import ListedAccount
from modules.views import VIEWS, View, read_view, views_over
from tests.queries.cases import CaseError, map_of, read_csv
from tests.queries.tables import DATABASE

FOLDER = Path(__file__).parent / "views"
ARROW = {
    "string": pa.string(),
    "double": pa.float64(),
    "int": pa.int32(),
    "boolean": pa.bool_(),
    "timestamp": pa.timestamp("ms", "UTC"),
    "map<string,string>": pa.map_(pa.string(), pa.string()),
    "map<string,double>": pa.map_(pa.string(), pa.float64()),
}


@dataclass(frozen=True)
class Declared:
    """A table as the catalog declares it: Hive types by column, and partition keys, all strings."""

    columns: Mapping[str, str]
    keys: tuple[str, ...]


COLUMNS = {"cur_declared": "legacy_cur", "coh": "cost_optimization"}  # table → list of columns
EXPORT = ("source_account_id", "report_name", "data")
KEYS = {
    "cur2": (*EXPORT, "billing_period"),
    "focus": (*EXPORT, "billing_period"),
    "coh": (*EXPORT, "date"),
    "carbon": (*EXPORT, "carbon_model_version", "usage_period"),
    "cur_declared": ("payer", "report", "year", "month"),
}


def _declared(table: str) -> Declared:
    listed = json.loads((COLUMN_LISTS / f"{COLUMNS.get(table, table)}.json").read_text())
    return Declared({c["name"].lower(): c["type"] for c in listed["columns"]}, KEYS[table])


DECLARED = {table: _declared(table) for table in KEYS}
DEFAULT_KEYS = {
    "source_account_id": "123456789012", "report_name": "cid", "data": "data",
    "payer": "123456789012", "report": "cid",
}  # fmt: skip
LISTED = ListedAccount("999999999999", "O'Neill's", "Retail", "ops", "2000", "production")
VIEWS_BY_NAME = {view.name: view for view in views_over(DECLARED, accounts=[LISTED])}
# The sealed tables, as what they are sealed from.
SEALED = {name: replace(VIEWS_BY_NAME[SOURCE.format(name)], name=name) for name in TABLES}
SHOWN = {**VIEWS_BY_NAME, **SEALED}


@dataclass(frozen=True)
class ViewCase:
    """One folder. `expected` are rows of texts or None under `columns`."""

    view: View
    says: str
    rows: Mapping[str, pa.Table]
    columns: tuple[str, ...]
    expected: list[tuple[str | None, ...]]

    def with_empty_texts(self) -> "ViewCase":
        """The same tables, with '' wherever a text is absent: AWS documents neither."""
        emptied = {table: with_empty_texts(table, rows) for table, rows in self.rows.items()}
        return ViewCase(self.view, self.says, emptied, self.columns, self.expected)

    def catalog_tables(self, folder: Path) -> list[CatalogTable]:
        """Every declared table, with the rows of the case as Parquet below the folder."""
        return [table_of(name, self.rows.get(name, pa.table({})), folder) for name in DECLARED]


def view_case_folders(below: Path = FOLDER) -> list[Path]:
    return sorted(path for path in below.glob("*/*") if path.is_dir())


def read_view_case(folder: Path) -> ViewCase:
    """Raises CaseError."""
    name, _ = folder.parts[-2:]
    about = tomllib.loads((folder / "case.toml").read_text())
    if not about.get("says") or about.keys() - {"says", "file"}:
        raise CaseError(f"{folder}/case.toml: it has says, and file for one form of a view")
    view = read_view(VIEWS / about["file"]) if "file" in about else VIEWS_BY_NAME[name]
    tables = {path.stem: path for path in folder.glob("*.csv") if path.stem != "expected"}
    unknown = tables.keys() - DECLARED.keys()
    if unknown or not tables:
        raise CaseError(f"{folder}: a CSV is expected.csv or one of {', '.join(DECLARED)}")
    expected = read_csv(folder / "expected.csv", {})
    return ViewCase(
        view,
        about["says"],
        {table: _rows(table, path) for table, path in tables.items()},
        tuple(expected.column_names),
        list(zip(*expected.to_pydict().values(), strict=True)),
    )


def view_table(view: View) -> CatalogTable:
    """A view as the catalog has it."""
    columns = tuple(CatalogColumn(column.name, column.hive_type) for column in view.columns)
    return CatalogTable(DATABASE, view.name, columns, view_sql=view.sql)


def _rows(table: str, path: Path) -> pa.Table:
    declared = DECLARED[table]
    names = read_csv(path, {}).column_names
    unknown = [name for name in names if name not in {*declared.columns, *declared.keys}]
    if unknown:
        raise CaseError(f"{path}: {table} has no column {', '.join(unknown)}")
    types = {name: ARROW[declared.columns[name]] for name in names if name in declared.columns}
    flat = {name: type_ for name, type_ in types.items() if not pa.types.is_map(type_)}
    rows = read_csv(path, flat)
    for name in types.keys() - flat.keys():
        maps = pa.array([map_of(cell) for cell in rows[name].to_pylist()], types[name])
        rows = rows.set_column(rows.column_names.index(name), name, maps)
    return rows


def table_of(name: str, rows: pa.Table, folder: Path) -> CatalogTable:
    """A table with a partition for each combination of keys among the rows."""
    return catalog_table(name, DECLARED[name], rows, folder)


def catalog_table(name: str, declared: Declared, rows: pa.Table, folder: Path) -> CatalogTable:
    given = [key for key in declared.keys if key in rows.column_names]
    found = rows.select(given).group_by(given).aggregate([]).to_pylist() if given else []
    partitions = []
    for number, values in enumerate(found):
        chosen = rows
        for key, value in values.items():
            chosen = chosen.filter(pc.field(key) == value)
        path = folder / f"{name}-{number}.parquet"
        pq.write_table(chosen.drop_columns(given), path)
        etag = hashlib.sha256(path.read_bytes()).hexdigest()
        file = DataFile(f"s3://bucket/{path.name}", etag, path.stat().st_size, path)
        texts = tuple(values.get(key) or DEFAULT_KEYS[key] for key in declared.keys)
        partitions.append(Partition(texts, f"s3://bucket/{name}/{number}/", (file,)))
    columns = tuple(CatalogColumn(column, type_) for column, type_ in declared.columns.items())
    keys = tuple(CatalogColumn(key, "string") for key in declared.keys)
    return CatalogTable(DATABASE, name, columns, keys, tuple(partitions))


def with_empty_texts(table: str, rows: pa.Table) -> pa.Table:
    """'' for every text that is NULL or missing."""
    for name in rows.column_names:
        if pa.types.is_string(rows[name].type):
            filled = pc.fill_null(rows[name], "")
            rows = rows.set_column(rows.column_names.index(name), name, filled)
    empty = pa.array([""] * len(rows), pa.string())
    for name, type_ in DECLARED[table].columns.items():
        if type_ == "string" and name not in rows.column_names:
            rows = rows.append_column(name, empty)
    return rows
