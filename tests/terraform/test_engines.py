"""The shipped SQL on both engines, over the deployed catalog: Trino is what Athena runs."""

import re
from collections.abc import Iterator, Sequence

import pytest

from athena.duckdb.engine import DuckDbEngine
from athena.engine import ResultColumn, Statement
from athena.glue.catalog import GlueCatalog
from athena.trino.engine import TrinoEngine
from costs.laptop.story import Story
from modules.datasets import DATASETS
from modules.sql import SavedQuery, default_parameters, read_queries
from modules.views import views_over

pytestmark = pytest.mark.engines
QUERIES = [query for dataset in DATASETS for query in read_queries(dataset.table)]


@pytest.fixture(scope="module")
def duckdb(told: Story) -> Iterator[DuckDbEngine]:
    names = told.laptop.emulated.names
    catalog = GlueCatalog(names.account_id, names.region, told.laptop.scratch / "both")
    engine = DuckDbEngine(catalog)
    yield engine
    engine.close()


def statement(told: Story, query: SavedQuery) -> Statement:
    periods = [m.period for m in told.months if m.dataset.table == query.theme]
    names = told.laptop.emulated.names
    return Statement(query.sql, names.database, tuple(default_parameters(query.sql, periods)))


def names_and_types(columns: Sequence[ResultColumn]) -> list[tuple[str, str]]:
    """DuckDB has no lengths of text; Athena's clients see `varchar` either way."""
    return [(c.name, re.sub(r"varchar\(\d+\)", "varchar", c.type)) for c in columns]


def by_key(rows: Sequence[tuple[object, ...]]) -> dict[tuple[object, ...], list[float]]:
    """Money and amounts under everything else: engines add doubles in different orders."""
    return {
        tuple(value for value in row if not isinstance(value, float)): [
            value for value in row if isinstance(value, float)
        ]
        for row in rows
    }


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: f"{query.theme}/{query.name}")
def test_both_engines_answer_alike(
    told: Story, trino: TrinoEngine, duckdb: DuckDbEngine, query: SavedQuery
) -> None:
    """Value by value, columns and types included."""
    asked = statement(told, query)
    theirs, ours = trino.run(asked), duckdb.run(asked)
    assert names_and_types(ours.columns) == names_and_types(theirs.columns)
    expected, found = by_key(list(theirs.rows)), by_key(list(ours.rows))
    assert found.keys() == expected.keys()
    assert expected or query.name == "unknown_line_item_types"
    for key, values in expected.items():
        assert found[key] == pytest.approx(values, abs=1e-9), key


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: f"{query.theme}/{query.name}")
def test_trino_finds_the_statement_valid(
    told: Story, trino: TrinoEngine, query: SavedQuery
) -> None:
    """Against the tables as they are deployed."""
    assert trino.validate(statement(told, query))


def deployed_views(told: Story) -> list[str]:
    plan = told.laptop.emulated.plan
    return [view.name for view in views_over({line.dataset.declared_table for line in plan.lines})]


def test_both_engines_read_every_deployed_view(
    told: Story, trino: TrinoEngine, duckdb: DuckDbEngine
) -> None:
    """As Terraform has stored it: the same columns, types and number of rows."""
    database = told.laptop.emulated.names.database
    for name in deployed_views(told):
        counted = Statement(f"SELECT count(*) FROM {name}", database)
        assert list(duckdb.run(counted).rows) == list(trino.run(counted).rows), name
        shown = Statement(f"SELECT * FROM {name}", database)
        assert duckdb.validate(shown) == trino.validate(shown), name
