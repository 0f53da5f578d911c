"""Files as other tools, browsers and people leave them: read for what they are, or told."""

import gzip
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from emulator.bills.intake.reading import read_data_folder
from emulator.bills.intake.totals import MonthTotals, totals
from modules.datasets import CUR2, LEGACY_CUR
from tests.emulator.bills.intake_folders import (
    DECEMBER,
    HEADER,
    JANUARY,
    ROW,
    cur2,
    legacy,
    only_month,
    text,
    write,
)

MONTH = "BILLING_PERIOD=2026-01"


@pytest.mark.parametrize("folder", ["year=2026/month=1", "loose"])
def test_a_column_called_like_a_partition_key_is_left_out(
    folder: str, data: Path, scratch: Path
) -> None:
    """Spark and DuckDB write them into the files; the catalog would have the name twice."""
    path = legacy(data / folder / "x.parquet", [1.5])
    table = pq.read_table(path, partitioning=None)
    write(path, table.append_column("Year", [[2018]]).append_column("month", [["10"]]))
    intake = read_data_folder(data, scratch)
    (chunk,) = only_month(intake).chunks
    assert pq.ParquetFile(chunk).read().equals(table)
    assert str(only_month(intake).period) == "2026-01"
    assert [problem.reason.split(" is left out")[0] for problem in intake.problems] == [
        "column Year",
        "column month",
    ]
    assert not intake.is_partial


def test_what_athena_gave_of_a_table_is_its_data(data: Path, scratch: Path) -> None:
    """`SELECT *` has the partition keys, too."""
    text(
        data / "1111-2222.csv",
        "bill_billing_period_start_date,line_item_product_code,line_item_unblended_cost,year,month",
        "2026-01-01 00:00:00.000,AmazonS3,1.5,2026,1",
    )
    month = only_month(read_data_folder(data, scratch))
    assert (month.dataset, totals(month)) == (LEGACY_CUR, MonthTotals(1, 1.5))
    assert "month" not in pq.read_schema(month.chunks[0]).names


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_rows_of_another_month_than_their_folder_are_told(
    form: str, data: Path, scratch: Path
) -> None:
    """Both months are unreadable: one has a stranger, and the other lacks it."""
    folder = data / "20260101-20260201"
    if form == "parquet":
        legacy(folder / "x.parquet", [1.0], DECEMBER)
    else:
        text(folder / "x.csv", HEADER, ROW.replace("2026-01", "2025-12"))
    text(data / "good.csv", HEADER, ROW.replace("2026-01", "2026-02"))
    intake = read_data_folder(data, scratch)
    found = {str(month.period): bool(month.unreadable) for month in intake.months}
    assert found == {"2025-12": True, "2026-01": True, "2026-02": False}
    assert "its rows are of 2025-12 and its folder is of 2026-01" in intake.problems[0].reason


@pytest.mark.parametrize("start", [datetime(2025, 12, 31, 23), datetime(2026, 1, 2)])
def test_a_period_that_is_no_start_of_a_month_is_told(
    start: datetime, data: Path, scratch: Path
) -> None:
    """Midnight in Berlin isn't midnight in UTC."""
    cur2(data / "x.parquet", [1.0], start)
    cur2(data / "good.parquet", [2.0])
    intake = read_data_folder(data, scratch)
    assert totals(only_month(intake)).sum == 2.0
    assert "starts on the first of a month at 00:00 UTC" in intake.problems[0].reason
    assert intake.is_partial


def test_two_payers_are_told_from_two_exports(data: Path, scratch: Path) -> None:
    """Nothing would count twice, and the message doesn't say so."""
    for payer in ("000000000001", "000000000009"):
        path = cur2(data / payer / MONTH / "x.parquet", [1.0])
        table = pq.read_table(path, partitioning=None)
        write(path, table.append_column("bill_payer_account_id", [[payer]]))
    cur2(data / "good.parquet", [2.0], DECEMBER)
    (problem,) = read_data_folder(data, scratch).problems
    assert "is there of several payers" in problem.reason
    assert f"000000000009: {data}/000000000009/{MONTH}" in problem.reason


