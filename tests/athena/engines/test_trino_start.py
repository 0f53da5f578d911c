"""Between Trino's start and its first worker."""

from collections.abc import Iterator

import pytest

from athena.engine import EngineResult, Statement
from athena.errors import SqlError
from athena.trino.engine import TrinoEngine

NO_NODES = SqlError("NO_NODES_AVAILABLE", "No nodes available to run query")


def engine_that_refuses(
    times: int, error: SqlError, monkeypatch: pytest.MonkeyPatch
) -> TrinoEngine:
    """An engine without a server; it answers `SELECT 1` after so many errors."""
    left = [error] * times

    def stream(
        self: TrinoEngine, statement: Statement, result: EngineResult
    ) -> Iterator[tuple[object, ...]]:
        if left:
            raise left.pop()
        yield ()
        yield (1,)

    monkeypatch.setattr(TrinoEngine, "_stream", stream)
    return TrinoEngine.__new__(TrinoEngine)


def test_a_statement_waits_for_the_first_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trino counts its nodes every five seconds."""
    engine = engine_that_refuses(2, NO_NODES, monkeypatch)
    assert list(engine.run(Statement("SELECT 1", "default")).rows) == [(1,)]


def test_it_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server whose only node is gone says so."""
    monkeypatch.setattr("athena.trino.engine.NODES_TIMEOUT", 0.0)
    with pytest.raises(SqlError, match="NO_NODES_AVAILABLE"):
        engine_that_refuses(2, NO_NODES, monkeypatch).run(Statement("SELECT 1", "default"))


def test_other_errors_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """They will not go away."""
    engine = engine_that_refuses(1, SqlError("TYPE_MISMATCH", "no"), monkeypatch)
    with pytest.raises(SqlError, match="TYPE_MISMATCH"):
        engine.run(Statement("SELECT 1", "default"))
