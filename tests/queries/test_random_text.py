"""Text that is almost SQL: answered, or refused with a place; no traceback, nothing that never ends."""

import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from athena.duckdb.engine import DuckDbEngine
from athena.engine import Statement
from athena.errors import ScanLimitExceeded, SqlError
from emulator.bills.billed_tables import BilledTables
from emulator.environment import Emulated
from modules.sql import all_queries
from tests.fuzzing import randomly

TOKEN = re.compile(r"\s+|'[^']*'|\"[^\"]*\"|\w+|.", re.DOTALL)
STATEMENTS = [TOKEN.findall(query.sql) for query in all_queries()][::7]
WORDS = (
    *("(", ")", "((", ",", "'", '"', "--", "/*", ";", "?", ".", "*", "[", "]", "->", "::", "\x00"),
    *("SELECT", "FROM", "WHERE", "GROUP BY", "UNION", "OVER", "CASE", "NULL", "INTERVAL '1' DAY"),
    *(
        "1e400",
        "99999999999999999999999",
        "U&'\\00e9'",
        "X'zz'",
        "DATE '2026-02-30'",
        "\ud7ff",
        "🙂",
    ),
)


@st.composite
def statements(draw: st.DrawFn) -> str:
    """A shipped one with a few tokens gone, doubled, moved or replaced."""
    tokens = list(draw(st.sampled_from(STATEMENTS)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(tokens) - 1))
        end = min(len(tokens), at + draw(st.integers(0, 12)))
        match draw(st.sampled_from(("goes", "doubles", "moves", "is replaced"))):
            case "goes":
                tokens[at:end] = []
            case "doubles":
                tokens[at:at] = tokens[at:end]
            case "moves":
                moved, tokens[at:end] = tokens[at:end], []
                place = draw(st.integers(0, len(tokens)))
                tokens[place:place] = moved
            case _:
                tokens[at:end] = [draw(st.sampled_from(WORDS))]
        tokens = tokens or [" "]
    return "".join(tokens)


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDbEngine]:
    """Over tables and views that are empty."""
    running = DuckDbEngine(BilledTables(Emulated.read("everything"), ()))
    yield running
    running.close()


@pytest.mark.fuzz
@randomly(80)
@given(sql=statements())
def test_any_text_is_answered_or_refused(engine: DuckDbEngine, sql: str) -> None:
    """The tables are empty, so what runs ends soon."""
    database = Emulated.read("everything").names.database
    statement = Statement(sql, database, ("'2026-01'",) * sql.count("?"))
    with suppress(SqlError, ScanLimitExceeded):
        list(engine.run(statement).rows)
