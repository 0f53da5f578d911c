"""Trino, judged by its own recorded answers: an upgrade that answers otherwise shows here."""

from collections.abc import Iterator

import pytest

from athena.engine import Statement
from athena.errors import SqlError
from athena.text import athena_text
from athena.trino.engine import TrinoEngine
from tests.athena.engines.recording import recording_of_probes
from tests.athena.engines.statements import Accepted, Probe, Refused, accepted, probes, refused
from tests.athena.engines.tables import DATABASE, CostTables

pytestmark = [pytest.mark.engines, pytest.mark.recorded]
AT_ONCE = 20


@pytest.fixture(scope="module", autouse=True)
def recording(tables: CostTables, request: pytest.FixtureRequest) -> Iterator[None]:
    """Says that Trino was asked these, if it answered all of them as recorded."""
    failed = request.session.testsfailed
    yield
    if request.session.testsfailed == failed:
        recording_of_probes(tables).write()


@pytest.mark.parametrize("probe", probes(), ids=str)
def test_a_probe_has_the_recorded_value(
    trino: TrinoEngine, answers: dict[Probe, str | None], probe: Probe
) -> None:
    """... in Athena's text, or the recorded error."""
    if probe.error:
        with pytest.raises(SqlError) as caught:
            list(trino.run(Statement(probe.sql, DATABASE)).rows)
        assert caught.value.code == probe.error
        return
    assert answers[probe] == probe.value


@pytest.fixture(scope="module")
def answers(trino: TrinoEngine, request: pytest.FixtureRequest) -> dict[Probe, str | None]:
    """The values of probes that have one, many to a statement, which costs more than a value."""
    items = (item for item in request.session.items if isinstance(item, pytest.Function))
    params = (item.callspec.params for item in items if "answers" in item.fixturenames)
    chosen = (found["probe"] for found in params)
    asked = [probe for probe in chosen if isinstance(probe, Probe) and not probe.error]
    found: dict[Probe, str | None] = {}
    for start in range(0, len(asked), AT_ONCE):
        batch = asked[start : start + AT_ONCE]
        together = ",\n".join(f"({probe.sql})" for probe in batch)
        result = trino.run(Statement(f"SELECT {together}", DATABASE))
        (row,) = result.rows
        for probe, value, column in zip(batch, row, result.columns, strict=True):
            found[probe] = athena_text(value, column.type)
    return found


@pytest.mark.parametrize("statement", refused(), ids=lambda statement: statement.sql)
def test_a_statement_is_refused_in_the_recorded_words(
    trino: TrinoEngine, tables: CostTables, statement: Refused
) -> None:
    """... by code, message and position, before anything runs unless it says so."""
    given = Statement(statement.sql, DATABASE)
    with pytest.raises(SqlError) as caught:
        list(trino.run(given).rows) if statement.fails_when_run else trino.validate(given)
    error = caught.value
    assert (error.code, error.message) == (statement.code, statement.message)
    assert (error.line, error.column) == (statement.line, statement.column)


@pytest.mark.parametrize("statement", accepted(), ids=lambda statement: statement.sql)
def test_an_unusual_statement_is_accepted(
    trino: TrinoEngine, tables: CostTables, statement: Accepted
) -> None:
    """... with at least one result column."""
    assert trino.validate(Statement(statement.sql, DATABASE))
