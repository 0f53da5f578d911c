"""Statements over real line items on both engines: the same columns, the same rows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from athena.duckdb.engine import DuckDbEngine
from athena.engine import Statement
from athena.glue.catalog import GlueCatalog
from athena.trino.engine import TrinoEngine
from tests.athena.engines.recording import Recording, assert_alike, in_order
from tests.athena.engines.statements import accepted, questions
from tests.athena.engines.tables import ACCOUNT, DATABASE, REGION, CostTables

ROWS = 240  # of each month: two of the statements multiply them
COMPARABLE = [s.sql for s in accepted() if not (s.validated_only or s.trino_only)] + questions()


@pytest.fixture(scope="module")
def created(endpoint: str) -> CostTables:
    """A part of the two real months."""
    requests.post(f"{endpoint}/moto-api/reset", timeout=10).raise_for_status()
    created = CostTables(endpoint)
    created.create_legacy_cur(ROWS)
    created.create_cur2()
    return created


@pytest.fixture(scope="module")
def duckdb(created: CostTables, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDbEngine]:
    """Over what Trino reads too."""
    cache: Path = tmp_path_factory.mktemp("objects")
    engine = DuckDbEngine(GlueCatalog(ACCOUNT, REGION, cache))
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def recording(created: CostTables) -> Iterator[Recording]:
    """What Trino answers to each."""
    recording = Recording("agreement", COMPARABLE, created.content)
    yield recording
    recording.write()


def test_trino_was_asked_these_statements_over_these_rows(recording: Recording) -> None:
    """Else the recording shows nothing."""
    assert recording.is_current(), "make recordings"


@pytest.mark.parametrize("sql", COMPARABLE)
def test_the_embedded_engine_gives_trinos_rows(
    duckdb: DuckDbEngine, recording: Recording, sql: str
) -> None:
    """... under the same column names and types."""
    ours = duckdb.run(Statement(sql, DATABASE))
    recording.compare(sql, ours.columns, in_order(ours.rows))


@pytest.mark.engines
@pytest.mark.recorded
@pytest.mark.parametrize("sql", COMPARABLE)
def test_both_engines_give_the_recorded_rows(
    duckdb: DuckDbEngine, trino: TrinoEngine, recording: Recording, sql: str
) -> None:
    """Row by row, so that a difference shows where it is."""
    asked = Statement(sql, DATABASE)
    theirs, ours = trino.run(asked), duckdb.run(asked)
    assert ours.columns == theirs.columns
    expected, found = in_order(theirs.rows), in_order(ours.rows)
    assert expected, "a comparison of nothing shows nothing"
    recording.take(sql, theirs.columns, expected)
    assert_alike(found, expected)
