"""The themes' questions on Trino: valid, of the declared types, and answered as by the embedded engine.

Over the rows of all their cases at once, a bill in which every question finds something.
"""

import re
from collections.abc import Iterator

import pyarrow as pa
import pytest
import requests

from athena.duckdb.engine import DuckDbEngine
from athena.engine import Statement
from athena.glue.catalog import GlueCatalog
from athena.trino.engine import TrinoEngine
from modules.datasets import BillingPeriod
from modules.sql import SavedQuery, default_parameters
from tests.athena.engines.recording import in_order
from tests.athena.engines.tables import ACCOUNT, DATABASE, REGION, CostTables
from tests.athena.engines.test_cost_views import put_table
from tests.queries.theme_cases import QUERIES, RELATIONS, read_theme_case, theme_case_folders
from tests.queries.view_cases import SEALED

pytestmark = pytest.mark.engines
MONTHS = [BillingPeriod(2025, 12), BillingPeriod(2026, 1), BillingPeriod(2026, 2)]
EACH = pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)


@pytest.fixture(scope="module")
def duckdb(endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDbEngine]:
    """Views are tables here, as in the cases, and sealed tables are views; Trino reads them too."""
    requests.post(f"{endpoint}/moto-api/reset", timeout=10).raise_for_status()
    created = CostTables(endpoint)
    for name, rows in all_rows().items():
        put_table(created, name, RELATIONS[name], rows)
    for view in SEALED.values():
        created.create_view(view.name, view.sql, {c.name: c.type for c in view.columns})
    folder = tmp_path_factory.mktemp("library")
    engine = DuckDbEngine(GlueCatalog(ACCOUNT, REGION, folder / "objects"))
    yield engine
    engine.close()


def all_rows() -> dict[str, pa.Table]:
    found: dict[str, list[pa.Table]] = {}
    for case in map(read_theme_case, theme_case_folders()):
        for name, rows in case.rows.items():
            found.setdefault(name, []).append(rows)
    return {name: pa.concat_tables(rows, promote_options="default") for name, rows in found.items()}


def asked(query: SavedQuery) -> Statement:
    return Statement(query.sql, DATABASE, tuple(default_parameters(query.sql, MONTHS)))


@EACH
def test_both_engines_answer_alike(
    duckdb: DuckDbEngine, trino: TrinoEngine, query: SavedQuery
) -> None:
    """Names, types, and every row, in one order."""
    theirs, ours = trino.run(asked(query)), duckdb.run(asked(query))
    assert ours.columns == theirs.columns
    types = [(c.name, re.sub(r"varchar\(\d+\)", "varchar", c.type)) for c in theirs.columns]
    declared = [line.split("  ")[0] for line in query.header["Columns"].strip().splitlines()]
    assert [f"{name} {type_}" for name, type_ in types] == declared
    expected, found = in_order(theirs.rows), in_order(ours.rows)
    assert expected, "a comparison of nothing shows nothing"
    assert [row.fixed for row in found] == [row.fixed for row in expected]
    for row, wanted in zip(found, expected, strict=True):
        assert row.measured == pytest.approx(wanted.measured, rel=1e-9, abs=1e-9)
