"""Statements over real line items on both engines: the same columns, the same rows."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from emulator.engines import Engine, Statement
from emulator.engines.duckdb import DuckDbEngine
from emulator.engines.trino import TrinoEngine
from emulator.glue_catalog import GlueCatalog
from tests.emulator.engines.statements import Accepted, accepted
from tests.emulator.engines.tables import ACCOUNT, DATABASE, REGION, CostTables

pytestmark = pytest.mark.engines
ROWS = 120  # of each month: two of the statements multiply them
DIGITS = 11  # significant ones: engines add doubles in different orders
COMPARABLE = [s for s in accepted() if not (s.varies or s.trino_only)]


@pytest.fixture(scope="module")
def duckdb(endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDbEngine]:
    """Over a part of the two real months, which Trino reads too."""
    requests.post(f"{endpoint}/moto-api/reset", timeout=10).raise_for_status()
    created = CostTables(endpoint)
    created.create_legacy_cur(ROWS)
    created.create_cur2()
    cache: Path = tmp_path_factory.mktemp("objects")
    engine = DuckDbEngine(GlueCatalog(ACCOUNT, REGION, cache))
    yield engine
    engine.close()


@pytest.mark.parametrize("statement", COMPARABLE, ids=lambda statement: statement.sql)
def test_both_engines_give_the_same_rows(
    duckdb: DuckDbEngine, trino: TrinoEngine, statement: Accepted
) -> None:
    """... under the same column names and types."""
    expected, found = answer(trino, statement.sql), answer(duckdb, statement.sql)
    assert found[0] == expected[0]
    assert found[1] == expected[1]
    assert expected[1], "a comparison of nothing shows nothing"


def answer(engine: Engine, sql: str) -> tuple[list[tuple[str, str]], Counter[object]]:
    result = engine.run(Statement(sql, DATABASE))
    rows = Counter(comparable(row) for row in result.rows)
    return [(column.name, column.type) for column in result.columns], rows


def comparable(value: object) -> object:
    """A value that can be counted; the order of a map's entries makes no difference."""
    match value:
        case float():
            return float(f"{value:.{DIGITS - 1}e}")
        case dict():
            return frozenset((comparable(key), comparable(item)) for key, item in value.items())
        case list() | tuple():
            return tuple(comparable(item) for item in value)
    return value
