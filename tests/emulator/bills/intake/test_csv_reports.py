"""CSV reports become the Parquet that AWS would have written: names, types, values and months."""

import gzip
import json
import shutil
import zipfile
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from emulator.bills.intake import csv_files
from emulator.bills.intake.columns import athena_name
from emulator.bills.intake.reading import read_data_folder
from emulator.bills.intake.totals import MonthTotals, totals
from modules.datasets import CUR2, LEGACY_CUR, BillingPeriod
from tests.emulator.bills.intake_folders import CSV_2023, HEADER, manifest, text

NOVEMBER_2023 = BillingPeriod(2023, 11)
JANUARY_ROW = "2026-01-01T00:00:00.000Z,AmazonS3,1.5"


def read_table(data: Path, scratch: Path) -> pa.Table:
    """The only month, of legacy CUR if there are others."""
    months = read_data_folder(data, scratch).months
    (month,) = [found for found in months if found.dataset is LEGACY_CUR] or months
    return pa.concat_tables(pq.read_table(chunk) for chunk in month.chunks)


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("lineItem/UnblendedCost", "line_item_unblended_cost"),
        ("product/ProductName", "product_product_name"),
        ("reservation/ReservationARN", "reservation_reservation_a_r_n"),
        ("product/maxIopsvolume", "product_max_iopsvolume"),
        ("resourceTags/user:Name", "resource_tags_user_name"),
        ("resourceTags/aws:ec2spot:fleet-request-id", "resource_tags_aws_ec2spot_fleet_request_id"),
        ("resourceTags/user:cost--center_", "resource_tags_user_cost_center"),
        ("costCategory/OUs", "cost_category_o_us"),
        ("line_item_unblended_cost", "line_item_unblended_cost"),
    ],
)
def test_headers_become_the_names_that_athena_shows(header: str, column: str) -> None:
    """AWS's rules, on headers whose column names are known."""
    assert athena_name(header) == column


def test_the_real_csv_report_costs_what_its_text_says(data: Path, scratch: Path) -> None:
    """DuckDB adds the CSV's own text as decimals; the converted month has the same rows and cost."""
    shutil.copy(CSV_2023, data)
    (month,) = read_data_folder(data, scratch).months
    statement = """SELECT count(*), sum("lineItem/UnblendedCost"::DECIMAL(38, 18))
                   FROM read_csv(?, all_varchar = true)"""
    row = duckdb.execute(statement, [str(CSV_2023)]).fetchone()
    assert row is not None
    assert (month.dataset, month.period) == (LEGACY_CUR, NOVEMBER_2023)
    assert totals(month).rows == row[0] == 1_281
    assert totals(month).sum == pytest.approx(float(row[1]), rel=1e-14)


def test_every_value_of_the_real_csv_report_arrives(scratch: Path) -> None:
    """Column by column against DuckDB's reading: text as it is, numbers as doubles, 0.0 for nothing."""
    theirs = duckdb.execute("FROM read_csv(?, all_varchar = true)", [str(CSV_2023)])
    headers = [column[0] for column in theirs.description or ()]
    text_columns = dict(zip(headers, zip(*theirs.fetchall(), strict=True), strict=True))
    ours = read_table(CSV_2023.parent, scratch)
    assert ours.column_names == [athena_name(header) for header in headers]
    assert len(headers) == 94
    for header, values in text_columns.items():
        column = ours.column(athena_name(header))
        expected: list[object] = [value or "" for value in values]
        if pa.types.is_floating(column.type):
            expected = [float(value or 0) for value in values]
        elif pa.types.is_timestamp(column.type):
            expected = [datetime.fromisoformat(value.rstrip("Z")) for value in values]
        assert column.to_pylist() == expected, header


def test_legacy_columns_are_never_null(scratch: Path) -> None:
    """As in AWS's own Parquet."""
    assert sum(column.null_count for column in read_table(CSV_2023.parent, scratch).columns) == 0


