"""Folders of real and small cost data, in every layout that AWS delivers, become billed months."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from emulator.bills.billed_month import BilledMonth
from emulator.bills.intake.columns import arrow_type
from emulator.bills.intake.outcome import Intake
from emulator.bills.intake.reading import read_data_folder
from emulator.bills.intake.totals import MonthTotals, totals
from modules.datasets import CUR2, LEGACY_CUR, BillingPeriod
from tests.emulator.bills.intake_folders import (
    SAMPLES,
    costs,
    cur2,
    legacy,
    manifest,
    only_month,
    truncated,
    write,
)

OCTOBER, NOVEMBER = BillingPeriod(2018, 10), BillingPeriod(2018, 11)
EXPORT = Path("cur2/123456789012/cid-cur2")


@pytest.mark.parametrize(
    "part", [".", "legacy-cur", "legacy-cur/year=2018", "legacy-cur/year=2018/month=10"]
)
def test_any_part_of_a_legacy_report_is_recognised(part: str, scratch: Path) -> None:
    """The bucket, the report, a year and a month of the real report give the month's original file."""
    intake = read_data_folder(SAMPLES / part, scratch)
    month = intake.months[0]
    assert (month.dataset, month.period) == (LEGACY_CUR, OCTOBER)
    assert month.chunks == (SAMPLES / "legacy-cur/year=2018/month=10/cid-00001.snappy.parquet",)
    assert intake.problems == ()


@pytest.mark.parametrize("period", [OCTOBER, NOVEMBER], ids=str)
def test_totals_of_the_real_months_equal_those_of_another_reader(
    period: BillingPeriod, scratch: Path
) -> None:
    """DuckDB reads the same files: same rows, same cost to the last digit that doubles keep."""
    (month,) = (m for m in read_data_folder(SAMPLES, scratch).months if m.period == period)
    statement = "SELECT count(*), fsum(line_item_unblended_cost) FROM read_parquet(?)"
    row = duckdb.execute(statement, [[str(chunk) for chunk in month.chunks]]).fetchone()
    assert row is not None
    assert totals(month).rows == row[0] == {OCTOBER: 119_307, NOVEMBER: 124_340}[period]
    assert totals(month).sum == pytest.approx(row[1], rel=1e-14)


def test_totals_round_once(data: Path, scratch: Path) -> None:
    """Ten times 0.1 is 1.0, and not what adding from left to right gives."""
    legacy(data / "cur.parquet", [0.1] * 10)
    assert totals(only_month(read_data_folder(data, scratch))) == MonthTotals(10, 1.0)


@pytest.mark.parametrize("name", ["10", "11"])
def test_types_of_csv_reports_are_those_of_real_parquet(name: str) -> None:
    """Every column of the real files has the type that a CSV column of its name gets."""
    real = pq.read_schema(SAMPLES / f"legacy-cur/year=2018/month={name}/cid-00001.snappy.parquet")
    utc = pa.timestamp("ms", "UTC")
    naive = {f.name: pa.timestamp("ms") if f.type == utc else f.type for f in real}
    assert {name: arrow_type(name, LEGACY_CUR) for name in real.names} == naive


@pytest.mark.parametrize(
    "part", [".", EXPORT, EXPORT / "data", EXPORT / "data/BILLING_PERIOD=2026-01"]
)
def test_any_part_of_a_data_export_is_recognised(part: Path, data: Path, scratch: Path) -> None:
    """From the bucket down to one month; the manifest is found beside the data."""
    folder = data / EXPORT / "data/BILLING_PERIOD=2026-01"
    chunks = [cur2(folder / f"cid-cur2-0000{n}.snappy.parquet", [n]) for n in (1, 2)]
    cur2(folder / "cid-cur2-00003.snappy.parquet", [])
    keys = [f"s3://bucket/x/data/BILLING_PERIOD=2026-01/{chunk.name}" for chunk in chunks]
    metadata = data / EXPORT / "metadata/BILLING_PERIOD=2026-01"
    manifest(metadata / "cid-cur2-Manifest.json", "dataFiles", keys)
    intake = read_data_folder(data / part, scratch)
    assert intake == Intake((BilledMonth(CUR2, BillingPeriod(2026, 1), tuple(chunks)),), ())


