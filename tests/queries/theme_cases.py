"""Cases of a theme's questions as data: `tests/queries/<theme>/<query>/<case>/`.

    case.toml        says: why the answer is right; parameters: SQL literals, default: the rows' months
    <relation>.csv   rows of a table or view that the query reads, and the columns that matter
    expected.csv     the answer, in the query's order

A view that has no file is the real one, over the tables that have. What rows of a view lack is empty or
0, as views promise. An empty cell is NULL and "" an empty text; a map is `key=value;…`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from athena.tables import CatalogTable
from modules.datasets import BillingPeriod
from modules.sql import SavedQuery, default_parameters, read_queries
from modules.themes import THEMES
from tests.queries.cases import CaseError, map_of, read_csv
from tests.queries.view_cases import (
    ARROW,
    DECLARED,
    SHOWN,
    Declared,
    catalog_table,
    view_table,
    with_empty_texts,
)

FOLDER = Path(__file__).parent
QUERIES = {query.full_name: query for theme in THEMES for query in read_queries(theme)}
MONTHS = ("billing_period", "usage_period")
TYPES = {**ARROW, "date": pa.date32(), "bigint": pa.int64()}
ABSENT = {"string": "", "double": 0.0, "map<string,string>": {}}


def _relations() -> dict[str, Declared]:
    """Tables as they are, and each view as if it were one; a month's rows are a partition."""
    views = {}
    for view in SHOWN.values():
        types = {column.name: column.hive_type for column in view.columns}
        keys = tuple(name for name in MONTHS if name in types) or ("loaded",)
        views[view.name] = Declared({n: t for n, t in types.items() if n not in keys}, keys)
    return {**DECLARED, **views}


RELATIONS = _relations()


@dataclass(frozen=True)
class ThemeCase:
    """One folder. `expected` has the column names and then the rows, all texts or None."""

    query: SavedQuery
    says: str
    parameters: tuple[str, ...]
    rows: Mapping[str, pa.Table]
    expected: list[tuple[str | None, ...]]

    def catalog_tables(self, folder: Path, *, empty_texts: bool = False) -> list[CatalogTable]:
        """Every table and view there is; `empty_texts` writes '' wherever a table lacks a text."""
        found = []
        for name, declared in RELATIONS.items():
            rows = self.rows.get(name)
            if rows is None and name in SHOWN:
                found.append(view_table(SHOWN[name]))
                continue
            rows = pa.table({}) if rows is None else rows
            if empty_texts and name in DECLARED:
                rows = with_empty_texts(name, rows)
            found.append(catalog_table(name, declared, rows, folder))
        return found


def theme_case_folders(below: Path = FOLDER) -> list[Path]:
    return sorted(path for theme in THEMES for path in below.glob(f"{theme}/*/*") if path.is_dir())


def read_theme_case(folder: Path) -> ThemeCase:
    """Raises CaseError."""
    name = "/".join(folder.parts[-3:-1])
    if name not in QUERIES:
        raise CaseError(f"{folder}: there is no queries/{name}.sql")
    query = QUERIES[name]
    about = tomllib.loads((folder / "case.toml").read_text())
    if not about.get("says") or about.keys() - {"says", "parameters"}:
        raise CaseError(f"{folder}/case.toml: it has says, and parameters where they matter")
    files = {path.stem: path for path in folder.glob("*.csv") if path.stem != "expected"}
    unknown = files.keys() - RELATIONS.keys()
    if unknown or not files:
        raise CaseError(f"{folder}: a CSV is expected.csv or one of {', '.join(RELATIONS)}")
    rows = {relation: _rows(relation, path) for relation, path in files.items()}
    expected = read_csv(folder / "expected.csv", {})
    return ThemeCase(
        query,
        about["says"],
        tuple(about.get("parameters", default_parameters(query.sql, _months(rows)))),
        rows,
        [tuple(expected.column_names), *zip(*expected.to_pydict().values(), strict=True)],
    )


def _months(rows: Mapping[str, pa.Table]) -> list[BillingPeriod]:
    named = {
        month
        for table in rows.values()
        for name in MONTHS
        if name in table.column_names
        for month in table[name].to_pylist()
    }
    return [BillingPeriod.parse(month) for month in sorted(named)]


def _rows(relation: str, path: Path) -> pa.Table:
    declared = RELATIONS[relation]
    names = read_csv(path, {}).column_names
    unknown = [name for name in names if name not in {*declared.columns, *declared.keys}]
    if unknown:
        raise CaseError(f"{path}: {relation} has no column {', '.join(unknown)}")
    types = {name: TYPES[declared.columns[name]] for name in names if name in declared.columns}
    rows = read_csv(path, {n: t for n, t in types.items() if not pa.types.is_map(t)})
    for name in [n for n, t in types.items() if pa.types.is_map(t)]:
        maps = pa.array([map_of(cell) for cell in rows[name].to_pylist()], types[name])
        rows = rows.set_column(rows.column_names.index(name), name, maps)
    if relation in SHOWN:
        rows = _filled(declared, rows)
    if declared.keys == ("loaded",):
        rows = rows.append_column("loaded", pa.repeat("all", len(rows)))
    return rows


def _filled(declared: Declared, rows: pa.Table) -> pa.Table:
    """A view's texts, maps and amounts are never NULL."""
    for name, type_ in declared.columns.items():
        if name not in rows.column_names and type_ in ABSENT:
            rows = rows.append_column(name, pa.array([ABSENT[type_]] * len(rows), TYPES[type_]))
    return rows


def empty_relations(folder: Path) -> list[CatalogTable]:
    """Every table and view, each with nothing in it."""
    return [catalog_table(n, d, pa.table({}), folder) for n, d in RELATIONS.items()]
