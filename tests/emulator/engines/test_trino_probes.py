"""Trino, judged by its own recorded answers: an upgrade that answers otherwise shows here."""

import pytest

from emulator.engines import SqlError, Statement
from emulator.engines.text import athena_text
from emulator.engines.trino import TrinoEngine
from tests.emulator.engines.statements import Accepted, Probe, Refused, accepted, probes, refused
from tests.emulator.engines.tables import DATABASE, CostTables

pytestmark = pytest.mark.engines


@pytest.mark.parametrize("probe", probes(), ids=str)
def test_a_probe_has_the_recorded_value(trino: TrinoEngine, probe: Probe) -> None:
    """... in Athena's text, or the recorded error."""
    if probe.error:
        with pytest.raises(SqlError) as caught:
            list(trino.run(Statement(probe.sql, DATABASE)).rows)
        assert caught.value.code == probe.error
        return
    result = trino.run(Statement(probe.sql, DATABASE))
    ((value,),) = result.rows
    assert athena_text(value, result.columns[0].type) == probe.value


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
