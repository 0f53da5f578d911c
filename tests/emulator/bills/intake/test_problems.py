"""What an intake says about data that it can't take; good months beside it are kept."""

import math
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from emulator.bills.intake.outcome import DataFolderError
from emulator.bills.intake.reading import read_data_folder
from emulator.bills.intake.totals import totals
from tests.emulator.bills.intake_folders import (
    HEADER,
    LEGACY_SCHEMA,
    ROW,
    cut_off_gzip,
    cut_off_zip,
    legacy,
    locked_zip,
    not_parquet,
    text,
    truncated,
    write,
    zip_without_csv,
)

COST = "line_item_unblended_cost"
NO_COST = f"no CUR columns: {COST} (in a CSV lineItem/UnblendedCost) is missing"
Make = Callable[[Path], object]


def refused(folder: Path, scratch: Path) -> str:
    with pytest.raises(DataFolderError) as caught:
        read_data_folder(folder, scratch)
    return str(caught.value)


def test_a_missing_folder_is_named(data: Path, scratch: Path) -> None:
    """A typing error in the path."""
    path = data / "exprots"
    assert refused(path, scratch) == (
        f"--data {path}: no such folder; give the one that holds your cost exports"
    )


def test_a_file_is_read_alone(data: Path, scratch: Path) -> None:
    """As it lies in a folder of downloads, beside other months and copies."""
    path = legacy(data / "cur.parquet", [1.0])
    legacy(data / "cur (1).parquet", [1.0])
    found = read_data_folder(path, scratch)
    assert [month.chunks for month in found.months] == [(path,)]
    assert found.problems == ()
    note = data / "notes.txt"
    note.write_text("no bill")
    assert "no cost data, only notes.txt" in refused(note, scratch)


def test_an_empty_folder_is_told_what_belongs_there(data: Path, scratch: Path) -> None:
    """With the layouts that are known."""
    message = refused(data, scratch)
    assert message.startswith(f"--data {data}: the folder is empty\n\nThese are read")
    assert "BILLING_PERIOD=2026-01/*.parquet" in message
    assert "year=2018/month=10/*.parquet" in message


def test_a_folder_of_other_things_is_told_what_was_found(data: Path, scratch: Path) -> None:
    """At most five names, and the layouts that are known."""
    for number in range(7):
        text(data / f"{number}.md", "# notes")
    message = refused(data, scratch)
    assert "no cost data, only 0.md, 1.md, 2.md, 3.md, 4.md and 2 more\n\nThese are read" in message


def costs_as_text(path: Path) -> None:
    columns = [pa.array([None], pa.timestamp("ms")), ["AmazonS3"], ["1.0"]]
    write(path, pa.table(columns, names=LEGACY_SCHEMA.names))


def with_a_time_column(path: Path) -> None:
    legacy(path, [1.0])
    table = pq.read_table(path).append_column("noon", pa.array([0], pa.time64("us")))
    write(path, table)


def without_period_column(path: Path) -> None:
    write(path, pa.table({COST: [1.0]}))


