"""The themes' questions on Trino: valid, of the declared types, and answered as by the embedded engine.

Over the rows of all their cases at once, a bill in which every question finds something.
"""

import math
import re
from collections.abc import Iterator, Sequence

import pyarrow as pa
import pytest
import requests

from athena.duckdb.engine import DuckDbEngine
from athena.engine import ResultColumn, Statement
from athena.glue.catalog import GlueCatalog
from athena.trino.engine import TrinoEngine
from costs.metrics.newest_day import STATEMENT
from costs.reconciliation.statements import FOLDER, listed, statement
from modules.datasets import BillingPeriod
from modules.sql import SavedQuery, default_parameters
from tests.athena.engines.recording import Recording, assert_alike, in_order
from tests.athena.engines.tables import ACCOUNT, DATABASE, REGION, CostTables
from tests.athena.engines.test_cost_views import put_table
from tests.queries.theme_cases import QUERIES, RELATIONS, read_theme_case, theme_case_folders
from tests.queries.view_cases import SEALED

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
    "currencies": {"relation": "costs", "months": LISTED},
    "sealed": {"relation": "daily_costs", "months": LISTED},
    "lines_cur2": {"months": LISTED},
    "lines_focus": {"months": LISTED},
    "difference": COMPARED,
    "files": FILES,
    "file_kinds": FILES | {"kind": "line_item_line_item_type", "file": "'s3://none'"},
}


@pytest.fixture(scope="module")
def created(endpoint: str) -> CostTables:
    """Views are tables here, as in the cases, and sealed tables are views."""
    requests.post(f"{endpoint}/moto-api/reset", timeout=10).raise_for_status()
    created = CostTables(endpoint)
    for name, rows in all_rows().items():
        put_table(created, name, RELATIONS[name], rows)
    for view in SEALED.values():
        created.create_view(view.name, view.sql, {c.name: c.type for c in view.columns})
    return created


@pytest.fixture(scope="module")
def duckdb(created: CostTables, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDbEngine]:
    """Over what Trino reads too."""
    folder = tmp_path_factory.mktemp("library")
    engine = DuckDbEngine(GlueCatalog(ACCOUNT, REGION, folder / "objects"))
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def recording(created: CostTables) -> Iterator[Recording]:
    """What Trino answers to each."""
    statements = [(query.sql, asked(query).parameters) for query in QUERIES.values()]
    recording = Recording("library", statements, created.content)
    yield recording
    recording.write()


def all_rows() -> dict[str, pa.Table]:
    found: dict[str, list[pa.Table]] = {}
    for case in map(read_theme_case, theme_case_folders()):
        for name, rows in case.rows.items():
            found.setdefault(name, []).append(rows)
    return {name: pa.concat_tables(rows, promote_options="default") for name, rows in found.items()}


def asked(query: SavedQuery) -> Statement:
    return Statement(query.sql, DATABASE, tuple(default_parameters(query.sql, MONTHS)))


def declared(query: SavedQuery) -> list[str]:
    """Its columns, each with its type."""
    return [line.split("  ")[0] for line in query.header["Columns"].strip().splitlines()]


def shown(columns: Sequence[ResultColumn]) -> list[str]:
    """Athena's clients see no length of a text."""
    return [f"{c.name} {re.sub(r'varchar.[0-9]+.', 'varchar', c.type)}" for c in columns]


def test_trino_was_asked_these_questions_over_these_rows(recording: Recording) -> None:
    """Else the recording shows nothing."""
    assert recording.is_current(), "make recordings"


@EACH
def test_the_embedded_engine_gives_trinos_rows(
    duckdb: DuckDbEngine, recording: Recording, query: SavedQuery
) -> None:
    """... under the declared columns, and some."""
    ours = duckdb.run(asked(query))
    assert shown(ours.columns) == declared(query)
    found = in_order(ours.rows)
    assert found, "a comparison of nothing shows nothing"
    recording.compare(query.full_name, ours.columns, found)


@pytest.mark.engines
@pytest.mark.recorded
@EACH
def test_both_engines_answer_alike(
    duckdb: DuckDbEngine, trino: TrinoEngine, recording: Recording, query: SavedQuery
) -> None:
    """Names, types, and every row, in one order."""
    theirs, ours = trino.run(asked(query)), duckdb.run(asked(query))
    assert ours.columns == theirs.columns
    expected, found = in_order(theirs.rows), in_order(ours.rows)
    recording.take(query.full_name, theirs.columns, expected)
    assert_alike(found, expected)


def test_every_statement_of_a_reconciliation_is_here() -> None:
    """With its words; but for that of legacy CUR's lines, whose table no question of a theme reads."""
    assert {path.stem for path in FOLDER.glob("*.sql")} == {*RECONCILED, "lines_cur_declared"}


@pytest.mark.engines
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


@pytest.mark.engines
def test_both_engines_tell_the_newest_day_alike(duckdb: DuckDbEngine, trino: TrinoEngine) -> None:
    """What `metrics` asks: types and rows."""
    asked = Statement(STATEMENT, DATABASE, ("'2026-01'", "'2026-02'"))
    theirs, ours = trino.run(asked), duckdb.run(asked)
    assert ours.columns == theirs.columns
    expected, found = in_order(theirs.rows), in_order(ours.rows)
    assert expected, "a comparison of nothing shows nothing"
    assert_alike(found, expected)
