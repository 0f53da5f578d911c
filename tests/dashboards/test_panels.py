"""Every statement of every dashboard is answered as its panel needs it, over months of two years."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from athena.duckdb.engine import DuckDbEngine
from athena.engine import Statement as Asked
from tests.athena.engines.recording import Recording, hashed, in_order
from tests.athena.sql.formatter import assert_the_same_with_all_parentheses
from tests.dashboards.bill import engine_over_bill, rows, views
from tests.dashboards.boards import Statement, statements
from tests.dashboards.grafana import Range, expanded
from tests.queries.tables import DATABASE

TIMES = Range(datetime(2025, 12, 15, 7, tzinfo=UTC), datetime(2026, 2, 20, 9, tzinfo=UTC))
NOWHERE = Range(datetime(1999, 1, 1, tzinfo=UTC), datetime(1999, 1, 2, tzinfo=UTC))
STATEMENTS = {statement.id: statement for statement in statements()}
ONCE = {statement.sql: statement for statement in STATEMENTS.values()}  # dashboards share some
EACH = pytest.mark.parametrize("statement", STATEMENTS.values(), ids=STATEMENTS)
NUMBERS = re.compile(r"double|bigint|integer|decimal.*")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDbEngine]:
    engine = engine_over_bill(tmp_path_factory.mktemp("bill"))
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def recording() -> Recording:
    """What Trino answers."""
    return recording_of_panels()


def recording_of_panels() -> Recording:
    """Its statements are expanded; what is sealed is what the views of it show."""
    seen = [(view.name, view.sql) for view in views()]
    statements = [asked(one).sql for one in ONCE.values()]
    return Recording("panels", statements, hashed(rows()), seen)


def asked(statement: Statement, times: Range = TIMES) -> Asked:
    return Asked(expanded(statement.sql, dict(statement.chosen), times), DATABASE)


def test_trino_was_asked_these_statements_over_these_rows(recording: Recording) -> None:
    """Else the recording shows nothing."""
    assert recording.is_current(), "make recordings"


@pytest.mark.parametrize("statement", ONCE.values(), ids=[s.id for s in ONCE.values()])
def test_the_embedded_engine_gives_trinos_rows(
    engine: DuckDbEngine, recording: Recording, statement: Statement
) -> None:
    """... under the same column names and types."""
    ours = engine.run(asked(statement))
    recording.compare(asked(statement).sql, ours.columns, in_order(ours.rows))


@EACH
def test_a_statement_is_answered_as_its_panel_needs_it(
    engine: DuckDbEngine, statement: Statement
) -> None:
    """A chart takes a time and numbers, in the order of time; a variable what is chosen and its name."""
    result = engine.run(asked(statement))
    answered = list(result.rows)
    assert answered
    types = {column.name: column.type for column in result.columns}
    numbers = [name for name, type_ in types.items() if NUMBERS.fullmatch(type_)]
    if statement.kind == "variable":
        assert [(name, type_[:7]) for name, type_ in types.items()] == [
            ("value", "varchar"),
            ("text", "varchar"),
        ]
        return
    assert numbers, types
    if statement.kind == "timeseries":
        assert [*types] == ["time", *(["name"] if "name" in types else []), *numbers]
        assert types["time"].startswith("timestamp")
        points = [row[: len(types) - len(numbers)] for row in answered]
        assert points == sorted(points)
        assert len({*points}) == len(points), "two values for one point"
    if statement.kind == "stat":
        assert len(answered) == 1


def test_a_statement_with_all_its_parentheses_means_the_same() -> None:
    """... as those of the repository's other files do."""
    for statement in ONCE.values():
        assert_the_same_with_all_parentheses(asked(statement).sql)


@pytest.mark.parametrize("statement", ONCE.values(), ids=[s.id for s in ONCE.values()])
def test_of_months_that_are_not_there_nothing_is_read(
    engine: DuckDbEngine, statement: Statement
) -> None:
    """Else each load of a dashboard would read every month there is."""
    if "billing_period" in statement.sql:
        assert engine.run(asked(statement, NOWHERE)).scanned_bytes == 0
