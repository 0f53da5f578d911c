"""The shipped SQL on both engines, over the sample bills and the synthesized views."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from athena.duckdb.engine import DuckDbEngine
from athena.engine import ResultColumn, Statement
from athena.glue.catalog import GlueCatalog
from athena.glue.publish import publish
from athena.trino.engine import TrinoEngine
from emulator.bills.billed_month import BilledMonth
from emulator.bills.billed_tables import BilledTables
from emulator.bills.sources import bills
from emulator.cloud.cloud import Cloud
from emulator.environment import Emulated
from modules.datasets import CUR2, DATASETS
from modules.sql import SavedQuery, default_parameters, read_queries
from tests.conftest import Json, Synthesize
from tests.emulator.deployment import TYPES

pytestmark = pytest.mark.engines
QUERIES = [query for dataset in DATASETS for query in read_queries(dataset.table)]
OPENCOST = Path(__file__).with_name("opencost.sql")
TABLE = "aws_glue_catalog_table"


@dataclass(frozen=True)
class Shipped:
    """A catalog with rows; `views` are as Terraform stores them."""

    database: str
    months: Sequence[BilledMonth]
    views: Sequence[str]
    duckdb: DuckDbEngine


@pytest.fixture(scope="module")
def shipped(synthesize: Synthesize, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shipped]:
    """All datasets' samples. Trino sees them, too: there is one emulated Glue a process."""
    everything = Emulated.read("everything")
    names, folder = everything.names, tmp_path_factory.mktemp("shipped")
    stack = synthesize(name_prefix="all", exports={d.name: {"enabled": True} for d in DATASETS})
    views = [t for t in stack.resources(TABLE).values() if t["table_type"] == "VIRTUAL_VIEW"]
    with Cloud.start(names.region, names.account_id) as cloud:
        months = bills(None, folder, emulated=everything).months
        publish(BilledTables(everything, months), names.account_id, names.region)
        for view in views:
            store(cloud, view | {"database_name": names.database})
        duckdb = DuckDbEngine(GlueCatalog(names.account_id, names.region, folder / "objects"))
        yield Shipped(names.database, months, [view["name"] for view in views], duckdb)
        duckdb.close()


def store(cloud: Cloud, view: Json) -> None:
    """In place of the one that was published."""
    place = {"DatabaseName": view["database_name"], "Name": view["name"]}
    cloud.client("glue").delete_table(**place)
    TYPES[TABLE](cloud, view)


def statement(shipped: Shipped, query: SavedQuery) -> Statement:
    periods = [m.period for m in shipped.months if m.dataset.table == query.theme]
    return Statement(query.sql, shipped.database, tuple(default_parameters(query.sql, periods)))


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
def test_both_engines_answer_alike(shipped: Shipped, trino: TrinoEngine, query: SavedQuery) -> None:
    """Value by value, columns and types included."""
    asked = statement(shipped, query)
    theirs, ours = trino.run(asked), shipped.duckdb.run(asked)
    assert names_and_types(ours.columns) == names_and_types(theirs.columns)
    expected, found = by_key(list(theirs.rows)), by_key(list(ours.rows))
    assert found.keys() == expected.keys()
    assert expected or query.name == "unknown_line_item_types"
    for key, values in expected.items():
        assert found[key] == pytest.approx(values, abs=1e-9), key


def test_both_engines_answer_what_opencost_asks(shipped: Shipped, trino: TrinoEngine) -> None:
    """Its own statement, tags in JSON and keys that a line item hasn't included."""
    newest = max(month.period for month in shipped.months if month.dataset is CUR2)
    asked = Statement(OPENCOST.read_text().format(month=newest), shipped.database)
    ours, theirs = shipped.duckdb.run(asked), trino.run(asked)
    assert names_and_types(ours.columns) == names_and_types(theirs.columns)
    expected, found = by_key(list(theirs.rows)), by_key(list(ours.rows))
    assert found.keys() == expected.keys()
    assert len(expected) > 100
    for key, values in expected.items():
        assert found[key] == pytest.approx(values, abs=1e-9), key


def test_both_engines_read_every_view(shipped: Shipped, trino: TrinoEngine) -> None:
    """As Terraform stores it: the same columns, types and number of rows."""
    for name in shipped.views:
        counted = Statement(f"SELECT count(*) FROM {name}", shipped.database)
        ours, theirs = shipped.duckdb.run(counted), trino.run(counted)
        assert list(ours.rows) == list(theirs.rows), name
        shown = Statement(f"SELECT * FROM {name}", shipped.database)
        assert shipped.duckdb.validate(shown) == trino.validate(shown), name
