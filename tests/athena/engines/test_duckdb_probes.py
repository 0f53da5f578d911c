"""The embedded engine, judged by Trino's recorded answers: alike, or refused and never otherwise."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from athena.duckdb.engine import DuckDbEngine
from athena.engine import Statement
from athena.errors import SqlError, UnsupportedStatement
from athena.glue.catalog import GlueCatalog
from athena.text import athena_text
from tests.athena.engines.recording import recording_of_probes
from tests.athena.engines.statements import (
    Accepted,
    Probe,
    Refused,
    accepted,
    probes,
    refused,
)
from tests.athena.engines.tables import ACCOUNT, DATABASE, REGION, CostTables

TRINO = "use --engine trino"


@pytest.fixture(scope="module")
def duckdb(tables: CostTables, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDbEngine]:
    """Over the catalog and files that Trino reads too."""
    cache: Path = tmp_path_factory.mktemp("objects")
    engine = DuckDbEngine(GlueCatalog(ACCOUNT, REGION, cache))
    yield engine
    engine.close()


def test_trino_was_asked_these_probes_and_statements(tables: CostTables) -> None:
    """Else what is written in their files shows nothing."""
    assert recording_of_probes(tables).is_current(), "make recordings"


@pytest.mark.parametrize("probe", probes(), ids=str)
def test_a_probe_is_answered_as_trino_does_or_refused(duckdb: DuckDbEngine, probe: Probe) -> None:
    """Those that are marked `trino_only` are refused, with what to do; all others are equal."""
    if probe.trino_only or probe.error:
        with pytest.raises(SqlError) as caught:
            list(duckdb.run(Statement(probe.sql, DATABASE)).rows)
        if probe.trino_only:
            assert isinstance(caught.value, UnsupportedStatement)
            assert TRINO in str(caught.value)
        else:
            assert caught.value.code == probe.error
        return
    result = duckdb.run(Statement(probe.sql, DATABASE))
    ((value,),) = result.rows
    assert athena_text(value, result.columns[0].type) == probe.value


@pytest.mark.parametrize("statement", refused(), ids=lambda statement: statement.sql)
def test_what_athena_refuses_is_refused_at_the_same_place(
    duckdb: DuckDbEngine, statement: Refused
) -> None:
    """... by the same code, in the same words but for the list of tokens that could have come."""
    given = Statement(statement.sql, DATABASE)
    with pytest.raises(SqlError) as caught:
        list(duckdb.run(given).rows) if statement.fails_when_run else duckdb.validate(given)
    error = caught.value
    if statement.trino_only:
        assert isinstance(error, UnsupportedStatement)
        return
    assert error.code == statement.code
    assert error.message.split(". Expecting")[0] == statement.message.split(". Expecting")[0]
    assert (error.line, error.column) == (statement.line, statement.column)


@pytest.mark.parametrize("statement", accepted(), ids=lambda statement: statement.sql)
def test_what_athena_accepts_is_not_refused(duckdb: DuckDbEngine, statement: Accepted) -> None:
    """Unless it is marked, and then with what to do."""
    given = Statement(statement.sql, DATABASE)
    if statement.trino_only:
        with pytest.raises(UnsupportedStatement, match=TRINO):
            duckdb.validate(given)
    else:
        assert duckdb.validate(given)