@pytest.mark.parametrize("kind", ["csv", "csv.gz", "zip"])
def test_csv_may_be_plain_or_packed(kind: str, data: Path, scratch: Path) -> None:
    """The three forms in which AWS delivers a CSV report hold the same rows."""
    plain = gzip.decompress(CSV_2023.read_bytes())
    if kind == "csv":
        (data / "cur-00001.csv").write_bytes(plain)
    elif kind == "csv.gz":
        shutil.copy(CSV_2023, data)
    else:
        with zipfile.ZipFile(data / "cur-00001.csv.zip", "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("cur-00001.csv", plain)
    assert read_table(data, scratch).num_rows == 1_281


def test_columns_that_get_the_same_name_become_one(data: Path, scratch: Path) -> None:
    """AWS keeps the value of the first tag that it finds."""
    tags = "resourceTags/user:Team,resourceTags/user:team"
    rows = [f"{JANUARY_ROW},blue,green", f"{JANUARY_ROW},,red", f"{JANUARY_ROW},,"]
    text(data / "cur.csv", f"{HEADER},{tags}", *rows)
    table = read_table(data, scratch)
    assert table.column("resource_tags_user_team").to_pylist() == ["blue", "red", ""]
    assert table.num_columns == 4


def test_a_csv_with_two_months_is_split(data: Path, scratch: Path) -> None:
    """Rows go to the month of their billing period, not of their usage."""
    text(data / "cur.csv", HEADER, JANUARY_ROW, "2026-02-01T00:00:00Z,AmazonS3,2", JANUARY_ROW)
    months = read_data_folder(data, scratch).months
    assert [(str(month.period), totals(month)) for month in months] == [
        ("2026-01", MonthTotals(2, 3.0)),
        ("2026-02", MonthTotals(1, 2.0)),
    ]


def test_a_value_may_hold_commas_quotes_and_lines(data: Path, scratch: Path) -> None:
    """A byte order mark before the header doesn't hide the first column either."""
    text(data / "cur.csv", "\ufeff" + HEADER, '2026-01-01T00:00:00Z,"a ""b"",\nc",1')
    assert read_table(data, scratch).column("line_item_product_code").to_pylist() == ['a "b",\nc']


def test_a_value_may_cross_the_blocks_in_which_a_report_is_read(
    data: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many small blocks give the same rows as one, line breaks in values included."""
    monkeypatch.setattr(csv_files, "BLOCK_BYTES", 300)
    names = [f"a\n{number}" for number in range(200)]
    text(data / "cur.csv", HEADER, *(f'2026-01-01T00:00:00Z,"{name}",1' for name in names))
    assert read_table(data, scratch).column("line_item_product_code").to_pylist() == names


def test_the_current_assembly_of_a_csv_report_counts(data: Path, scratch: Path) -> None:
    """A report that keeps versions lists the current one in the manifest of the month's folder."""
    month = data / "cur/cid/20260101-20260201"
    text(month / "old-id/cid-1.csv.gz", HEADER, JANUARY_ROW)
    text(month / "new-id/cid-1.csv.gz", HEADER, JANUARY_ROW, JANUARY_ROW)
    keys = ["cur/cid/20260101-20260201/new-id/cid-1.csv.gz"]
    manifest(month / "cid-Manifest.json", "reportKeys", keys)
    manifest(month / "cid-RedshiftManifest.json", "entries", [])
    assert read_table(data, scratch).num_rows == 2


def test_cur2_csv_keeps_its_maps(data: Path, scratch: Path) -> None:
    """Maps are JSON text in CSV; what is absent is NULL."""
    product = json.dumps({"product_name": "Amazon S3", "region": "eu-west-1"}).replace('"', '""')
    columns = "line_item_unblended_cost,line_item_tax_type,product,discount"
    row = f'2026-01-01T00:00:00.000Z,1.5,,"{product}","{{""EDP"": -0.5}}"'
    text(
        data / "cur2.csv.gz",
        f"bill_billing_period_start_date,{columns}",
        row,
        "2026-01-01T00:00:00.000Z,,,,",
    )
    intake = read_data_folder(data, scratch)
    assert [month.dataset for month in intake.months] == [CUR2]
    table = read_table(data, scratch)
    assert table.column("product").to_pylist() == [
        [("product_name", "Amazon S3"), ("region", "eu-west-1")],
        None,
    ]
    assert table.column("discount").to_pylist() == [[("EDP", -0.5)], None]
    assert table.column("line_item_unblended_cost").to_pylist() == [1.5, None]
    assert totals(intake.months[0]) == MonthTotals(2, 1.5)


def test_a_csv_export_without_a_period_column_takes_its_folders_month(
    data: Path, scratch: Path
) -> None:
    """Data Exports delivers only the columns that were selected."""
    row = ["line_item_unblended_cost,bill_payer_account_name", "1.0,payer"]
    text(data / "data/BILLING_PERIOD=2026-03/e-00001.csv.gz", *row)
    (month,) = read_data_folder(data, scratch).months
    assert (month.dataset, month.period) == (CUR2, BillingPeriod(2026, 3))
