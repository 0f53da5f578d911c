"""Small cost data in the forms that AWS delivers, for the tests of intake and delivery."""

import gzip
import json
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from emulator.bills.billed_month import BilledMonth
from emulator.bills.intake.outcome import Intake

REPOSITORY = Path(__file__).parents[3]
SAMPLES = REPOSITORY / "samples"
CSV_2023 = REPOSITORY / "tests" / "data" / "legacy_cur_2023.csv.gz"

DECEMBER = datetime(2025, 12, 1)
JANUARY, FEBRUARY = datetime(2026, 1, 1), datetime(2026, 2, 1)
MAP = pa.map_(pa.string(), pa.string())
CUR2_SCHEMA = pa.schema(
    [
        ("bill_billing_period_start_date", pa.timestamp("ms")),
        ("bill_payer_account_name", pa.string()),
        ("line_item_unblended_cost", pa.float64()),
        ("product", MAP),
    ]
)
LEGACY_SCHEMA = pa.schema(
    [
        ("bill_billing_period_start_date", pa.timestamp("ms")),
        ("line_item_product_code", pa.string()),
        ("line_item_unblended_cost", pa.float64()),
    ]
)
ROW = "2026-01-01T00:00:00Z,AmazonS3,1"
HEADER = "bill/BillingPeriodStartDate,lineItem/ProductCode,lineItem/UnblendedCost"


def cur2(path: Path, costs: Sequence[float], start: datetime | None = JANUARY) -> Path:
    """A CUR 2.0 Parquet file with a row a cost."""
    rows = [
        {
            "bill_billing_period_start_date": start,
            "bill_payer_account_name": "payer",
            "line_item_unblended_cost": cost,
            "product": [("product_name", "Amazon EC2")],
        }
        for cost in costs
    ]
    return write(path, pa.Table.from_pylist(rows, CUR2_SCHEMA))


def legacy(path: Path, costs: Sequence[float], start: datetime | None = JANUARY) -> Path:
    """A legacy CUR Parquet file with a row a cost."""
    rows = [(start, "AmazonEC2", cost) for cost in costs]
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], []]
    return write(path, pa.table(columns, schema=LEGACY_SCHEMA))


def only_month(intake: Intake) -> BilledMonth:
    """The month of a folder that holds one."""
    (month,) = intake.months
    return month


def costs(month: BilledMonth) -> list[float]:
    """Every unblended cost of a month, in the order of its chunks."""
    tables = [pq.read_table(chunk, columns=["line_item_unblended_cost"]) for chunk in month.chunks]
    return [cost for table in tables for cost in table.column(0).to_pylist()]


def write(path: Path, table: pa.Table) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path)
    return path


def text(path: Path, *lines: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    content = "".join(f"{line}\n" for line in lines).encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def manifest(path: Path, field: str, keys: Sequence[str]) -> Path:
    return text(path, json.dumps({field: list(keys)}))


def truncated(path: Path) -> Path:
    """The first half of a Parquet file."""
    whole = cur2(path, [1.0] * 100).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


def not_parquet(path: Path) -> None:
    text(path, "<html>403 Forbidden</html>")


def cut_off_gzip(path: Path) -> None:
    path.write_bytes(CSV_2023.read_bytes()[:20_000])


def cut_off_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("cur.csv", f"{HEADER}\n{ROW}\n")
    path.write_bytes(path.read_bytes()[:-10])


def zip_without_csv(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("readme.txt", "nothing here")


def locked_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("cur.csv", f"{HEADER}\n{ROW}\n")
    locked = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(signature) + flags] |= 1
    path.write_bytes(locked)
