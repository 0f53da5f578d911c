"""The cost language on Trino: every view is valid, has the declared types, and shows the same rows."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
import requests

from athena.duckdb.engine import DuckDbEngine
from athena.engine import Statement
from athena.glue.catalog import GlueCatalog
from athena.trino.engine import TrinoEngine
from emulator.bills.generator.months import write_months
from emulator.bills.generator.story import BillingStory
from modules.datasets import BillingPeriod
from modules.views import VIEWS, read_view
from tests.athena.engines.recording import Recording, assert_alike, in_order
from tests.athena.engines.statements import scanned
from tests.athena.engines.tables import ACCOUNT, BUCKET, DATABASE, REGION, CostTables
from tests.queries.view_cases import (
    DECLARED,
    DEFAULT_KEYS,
    VIEWS_BY_NAME,
    Declared,
    read_view_case,
    view_case_folders,
)

FILES = sorted(VIEWS.rglob("*.sql"))
# As modules/catalog/projected_table.py has it.
PROJECTED = {
    "projection.enabled": "true",
    "projection.payer.type": "enum",
    "projection.payer.values": "123456789012",
    "projection.report.type": "enum",
    "projection.report.values": "cid",
    "projection.year.type": "integer",
    "projection.year.range": "2018,2035",
    "projection.month.type": "integer",
    "projection.month.range": "1,12",
    "storage.location.template": f"s3://{BUCKET}/cur_declared/${{payer}}/${{report}}/${{report}}"
    "/year=${year}/month=${month}/",
}


@pytest.fixture(scope="module")
def created(endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> CostTables:
    """The rows of all cases of views, and a generated month."""
    requests.post(f"{endpoint}/moto-api/reset", timeout=10).raise_for_status()
    created = CostTables(endpoint)
    for name, rows in all_rows(tmp_path_factory.mktemp("month")).items():
        put_table(created, name, DECLARED[name], rows)
    for view in VIEWS_BY_NAME.values():
        created.create_view(view.name, view.sql, {c.name: c.type for c in view.columns})
    return created


@pytest.fixture(scope="module")
def duckdb(created: CostTables, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDbEngine]:
    """Over what Trino reads too."""
    folder = tmp_path_factory.mktemp("views")
    engine = DuckDbEngine(GlueCatalog(ACCOUNT, REGION, folder / "objects"))
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def recording(created: CostTables) -> Iterator[Recording]:
    """What Trino shows of each view; its columns are those declared, for these files."""
    recording = Recording("views", [path.read_text() for path in FILES], created.content)
    yield recording
    recording.write()


def all_rows(folder: Path) -> dict[str, pa.Table]:
    found: dict[str, list[pa.Table]] = {}
    for case in map(read_view_case, view_case_folders()):
        for name, rows in case.rows.items():
            found.setdefault(name, []).append(rows)
    story = BillingStory(BillingPeriod(2026, 3), 1, line_items_per_month=900)
    (month,) = write_months(story, folder)
    items = pq.read_table(month.chunks[0])
    found["cur2"].append(items.append_column("billing_period", pa.repeat("2026-03", len(items))))
    return {name: pa.concat_tables(rows, promote_options="default") for name, rows in found.items()}


def put_table(created: CostTables, name: str, declared: Declared, rows: pa.Table) -> None:
    """A partition for each combination of keys."""
    projected = PROJECTED if name == "cur_declared" else None
    created.create(name, declared.columns, declared.keys, projected)
    given = [key for key in declared.keys if key in rows.column_names]
    for values in rows.select(given).group_by(given, use_threads=False).aggregate([]).to_pylist():
        chosen = rows
        for key, value in values.items():
            chosen = chosen.filter(pc.equal(chosen[key], value))
        texts = {key: values.get(key) or DEFAULT_KEYS[key] for key in declared.keys}
        folder = "/".join([name, *(f"{key}={value}" for key, value in texts.items())])
        if projected:
            folder = "{0}/{payer}/{report}/{report}/year={year}/month={month}".format(name, **texts)
        created.put(f"{folder}/rows.snappy.parquet", chosen.drop_columns(given))
        if not projected:
            created.add_partition(name, tuple(texts.values()), folder)


def test_trino_was_asked_these_views_over_these_rows(recording: Recording) -> None:
    """Else the recording shows nothing."""
    assert recording.is_current(), "make recordings"


@pytest.mark.engines
@pytest.mark.recorded
@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(VIEWS)))
def test_trino_gives_the_declared_columns(
    duckdb: DuckDbEngine, trino: TrinoEngine, path: Path
) -> None:
    """To the length of a text: Athena calls a view stale whose types differ."""
    view = read_view(path)
    found = trino.validate(Statement(view.sql, DATABASE))
    assert [(c.name, c.type) for c in found] == [(c.name, c.type) for c in view.columns]


@pytest.mark.parametrize("name", VIEWS_BY_NAME)
def test_the_embedded_engine_gives_trinos_rows(
    duckdb: DuckDbEngine, recording: Recording, name: str
) -> None:
    """Every column of every row."""
    ours = duckdb.run(Statement(f"SELECT * FROM {name}", DATABASE))
    recording.compare(name, ours.columns, in_order(ours.rows))


@pytest.mark.engines
@pytest.mark.recorded
@pytest.mark.parametrize("name", VIEWS_BY_NAME)
def test_both_engines_show_the_same(
    duckdb: DuckDbEngine, trino: TrinoEngine, recording: Recording, name: str
) -> None:
    """Row by row, so that a difference shows where it is."""
    asked = Statement(f"SELECT * FROM {name}", DATABASE)
    theirs, ours = trino.run(asked), duckdb.run(asked)
    assert ours.columns == theirs.columns
    expected, found = in_order(theirs.rows), in_order(ours.rows)
    assert expected, "a comparison of nothing shows nothing"
    recording.take(name, theirs.columns, expected)
    assert_alike(found, expected)


@pytest.mark.engines
@pytest.mark.parametrize("name", ["costs_cur2", "costs_legacy", "costs_focus", "costs"])
def test_a_month_is_pruned(duckdb: DuckDbEngine, trino: TrinoEngine, name: str) -> None:
    """A filter on the view's billing period decides what is read, in legacy CUR through two keys."""
    whole = f"SELECT sum(unblended_cost) FROM {name}"
    month = f"{whole} WHERE billing_period = '2025-12'"
    for engine in (trino, duckdb):
        assert scanned(engine, month) < scanned(engine, whole), engine.name
