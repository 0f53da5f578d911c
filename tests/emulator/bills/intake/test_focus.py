"""FOCUS files, in the forms that AWS and others give them, and other tables of Data Exports."""

import gzip
import shutil
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from athena.duckdb.engine import DuckDbEngine
from athena.engine import Statement
from emulator.bills.billed_tables import BilledTables
from emulator.bills.generator.renderings import write_dataset
from emulator.bills.generator.story import BillingStory
from emulator.bills.intake.reading import read_data_folder
from emulator.bills.intake.totals import totals
from emulator.environment import Emulated
from modules.datasets import CARBON, COST_OPTIMIZATION, FOCUS, BillingPeriod, Dataset
from modules.plan import Delivery
from tests.emulator.bills.intake_folders import REPOSITORY, text

SAMPLE = REPOSITORY / "tests/data/focus_1_0_sample.csv.gz"
SEPTEMBER_2024 = BillingPeriod(2024, 9)
COSTS = ("BilledCost", "EffectiveCost", "ListCost", "ContractedCost")
STORY = BillingStory(BillingPeriod(2026, 1), months=1)


@pytest.mark.parametrize("name", ["focus.csv.gz", "focus.csv"])
def test_the_real_sample_answers_with_its_own_totals(name: str, data: Path, scratch: Path) -> None:
    """Read straight from the CSV by DuckDB as decimals, and through catalog and Athena's SQL."""
    if name.endswith("gz"):
        shutil.copy(SAMPLE, data / name)
    else:
        (data / name).write_bytes(gzip.decompress(SAMPLE.read_bytes()))
    sums = ", ".join(f"sum({cost}::DECIMAL(38, 18))" for cost in COSTS)
    said = duckdb.execute(
        f"SELECT count(*), {sums} FROM read_csv(?, all_varchar = true, nullstr = 'NULL')",
        [str(SAMPLE)],
    ).fetchone()
    assert said is not None
    intake = read_data_folder(data, scratch)
    (month,) = intake.months
    assert (month.dataset, month.period, intake.problems) == (FOCUS, SEPTEMBER_2024, ())
    engine = DuckDbEngine(BilledTables(Emulated.read("example"), intake.months))
    asked = ", ".join(f"sum({cost})" for cost in COSTS)
    sql = f"SELECT count(*), {asked} FROM focus WHERE billing_period = '2024-09'"
    (row,) = engine.run(Statement(sql, "cid_data_export")).rows
    assert row[0] == said[0] == 942
    assert row[1:] == pytest.approx([float(value) for value in said[1:]], rel=1e-12)


def test_values_have_their_types(data: Path, scratch: Path) -> None:
    """Numbers, timestamps and maps; what is spelled NULL is absent."""
    shutil.copy(SAMPLE, data)
    (month,) = read_data_folder(data, scratch).months
    table = pa.concat_tables(pq.read_table(chunk) for chunk in month.chunks)
    assert table.schema.field("ChargePeriodStart").type == pa.timestamp("ms")
    assert table["Tags"].null_count < len(table)
    assert table["ChargeClass"].null_count == len(table)
    assert "NULL" not in set(table["CommitmentDiscountStatus"].to_pylist())


def put(data: Path, dataset: Dataset, scratch: Path) -> Path:
    """The story's files where AWS puts them; the folder of the last one."""
    delivery = Delivery(dataset, "123456789012", "bucket", dataset.table, "cid")
    for month in write_dataset(STORY, dataset, scratch / "made"):
        for number, chunk in enumerate(month.chunks, start=1):
            path = data / delivery.data_key(month.period, number)
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(chunk, path)
    return path.parent


@pytest.mark.parametrize("dataset", [FOCUS, COST_OPTIMIZATION, CARBON], ids=lambda d: d.name)
def test_every_export_is_read_from_its_own_layout(
    dataset: Dataset, data: Path, scratch: Path
) -> None:
    """The same periods, rows and sums as were made."""
    put(data, dataset, scratch)
    made = write_dataset(STORY, dataset, scratch / "made")
    intake = read_data_folder(data, scratch)
    assert intake.problems == ()
    assert [(m.dataset, m.period) for m in intake.months] == [(dataset, m.period) for m in made]
    assert [totals(m) for m in intake.months] == [totals(m) for m in made]


def test_a_loose_parquet_file_tells_its_months_by_its_rows(data: Path, scratch: Path) -> None:
    """Two months in one file are two months."""
    two = BillingStory(BillingPeriod(2026, 1), months=2)
    tables = [pq.read_table(m.chunks[0]) for m in write_dataset(two, FOCUS, scratch / "made")]
    pq.write_table(pa.concat_tables(tables), data / "focus.parquet")
    months = read_data_folder(data, scratch).months
    assert [str(month.period) for month in months] == ["2026-01", "2026-02"]
    assert {month.dataset for month in months} == {FOCUS}


def test_surplus_and_broken_chunks_of_focus_are_of_focus(data: Path, scratch: Path) -> None:
    """Its month folders are called as those of CUR 2.0; columns, or the files beside, tell."""
    folder = put(data, FOCUS, scratch)
    whole = next(folder.glob("*.parquet"))
    pq.write_table(pq.read_schema(whole).empty_table(), folder / "cid-00002.snappy.parquet")
    (folder / "cid-00003.snappy.parquet").write_bytes(whole.read_bytes()[:900])
    (month,) = read_data_folder(data, scratch).months
    assert month.dataset is FOCUS
    assert [path.name for path in month.unreadable] == ["cid-00003.snappy.parquet"]


def test_recommendations_and_emissions_need_their_folders(data: Path, scratch: Path) -> None:
    """No column tells the day of a snapshot."""
    (made, *_) = write_dataset(STORY, COST_OPTIMIZATION, scratch / "made")
    shutil.copy(made.chunks[0], data / "coh.parquet")
    text(data / "cur.csv", "bill/BillingPeriodStartDate,lineItem/UnblendedCost", "2026-01-01,1")
    intake = read_data_folder(data, scratch)
    (problem,) = intake.problems
    assert problem.reason.startswith("Cost Optimization Hub outside of AWS's folders")
