"""The themes' questions on Trino: valid, of the declared types, and answered as by the embedded engine.

Over the rows of all their cases at once, a bill in which every question finds something.
"""

import math
import re
from collections.abc import Iterator

import pyarrow as pa
import pytest
import requests

from athena.duckdb.engine import DuckDbEngine
from athena.engine import Statement
from athena.glue.catalog import GlueCatalog
from athena.trino.engine import TrinoEngine
from costs.metrics.newest_day import STATEMENT
from costs.reconciliation.statements import FOLDER, listed, statement
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
LISTED = listed(map(str, MONTHS))
COMPARED = {
    "left": "costs",
    "right": "daily_costs",
    "measure": "amortized_cost",
    "month": "'2026-01'",
    "payer": "''",
    "charge_types": "'', 'Usage'",
}
FILES = {"relation": "cur2", "cost": "line_item_unblended_cost", "partition": "TRUE"}
RECONCILED = {
    "costs": {"relation": "costs", "months": LISTED},
    "sealed": {"relation": "daily_costs", "months": LISTED},
    "lines_cur2": {"months": LISTED},
    "lines_focus": {"months": LISTED},
    "difference": COMPARED,
    "files": FILES,
    "file_kinds": FILES | {"kind": "line_item_line_item_type", "file": "'s3://none'"},
}


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


def test_every_statement_of_a_reconciliation_is_here() -> None:
    """With its words; but for that of legacy CUR's lines, whose table no question of a theme reads."""
    assert {path.stem for path in FOLDER.glob("*.sql")} == {*RECONCILED, "lines_cur_declared"}


@pytest.mark.parametrize("name", RECONCILED)
def test_both_engines_reconcile_alike(duckdb: DuckDbEngine, trino: TrinoEngine, name: str) -> None:
    """Types and rows; some find none here."""
    asked = Statement(statement(name, RECONCILED[name]), DATABASE)
    theirs, ours = trino.run(asked), duckdb.run(asked)
    assert [column.name for column in ours.columns] == [column.name for column in theirs.columns]
    expected, found = in_order(theirs.rows), in_order(ours.rows)
    assert sorted(row.fixed for row in found) == sorted(row.fixed for row in expected)
    assert math.fsum(n for r in found for n in r.measured if n) == pytest.approx(
        math.fsum(n for r in expected for n in r.measured if n), rel=1e-9, abs=1e-9
    )


def test_both_engines_tell_the_newest_day_alike(duckdb: DuckDbEngine, trino: TrinoEngine) -> None:
    """What `metrics` asks: types and rows."""
    asked = Statement(STATEMENT, DATABASE, ("'2026-01'", "'2026-02'"))
    theirs, ours = trino.run(asked), duckdb.run(asked)
    assert ours.columns == theirs.columns
    expected, found = in_order(theirs.rows), in_order(ours.rows)
    assert expected, "a comparison of nothing shows nothing"
    assert [row.fixed for row in found] == [row.fixed for row in expected]
    for row, wanted in zip(found, expected, strict=True):
        assert row.measured == pytest.approx(wanted.measured, rel=1e-9, abs=1e-9)
