"""A bill in which every panel finds something: the rows of all cases of the saved queries.

December to February, and resources of the pipeline itself.
"""

from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from athena.duckdb.engine import DuckDbEngine
from athena.engine import Statement
from athena.tables import CatalogTable
from modules.sealed import PARTITION_KEY, SOURCE, TABLES
from modules.views import VIEWS, View, read_view
from tests.athena.engines.test_library import all_rows
from tests.dashboards.boards import PLAN, TAG
from tests.queries.tables import DATABASE, Tables
from tests.queries.theme_cases import RELATIONS, TYPES
from tests.queries.view_cases import VIEWS_BY_NAME, Declared, catalog_table, view_table

OWN = PLAN.names.delivery_bucket(PLAN.lines[0].dataset.service)


def rows() -> dict[str, pa.Table]:
    """By table or view; the accounts of a file are none of them, they stand in a view."""
    found = all_rows()
    del found["listed_accounts"]
    return found | {"costs": pa.concat_tables([found["costs"], _own(found["costs"])])}


def views() -> list[View]:
    """The sealed tables as views, with a column for the tag, and the accounts' file."""
    sources = {name: VIEWS / f"{SOURCE.format(name)}.sql" for name in TABLES}
    sealed = [replace(read_view(path, [TAG]), name=name) for name, path in sources.items()]
    return [*sealed, VIEWS_BY_NAME["listed_accounts"]]


def engine_over_bill(folder: Path) -> DuckDbEngine:
    """The embedded engine; close it. What is sealed is sealed: a table, a partition a month."""
    tables = Tables()
    for name, found in rows().items():
        tables.put(catalog_table(name, RELATIONS[name], found, folder))
    for view in views():
        tables.put(view_table(view))
    engine = DuckDbEngine(tables)
    for view in views():
        if view.name in TABLES:
            tables.put(_table(engine, view, folder))
    return engine


def _table(engine: DuckDbEngine, view: View, folder: Path) -> CatalogTable:
    names = [column.name for column in view.columns]
    result = engine.run(Statement(f"SELECT {', '.join(names)} FROM {view.name}", DATABASE))
    types = {column.name: TYPES[column.hive_type] for column in view.columns}
    values = zip(*result.rows, strict=True)
    columns = [pa.array(found, type_) for found, type_ in zip(values, types.values(), strict=True)]
    own = {c.name: c.hive_type for c in view.columns if c.name != PARTITION_KEY}
    declared = Declared(own, (PARTITION_KEY,))
    return catalog_table(view.name, declared, pa.table(columns, names=names), folder)


def _own(costs: pa.Table) -> pa.Table:
    """The first line item with a cost, as if it were the delivery bucket's."""
    kept = {"billing_period": "2026-01", "account_id": PLAN.names.account_id, "resource_id": OWN}
    for name, value in kept.items():
        costs = costs.set_column(costs.column_names.index(name), name, pa.repeat(value, len(costs)))
    return costs.slice(0, 1)