FILES: list[tuple[str, Make, str]] = [
    ("x.parquet", truncated, "truncated: Parquet whose end is missing ("),
    (
        "x.parquet",
        not_parquet,
        "named Parquet, but it isn't: copy it again, or rename it if it is a CSV",
    ),
    ("x.parquet", Path.touch, "an empty file (0 bytes), not Parquet: copy it again"),
    ("x.parquet", lambda path: legacy(path, []), "it has no rows"),
    (
        "x.parquet",
        lambda path: legacy(path, [1.0, 2.0], start=None),
        "its rows name no billing period: 2 of them have nothing as bill_billing_period_start_date",
    ),
    (
        "x.parquet",
        lambda path: write(path, pa.table([["1/1/26"], [""], [1.0]], LEGACY_SCHEMA.names)),
        "its rows name no billing period: 1 of them have '1/1/26' as bill_billing_period_start_date",
    ),
    (
        "x.parquet",
        without_period_column,
        "its rows name no billing period: there is no column bill_billing_period_start_date",
    ),
    (
        "x.parquet",
        lambda path: write(path, pa.table({"a": [1], "b": [2]})),
        f"{NO_COST}; it has a, b",
    ),
    ("x.parquet", costs_as_text, f"column {COST} is string, and AWS writes double: convert it"),
    (
        "x.parquet",
        lambda path: legacy(path, [1.0, math.nan]),
        f"column {COST} has NaN or infinite values, which no bill has: export the month again",
    ),
    (
        "x.csv",
        lambda path: text(path, HEADER, ROW.replace(",1", ",-inf")),
        f"column {COST} has NaN or infinite values, which no bill has: export the month again",
    ),
    ("x.parquet", with_a_time_column, "column noon: Hive has no type for Parquet's time64[us]"),
    (
        "x.parquet",
        lambda path: write(path, pa.table({"BilledCost": [1.0], "ChargePeriodStart": ["x"]})),
        "its rows name no billing period: there is no column billingperiodstart",
    ),
    (
        "x.csv",
        lambda path: text(path, "ChargePeriodStart,BillingPeriodStart", "x,y"),
        "not all of FOCUS: the column billedcost is missing; it has ChargePeriodStart, Bill",
    ),
    (
        "x.csv",
        lambda path: text(
            path, "recommendation_id,estimated_monthly_savings_after_discount", "a,1"
        ),
        "Cost Optimization Hub outside of AWS's folders, whose names tell the period",
    ),
    (
        "x.csv",
        lambda path: text(path, "a,b,c,d,e", "1,2,3,4,5"),
        f"{NO_COST}; it has a, b, c, d, ...",
    ),
    ("x.csv", Path.touch, "an empty file (0 bytes): copy it again"),
    ("x.csv", lambda path: text(path, HEADER), "it has no rows"),
    (
        "x.csv",
        lambda path: text(path, HEADER, ROW, "2026-01-01T"),
        "damaged or cut off: Expected 3 columns, got 1: 2026",
    ),
    (
        "x.csv",
        lambda path: text(path, HEADER, "2026-01-01T00:00:00Z,AmazonS3,much"),
        f"column {COST}: Failed to parse string: 'much' as a scalar of type double",
    ),
    (
        "x.csv",
        lambda path: text(path, HEADER, "1/1/2026,AmazonS3,1"),
        "column bill_billing_period_start_date: Failed to parse string: '1/1/2026'",
    ),
    (
        "x.csv",
        lambda path: text(path, HEADER, ROW, ",AmazonS3,1"),
        "its rows name no billing period: 1 of them have nothing as bill_billing_period_start_date",
    ),
    (
        "x.csv",
        lambda path: text(path, "lineItem/UnblendedCost", "1"),
        "its rows name no billing period: there is no column bill_billing_period_start_date",
    ),
    (
        "x.csv",
        lambda path: text(path, f"{HEADER},product", f"{ROW},[]"),
        "column product: [] isn't a JSON object",
    ),
    ("x.csv", lambda path: path.write_bytes(b"\xff\xfea\x00"), "not a CSV file in UTF-8"),
    (
        "x.parquet",
        lambda path: path.symlink_to("gone"),
        "can't be opened: No such file or directory",
    ),
    ("x.csv", lambda path: path.symlink_to("gone"), "can't be read: No such file or directory"),
    ("x.csv.gz", cut_off_gzip, "a damaged or truncated .gz file: copy it again"),
    ("x.zip", cut_off_zip, "a damaged or truncated .zip file: copy it again"),
    ("x.zip", zip_without_csv, "a .zip file without a .csv in it"),
    ("x.zip", locked_zip, "File 'cur.csv' is encrypted, password required for extraction"),
    ("x.xlsx", Path.touch, "not a form that is read: give Parquet, .csv, .csv.gz or .zip"),
    ("x.json.gz", Path.touch, "not a form that is read: give Parquet, .csv, .csv.gz or .zip"),
]


@pytest.mark.parametrize(("name", "make", "reason"), FILES)
def test_a_file_that_cant_be_taken_is_named_with_the_reason(
    name: str, make: Make, reason: str, data: Path, scratch: Path
) -> None:
    """Alone it is an error; beside a good month it is a problem, and leaves nothing in scratch."""
    make(data / name)
    said = f"no month can be read\n\n  {data / name}\n    {reason}"
    assert said in refused(data, scratch)
    legacy(data / "good.parquet", [1.0])
    intake = read_data_folder(data, scratch)
    (problem,) = intake.problems
    assert problem.path == data / name
    assert reason in problem.reason
    (good,) = (month for month in intake.months if month.chunks)
    assert totals(good).rows == 1
    assert list(scratch.iterdir()) == []


def cut_off_after_two_months(path: Path) -> None:
    """A growing report whose copy ended early; the whole has twenty thousand rows of each month."""
    rows = [
        ROW.replace("2026-01", month) for month in ("2026-01", "2026-02") for _ in range(20_000)
    ]
    whole = text(path, HEADER, *rows, *(f"{row},{n}" for n, row in enumerate(rows))).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def with_a_row_of_too_few_fields(path: Path) -> None:
    text(path, HEADER, ROW, "2026-01-01T00:00:00Z", ROW.replace("2026-01", "2026-02"))


def with_a_row_without_a_month(path: Path) -> None:
    text(path, HEADER, ROW, ROW.replace("2026-01-01T00:00:00Z", ""), ROW.replace("01", "02", 1))


def zipped_with_a_broken_one(path: Path) -> None:
    """The first file in it is whole."""
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("1.csv", f"{HEADER}\n{ROW}\n")
        packed.writestr("2.csv", f"{HEADER}\n{ROW.replace('2026-01', '2026-02')}\nx\n")


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("half.csv.gz", cut_off_after_two_months),
        ("short.csv", with_a_row_of_too_few_fields),
        ("homeless.csv", with_a_row_without_a_month),
        ("both.zip", zipped_with_a_broken_one),
    ],
)
def test_months_that_would_lack_rows_are_unreadable(
    data: Path, scratch: Path, name: str, broken: Make
) -> None:
    """A bill with rows left out is worse than one that is missing, whatever else has its months."""
    text(data / "whole.csv", HEADER, ROW, ROW.replace("2026-01", "2026-03"))
    broken(data / name)
    intake = read_data_folder(data, scratch)
    assert {str(month.period): bool(month.unreadable) for month in intake.months} == {
        "2026-01": True,
        "2026-02": True,
        "2026-03": False,
    }
    assert intake.is_partial