def test_empty_surplus_chunks_do_no_harm_without_a_manifest(data: Path, scratch: Path) -> None:
    """AWS overwrites chunks it no longer needs with empty ones, of whatever schema."""
    folder = data / "BILLING_PERIOD=2026-01"
    cur2(folder / "e-00001.snappy.parquet", [1.0])
    write(folder / "e-00002.snappy.parquet", pa.table({"anything": pa.array([], pa.int8())}))
    intake = read_data_folder(data, scratch)
    assert totals(only_month(intake)) == MonthTotals(1, 1.0)
    assert intake.problems == ()


def test_only_the_version_that_the_manifest_lists_counts(data: Path, scratch: Path) -> None:
    """An export that keeps old versions has a folder for each."""
    month = data / "e/data/BILLING_PERIOD=2026-01"
    cur2(month / "2026-01-02T00:00:00.000Z-old/e-00001.snappy.parquet", [1.0])
    cur2(month / "2026-01-03T00:00:00.000Z-new/e-00001.snappy.parquet", [1.0, 2.0])
    key = "e/data/BILLING_PERIOD=2026-01/2026-01-03T00:00:00.000Z-new/e-00001.snappy.parquet"
    manifest(data / "e/metadata/BILLING_PERIOD=2026-01/e-Manifest.json", "dataFiles", [key])
    intake = read_data_folder(data, scratch)
    assert costs(only_month(intake)) == [1.0, 2.0]
    assert intake.problems == ()


def test_status_and_metadata_are_no_costs(data: Path, scratch: Path) -> None:
    """Parquet in the status folder of a legacy report isn't taken for data, nor reported."""
    legacy(data / "cid/cid/year=2026/month=1/cid-00001.snappy.parquet", [1.0])
    status = "cost_and_usage_data_status"
    write(data / "cid" / status / f"{status}.parquet", pa.table({"status": ["READY"]}))
    write(data / "cid/metadata/x.parquet", pa.table({"x": [1]}))
    intake = read_data_folder(data, scratch)
    assert (len(intake.months), intake.problems) == (1, ())


def test_both_datasets_may_lie_in_one_folder(data: Path, scratch: Path) -> None:
    """Months of the same period stay apart."""
    cur2(data / "cur2/data/BILLING_PERIOD=2026-01/e-00001.snappy.parquet", [1.0])
    legacy(data / "cid/year=2026/month=1/cid-00001.snappy.parquet", [2.0])
    months = read_data_folder(data, scratch).months
    assert [(str(month), costs(month)) for month in months] == [
        ("CUR 2.0 2026-01", [1.0]),
        ("legacy CUR 2026-01", [2.0]),
    ]


def test_an_old_version_counts_if_it_is_the_folder_given(data: Path, scratch: Path) -> None:
    """The manifest of its month lists another, but whoever names this folder means it."""
    month = data / "e/data/BILLING_PERIOD=2026-01"
    old = cur2(month / "old/e-00001.parquet", [1.0])
    cur2(month / "new/e-00001.parquet", [2.0])
    key = "e/data/BILLING_PERIOD=2026-01/new/e-00001.parquet"
    manifest(data / "e/metadata/BILLING_PERIOD=2026-01/e-Manifest.json", "dataFiles", [key])
    assert costs(only_month(read_data_folder(old.parent, scratch))) == [1.0]


def test_the_folder_tells_the_dataset_if_the_columns_dont(data: Path, scratch: Path) -> None:
    """A CUR 2.0 export may have selected only columns that legacy CUR has too."""
    legacy(data / "BILLING_PERIOD=2026-01/e-00001.parquet", [1.0])
    assert only_month(read_data_folder(data, scratch)).dataset == CUR2


def test_a_broken_chunk_stays_beside_the_good_ones(data: Path, scratch: Path) -> None:
    """So that the pipeline meets it as it would in AWS; the totals count what can be read."""
    folder = data / "BILLING_PERIOD=2026-01"
    good, bad = cur2(folder / "e-00001.parquet", [1.0]), truncated(folder / "e-00002.parquet")
    intake = read_data_folder(data, scratch)
    assert only_month(intake).chunks == (good,)
    assert only_month(intake).unreadable == (bad,)
    assert totals(only_month(intake)) == MonthTotals(1, 1.0)
    assert [problem.path for problem in intake.problems] == [bad]
