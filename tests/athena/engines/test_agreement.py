"""Statements over real line items on both engines: the same columns, the same rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from athena.duckdb.engine import DuckDbEngine
from athena.engine import Statement
from athena.glue.catalog import GlueCatalog
from athena.trino.engine import TrinoEngine
from tests.athena.engines.statements import accepted, questions
from tests.athena.engines.tables import ACCOUNT, DATABASE, REGION, CostTables

pytestmark = pytest.mark.engines
ROWS = 240  # of each month: two of the statements multiply them
COMPARABLE = [s.sql for s in accepted() if not (s.validated_only or s.trino_only)] + questions()


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


@pytest.mark.parametrize("sql", COMPARABLE)
def test_both_engines_give_the_same_rows(
    duckdb: DuckDbEngine, trino: TrinoEngine, sql: str
) -> None:
    """... under the same column names and types."""
    asked = Statement(sql, DATABASE)
    theirs, ours = trino.run(asked), duckdb.run(asked)
    assert ours.columns == theirs.columns
    expected, found = in_order(theirs.rows), in_order(ours.rows)
    assert expected, "a comparison of nothing shows nothing"
    assert [row.fixed for row in found] == [row.fixed for row in expected]
    for row, wanted in zip(found, expected, strict=True):
        assert row.measured == pytest.approx(wanted.measured, rel=1e-9, abs=1e-9)


@dataclass(frozen=True, order=True)
class Row:
    """A row as text without its doubles, which engines add in different orders, and these."""

    fixed: str
    measured: tuple[float, ...]


def in_order(rows: Iterable[tuple[object, ...]]) -> list[Row]:
    found = []
    for row in rows:
        doubles: list[float] = []
        found.append(Row(repr(_without_doubles(row, doubles)), tuple(doubles)))
    return sorted(found)


def _without_doubles(value: object, doubles: list[float]) -> object:
    """The order of a map's entries makes no difference."""
    match value:
        case float():
            doubles.append(value)
            return "double"
        case dict():
            return [(key, _without_doubles(value[key], doubles)) for key in sorted(value)]
        case list() | tuple():
            return [_without_doubles(item, doubles) for item in value]
    return value
