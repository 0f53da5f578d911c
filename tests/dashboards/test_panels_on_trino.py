"""Every statement of every dashboard on Trino, which Athena is: the same answer as here."""

from collections.abc import Iterator

import pytest
import requests

from athena.duckdb.engine import DuckDbEngine
from athena.glue.catalog import GlueCatalog
from athena.trino.engine import TrinoEngine
from tests.athena.engines.recording import Recording, assert_alike, in_order
from tests.athena.engines.tables import ACCOUNT, REGION, CostTables
from tests.athena.engines.test_cost_views import put_table
from tests.dashboards.bill import rows, views
from tests.dashboards.boards import Statement
from tests.dashboards.test_panels import ONCE, asked, recording_of_panels
from tests.queries.theme_cases import RELATIONS

pytestmark = [pytest.mark.engines, pytest.mark.recorded]


@pytest.fixture(scope="module")
def duckdb(endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDbEngine]:
    """The bill in the emulated Glue and S3; Trino reads it, too."""
    requests.post(f"{endpoint}/moto-api/reset", timeout=10).raise_for_status()
    created = CostTables(endpoint)
    for name, found in rows().items():
        put_table(created, name, RELATIONS[name], found)
    for view in views():
        created.create_view(view.name, view.sql, {c.name: c.type for c in view.columns})
    folder = tmp_path_factory.mktemp("shown")
    engine = DuckDbEngine(GlueCatalog(ACCOUNT, REGION, folder / "objects"))
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def recording() -> Iterator[Recording]:
    """What Trino answers to each; test_panels.py holds it against the embedded engine's answers."""
    recording = recording_of_panels()
    yield recording
    recording.write()


@pytest.mark.parametrize("statement", ONCE.values(), ids=[s.id for s in ONCE.values()])
def test_both_engines_answer_alike(
    duckdb: DuckDbEngine, trino: TrinoEngine, recording: Recording, statement: Statement
) -> None:
    """Names, types, and every row, in one order."""
    theirs, ours = trino.run(asked(statement)), duckdb.run(asked(statement))
    assert [c.name for c in ours.columns] == [c.name for c in theirs.columns]
    assert ours.columns == theirs.columns
    expected, found = in_order(theirs.rows), in_order(ours.rows)
    assert expected
    recording.take(asked(statement).sql, theirs.columns, expected)
    assert_alike(found, expected)
