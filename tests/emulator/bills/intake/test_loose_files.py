"""Loose Parquet files, wherever they lie, become chunks of the months that their rows tell."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from emulator.bills.intake.reading import read_data_folder
from modules.datasets import BillingPeriod
from tests.emulator.bills.intake_folders import (
    FEBRUARY,
    JANUARY,
    LEGACY_SCHEMA,
    costs,
    cur2,
    legacy,
    only_month,
    write,
)


def test_loose_files_of_one_month_are_its_chunks(data: Path, scratch: Path) -> None:
    """Nested or not, in the order of their paths, byte for byte."""
    paths = (cur2(data / "a/one.parquet", [1.0]), cur2(data / "b.parquet", [2.0]))
    assert only_month(read_data_folder(data, scratch)).chunks == paths


def test_a_loose_file_with_two_months_is_split(data: Path, scratch: Path) -> None:
    """Each month gets its own rows, maps included."""
    both = [
        pq.read_table(cur2(data / "x.parquet", [n], start))
        for n, start in ((1, JANUARY), (2, FEBRUARY))
    ]
    write(data / "x.parquet", pa.concat_tables(both))
    months = read_data_folder(data, scratch).months
    assert [(month.period.month, costs(month)) for month in months] == [(1, [1.0]), (2, [2.0])]
    assert pq.read_table(months[1].chunks[0]).equals(both[1])


def test_a_billing_period_may_be_text(data: Path, scratch: Path) -> None:
    """Parquet that other tools wrote holds dates as ISO 8601 text."""
    table = pa.table([["2026-02-01T00:00:00Z"], ["AmazonS3"], [1.0]], names=LEGACY_SCHEMA.names)
    write(data / "cur.parquet", table)
    assert only_month(read_data_folder(data, scratch)).period == BillingPeriod(2026, 2)


def test_a_billing_period_begins_in_utc(data: Path, scratch: Path) -> None:
    """2025-12-31 19:00 five hours west of it is January."""
    table = pq.read_table(legacy(data / "cur.parquet", [1.0]))
    utc = table.column(0).cast(pa.timestamp("ms", "UTC"))
    west = utc.cast(pa.timestamp("ms", "-05:00"))
    write(data / "cur.parquet", table.set_column(0, table.column_names[0], west))
    assert only_month(read_data_folder(data, scratch)).period == BillingPeriod(2026, 1)


def test_parquet_is_known_by_its_first_bytes_too(data: Path, scratch: Path) -> None:
    """What Athena writes has no suffix."""
    legacy(data / "20260101_000000_00001_abcde", [1.0])
    assert costs(only_month(read_data_folder(data, scratch))) == [1.0]


def test_links_are_followed_once(data: Path, scratch: Path) -> None:
    """A link to a folder that holds the link ends, and counts nothing twice."""
    elsewhere = legacy(data.parent / "elsewhere/x.parquet", [1.0]).parent
    (data / "link").symlink_to(elsewhere, target_is_directory=True)
    (elsewhere / "back").symlink_to(data, target_is_directory=True)
    assert costs(only_month(read_data_folder(data, scratch))) == [1.0]


def test_hidden_files_and_folders_are_passed_over(data: Path, scratch: Path) -> None:
    """As Athena does; file systems and Spark leave such things behind."""
    folder = data / "BILLING_PERIOD=2026-01"
    cur2(folder / "e-00001.parquet", [1.0])
    for name in ("._e-00001.parquet", "_temporary/e-00001.parquet", ".old/e-00001.parquet"):
        cur2(folder / name, [5.0])
    intake = read_data_folder(data, scratch)
    assert (costs(only_month(intake)), intake.problems) == ([1.0], ())
