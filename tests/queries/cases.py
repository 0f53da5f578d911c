"""SQL cases as data: `tests/queries/<table>/<query>/<case>/` says what goes in and what comes out.

    case.toml      says: why the answer is right; parameters: SQL literals, default: the input's months
    input.csv      billing_period (the month that delivers the row), and the columns that matter
    expected.csv   the answer, in the query's order

In both CSVs an empty cell is NULL and "" an empty text, as in Athena's results. A map is `key=value;…`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from modules.datasets import DATASETS, BillingPeriod, Dataset
from modules.sql import SavedQuery, default_parameters, read_queries
from modules.themes import THEMES
from tests.queries.tables import arrow_type

FOLDER = Path(__file__).parent
MONTH = "billing_period"
TABLES = [dataset for dataset in DATASETS if dataset.table not in THEMES]
QUERIES = {(d.table, q.name): (d, q) for d in TABLES for q in read_queries(d.table)}


class CaseError(Exception):
    """A case that can't be run; names the file and the fix."""


@dataclass(frozen=True)
class Case:
    """One folder. `expected` has the column names and then the rows, all texts or None."""

    dataset: Dataset
    query: SavedQuery
    says: str
    parameters: tuple[str, ...]
    months: Mapping[str, pa.Table]
    expected: list[tuple[str | None, ...]]

    def months_with_empty_texts(self) -> dict[str, pa.Table]:
        """The same bill, with '' wherever a text is absent: AWS documents neither."""
        return {month: _with_empty_texts(self.dataset, rows) for month, rows in self.months.items()}


def case_folders(below: Path = FOLDER) -> list[Path]:
    """Of tables' own queries; themes and views have their own (theme_cases.py, view_cases.py)."""
    found = sorted(path for path in below.glob("*/*/*") if path.is_dir())
    return [path for path in found if path.parts[-3] not in (*THEMES, "views")]


def read_case(folder: Path) -> Case:
    """Raises CaseError."""
    table, query_name, _ = folder.parts[-3:]
    if (table, query_name) not in QUERIES:
        raise CaseError(f"{folder}: there is no queries/{table}/{query_name}.sql")
    dataset, query = QUERIES[table, query_name]
    missing = [n for n in ("case.toml", "input.csv", "expected.csv") if not (folder / n).exists()]
    if missing:
        raise CaseError(f"{folder}: {' and '.join(missing)} missing")
    about = tomllib.loads((folder / "case.toml").read_text())
    if not about.get("says") or about.keys() - {"says", "parameters"}:
        raise CaseError(f"{folder}/case.toml: it has says, and parameters where they matter")
    months = _months(dataset, folder / "input.csv")
    default = default_parameters(query.sql, [BillingPeriod.parse(month) for month in months])
    expected = read_csv(folder / "expected.csv", {})
    return Case(
        dataset,
        query,
        about["says"],
        tuple(about.get("parameters", default)),
        months,
        [tuple(expected.column_names), *zip(*expected.to_pydict().values(), strict=True)],
    )


def _months(dataset: Dataset, path: Path) -> dict[str, pa.Table]:
    texts = read_csv(path, {})
    if MONTH not in texts.column_names:
        raise CaseError(f"{path}: the column {MONTH} says which month delivers a row")
    types = {name: arrow_type(dataset, name) for name in texts.column_names if name != MONTH}
    unknown = [name for name, type_ in types.items() if type_ is None]
    if unknown:
        raise CaseError(f"{path}: {dataset.title} has no column {', '.join(unknown)}")
    flat = {name: type_ for name, type_ in types.items() if not pa.types.is_map(type_)}
    rows = read_csv(path, flat)
    for name in types.keys() - flat.keys():
        maps = pa.array([map_of(cell) for cell in rows[name].to_pylist()], types[name])
        rows = rows.set_column(rows.column_names.index(name), name, maps)
    found = sorted(set(rows[MONTH].to_pylist()))
    return {month: rows.filter(pc.field(MONTH) == month).drop_columns(MONTH) for month in found}


def read_csv(path: Path, types: Mapping[str, pa.DataType | None]) -> pa.Table:
    """Columns without a type are texts."""
    header = path.read_text().partition("\n")[0].split(",")
    convert = csv.ConvertOptions(
        column_types={name: types.get(name, pa.string()) for name in header},
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        null_values=[""],
    )
    try:
        return csv.read_csv(path, convert_options=convert)
    except pa.ArrowInvalid as error:
        raise CaseError(f"{path}: {error}") from None


def map_of(cell: str | None) -> list[tuple[str, str]] | None:
    if cell is None:
        return None
    pairs = (pair.partition("=") for pair in cell.split(";") if pair)
    return [(key, value) for key, _, value in pairs]


def _with_empty_texts(dataset: Dataset, rows: pa.Table) -> pa.Table:
    for name in rows.column_names:
        if pa.types.is_string(rows[name].type):
            filled = pc.fill_null(rows[name], "")
            rows = rows.set_column(rows.column_names.index(name), name, filled)
    empty = pa.array([""] * len(rows), pa.string())
    for column in dataset.columns:
        if column.type == "string" and column.name not in rows.column_names:
            rows = rows.append_column(column.name, empty)
    return rows