def test_a_payer_that_cannot_be_read_is_none(data: Path, scratch: Path) -> None:
    """One folder's file is cut off, the other's damaged where its payer stands."""
    cur2(data / "one" / MONTH / "x.parquet", [1.0]).write_bytes(b"PAR1, and nothing else")
    path = cur2(data / "other" / MONTH / "x.parquet", [1.0])
    table = pq.read_table(path, partitioning=None)
    write(path, table.add_column(0, "bill_payer_account_id", [["000000000009"]]))
    content = bytearray(path.read_bytes())
    content[4:30] = bytes(255 - byte for byte in content[4:30])
    path.write_bytes(content)
    cur2(data / "good.parquet", [2.0], DECEMBER)
    intake = read_data_folder(data, scratch)
    assert totals(only_month(intake)).sum == 2.0
    assert "is in 2 folders" in intake.problems[-1].reason


@pytest.mark.parametrize(
    ("written", "read"), [("4711", "4711"), ('{""a"":""b""}', '{"a": "b"}'), ("true", "true")]
)
def test_other_values_of_a_map_of_text_are_text(
    written: str, read: str, data: Path, scratch: Path
) -> None:
    """A tag that looks like a number."""
    header = "bill_billing_period_start_date,line_item_unblended_cost,resource_tags"
    text(data / "x.csv", header, f'2026-01-01T00:00:00Z,1.5,"{{""k"":{written}}}"')
    (chunk,) = only_month(read_data_folder(data, scratch)).chunks
    assert pq.read_table(chunk).column("resource_tags").to_pylist() == [[("k", read)]]


def test_a_map_of_numbers_takes_no_text(data: Path, scratch: Path) -> None:
    """The column is named."""
    header = "bill_billing_period_start_date,line_item_unblended_cost,discount"
    text(data / "x.csv", header, '2026-01-01T00:00:00Z,1.5,"{""k"":""n/a""}"')
    cur2(data / "good.parquet", [2.0], DECEMBER)
    assert "column discount: " in read_data_folder(data, scratch).problems[0].reason


def test_content_decides_what_a_file_is(data: Path, scratch: Path) -> None:
    """A browser unpacks and keeps the name, or packs; Parquet may be called CSV."""
    (data / "unpacked.csv.gz").write_text(f"{HEADER}\n{ROW}\n")
    (data / "packed.csv").write_bytes(gzip.compress(f"{HEADER}\n{ROW}0\n".encode()))
    legacy(data / "parquet.csv", [5.0], JANUARY)
    intake = read_data_folder(data, scratch)
    assert intake.problems == ()
    assert totals(only_month(intake)) == MonthTotals(3, 16.0)


def test_a_csv_with_the_names_of_cur2_is_cur2(data: Path, scratch: Path) -> None:
    """Legacy reports have slashes."""
    header = "bill_billing_period_start_date,line_item_product_code,line_item_unblended_cost"
    text(data / "x.csv", header, ROW)
    assert only_month(read_data_folder(data, scratch)).dataset is CUR2


def test_no_error_of_arrow_leaves_the_intake(data: Path, scratch: Path) -> None:
    """The rows that tell the month are damaged, and the end is whole."""
    table = pa.table([[JANUARY, DECEMBER], ["a", "b"], [1.0, 2.0]], names=legacy_names())
    path = write(data / "x.parquet", table)
    content = bytearray(path.read_bytes())
    content[4:200] = bytes(196)
    path.write_bytes(content)
    cur2(data / "good.parquet", [2.0])
    intake = read_data_folder(data, scratch)
    assert intake.problems[0].reason.startswith("damaged inside, or not as AWS writes it: ")
    assert intake.is_partial


def legacy_names() -> list[str]:
    return ["bill_billing_period_start_date", "line_item_product_code", "line_item_unblended_cost"]
