"""Folders of cost data in every form that people have it: drawn at random, written, and added up.

A line item n costs 2^n, so a total tells which of them it counts, and how often. What a month should
come to is told by what was drawn, never by what is read.
"""

import gzip
import io
import json
import math
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from hypothesis import strategies as st

from modules.datasets import COST_OPTIMIZATION, CUR2, FOCUS, LEGACY_CUR, Dataset

KINDS = ("parquet", "parquet", "parquet", "csv", "csv.gz", "zip")
MONTHS = ("2026-01", "2026-01", "2026-01", "2026-02")
DAMAGES = ("", "", "", "", "", "", "cut off", "garbage", "no rows", "NaN", "Infinity", "middle")
COST_TYPES: tuple[pa.DataType, ...] = (
    *[pa.float64()] * 6,
    pa.float32(),
    pa.decimal128(20, 2),
    pa.int64(),
    pa.string(),
)
MAP_TYPES: tuple[pa.DataType, ...] = (
    *[pa.map_(pa.string(), pa.string())] * 4,
    pa.map_(pa.string(), pa.float64()),
    pa.list_(pa.struct([("key", pa.string()), ("value", pa.string())])),
    pa.string(),
)
MANIFESTS = ("", "", "", "whole", "whole", "first", "empty", "stranger", "more", "broken", "mark")
# Where a month may lie; {export} is a folder in a payer's.
PLACES: Mapping[str, tuple[str, ...]] = {
    CUR2.name: ("{export}/data/BILLING_PERIOD={month}", "{export}/data/billing_period={month}"),
    FOCUS.name: ("{export}/data/BILLING_PERIOD={month}", "{export}/data/billing_period={month}/id"),
    LEGACY_CUR.name: (
        "{export}/{export}/year={year}/month={number}",
        "{export}/{days}",
        "{export}/{days}/id",
    ),
    COST_OPTIMIZATION.name: ("{export}/data/date={month}-01",),
}
LOOSE = ("", "2026", "old")
HEADERS = {
    "identity_line_item_id": "identity/LineItemId",
    "identity_time_interval": "identity/TimeInterval",
    "bill_billing_period_start_date": "bill/BillingPeriodStartDate",
    "bill_payer_account_id": "bill/PayerAccountId",
    "line_item_product_code": "lineItem/ProductCode",
    "line_item_unblended_cost": "lineItem/UnblendedCost",
}
ITEMS = 4
PAYERS = ("000000000001", "000000000009")


@dataclass(frozen=True)
class Drawn:
    """A file. `place` counts the dataset's places, those of loose files come after AWS's."""

    dataset: Dataset
    month: str
    payer: str
    place: int
    kind: str
    items: tuple[int, ...]
    damage: str
    cost_type: pa.DataType
    map_type: pa.DataType
    turned: bool  # columns in another order
    copied: bool  # a second file with the same bytes
    row_month: str  # is another one now and then

    @property
    def folder(self) -> str:
        places = PLACES[self.dataset.name]
        if self.place >= len(places):
            return LOOSE[self.place - len(places)]
        year, number = self.month.split("-")
        last = f"{year}{int(number):02}01-{year}{int(number) + 1:02}01"
        named = places[self.place].format(
            export="cid-export", month=self.month, year=year, number=int(number), days=last
        )
        return f"{self.dataset.table}/{self.payer}/{named}"

    @property
    def in_month_folder(self) -> bool:
        return self.place < len(PLACES[self.dataset.name])


@dataclass(frozen=True)
class Folder:
    files: tuple[Drawn, ...]
    manifest: str


@st.composite
def files(draw: st.DrawFn, dataset: Dataset | None = None) -> Drawn:
    found = dataset or draw(st.sampled_from((CUR2, CUR2, FOCUS, LEGACY_CUR, COST_OPTIMIZATION)))
    month = draw(st.sampled_from(MONTHS))
    places = len(PLACES[found.name])
    items = draw(st.lists(st.integers(0, ITEMS - 1), min_size=1, max_size=ITEMS, unique=True))
    return Drawn(
        found,
        month,
        draw(st.sampled_from((PAYERS[0], PAYERS[0], PAYERS[0], PAYERS[1]))),
        draw(st.integers(0, places + len(LOOSE) - 1)),
        draw(st.sampled_from(KINDS)),
        tuple(items),
        draw(st.sampled_from(DAMAGES)),
        draw(st.sampled_from(COST_TYPES)),
        draw(st.sampled_from(MAP_TYPES)),
        draw(st.booleans()),
        draw(st.sampled_from((False, False, False, True))),
        month if found is COST_OPTIMIZATION else draw(st.sampled_from((month,) * 7 + ("2026-02",))),
    )


@st.composite
def folders(draw: st.DrawFn) -> Folder:
    """One to four files, mostly of one dataset, so that they meet."""
    first = draw(files())
    others = draw(st.lists(st.one_of(files(first.dataset), files()), max_size=3))
    alike = [
        replace(other, place=first.place, month=first.month, payer=first.payer)
        if draw(st.booleans()) and other.dataset is first.dataset
        else other
        for other in others
    ]
    told = [replace(f, row_month=f.month) if f.dataset is COST_OPTIMIZATION else f for f in alike]
    return Folder((first, *told), draw(st.sampled_from(MANIFESTS)))


def write(folder: Folder, data: Path) -> dict[tuple[str, str], float]:
    """What each dataset's month comes to, were all of its files whole and each line item counted once.

    A month folder's manifest tells which of its files count.
    """
    paths: dict[Path, list[tuple[Drawn, str]]] = {}
    for number, drawn in enumerate(folder.files):
        place = data / drawn.folder
        place.mkdir(parents=True, exist_ok=True)
        name = f"part-{number:05}.{drawn.kind}"
        content = _damaged(_content(drawn), drawn)
        (place / name).write_bytes(content)
        if drawn.in_month_folder:
            month, below = (place.parent, "id/") if place.name == "id" else (place, "")
            paths.setdefault(month, []).append((drawn, below + name))
        if drawn.copied:
            (place / f"part-{number:05} (1).{drawn.kind}").write_bytes(content)
    left_out = set()
    for place, there in paths.items():
        left_out |= _write_manifest(folder.manifest, place, there)
    billed: dict[tuple[str, str], set[tuple[str, int]]] = {}
    for drawn in folder.files:
        if drawn not in left_out:
            found = billed.setdefault((drawn.dataset.name, drawn.row_month), set())
            if drawn.damage != "no rows":
                found |= {(drawn.payer, item) for item in drawn.items}
    return {month: sum(2.0**item for _, item in items) for month, items in billed.items()}


def _write_manifest(kind: str, place: Path, there: Sequence[tuple[Drawn, str]]) -> set[Drawn]:
    """Returns the files that it says aren't current. AWS lists no line item twice."""
    items = [(drawn.row_month, item) for drawn, _ in there for item in drawn.items]
    if not kind or len(items) > len(set(items)):
        return set()
    names = [name for _, name in there]
    keys = {
        "first": names[:1],
        "empty": [],
        "stranger": ["other/BILLING_PERIOD=2019-01/x.snappy.parquet"],
        "more": [*names, "gone.snappy.parquet"],
    }.get(kind, names)
    field = "reportKeys" if there[0][0].dataset is LEGACY_CUR else "dataFiles"
    listed = [k if k.startswith("other/") else f"s3://bucket/{place.name}/{k}" for k in keys]
    content = json.dumps({field: listed}).encode()
    if kind == "broken":
        content = content[:-3]
    if kind == "mark":
        content = b"\xef\xbb\xbf" + content
    (place / "cid-Manifest.json").write_bytes(content)
    if kind in ("first", "empty"):
        # A file that was drawn twice alike is current if one of them is.
        current = {drawn for drawn, name in there if name in keys}
        return {drawn for drawn, _ in there} - current
    return set()


def _content(drawn: Drawn) -> bytes:
    table = _table(drawn)
    if drawn.turned:
        table = table.select(table.column_names[::-1])
    buffer = io.BytesIO()
    if drawn.kind == "parquet":
        pq.write_table(table, buffer, data_page_version="1.0", write_page_checksum=True)
        return buffer.getvalue()
    pa_csv.write_csv(_as_csv(table, drawn.dataset), buffer)
    return _packed(buffer.getvalue(), drawn)


def _packed(content: bytes, drawn: Drawn) -> bytes:
    if drawn.kind == "csv.gz":
        return gzip.compress(content)
    if drawn.kind == "zip":
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("report.csv", content)
        return buffer.getvalue()
    return content


def _damaged(content: bytes, drawn: Drawn) -> bytes:
    """A CSV that isn't packed shows neither that it was cut off between rows nor that a text changed."""
    if drawn.damage == "garbage":
        return b"<html>403 Forbidden</html>"
    if drawn.damage == "cut off" and drawn.kind != "csv":
        return content[: -max(9, len(content) // 4)]
    if drawn.damage == "middle" and drawn.kind == "parquet":
        pages = len(content) // 4
        return content[:4] + bytes(255 - byte for byte in content[4:pages]) + content[pages:]
    return content


def _table(drawn: Drawn) -> pa.Table:
    rows = [] if drawn.damage == "no rows" else list(drawn.items)
    odd = float(drawn.damage) if drawn.damage in ("NaN", "Infinity") else None
    costs: list[object] = [2.0**item for item in rows]
    if odd is not None and pa.types.is_floating(drawn.cost_type):
        costs[-1] = odd
    year, month = map(int, drawn.row_month.split("-"))
    start = datetime(year, month, 1)
    names = [f"{drawn.payer}-{item}" for item in rows]
    maps = [_map(drawn.map_type)] * len(rows)
    columns = _columns(drawn.dataset, drawn.payer, start, names, maps, drawn.map_type)
    columns[drawn.dataset.summed_column] = pa.array(
        [_as(cost, drawn.cost_type) for cost in costs], drawn.cost_type
    )
    return pa.table(columns)


def _columns(
    dataset: Dataset,
    payer: str,
    start: datetime,
    names: list[str],
    maps: list[object],
    map_type: pa.DataType,
) -> dict[str, pa.Array]:
    day, many = pa.timestamp("ms"), len(names)
    if dataset is FOCUS:
        return {
            "billingperiodstart": pa.array([start] * many, day),
            "chargeperiodstart": pa.array([start] * many, day),
            "billingaccountid": pa.array([payer] * many, pa.string()),
            "resourceid": pa.array(names, pa.string()),
            "tags": pa.array(maps, map_type),
        }
    if dataset is COST_OPTIMIZATION:
        return {
            "recommendation_id": pa.array(names, pa.string()),
            "account_id": pa.array([payer] * many, pa.string()),
        }
    found = {
        "identity_line_item_id": pa.array(names, pa.string()),
        "identity_time_interval": pa.array(["2026"] * many, pa.string()),
        "bill_billing_period_start_date": pa.array([start] * many, day),
        "bill_payer_account_id": pa.array([payer] * many, pa.string()),
        "line_item_product_code": pa.array(["AmazonEC2"] * many, pa.string()),
    }
    if dataset is CUR2:
        found["bill_payer_account_name"] = pa.array(["payer"] * many, pa.string())
        found["product"] = pa.array(maps, map_type)
    return found


def _map(type_: pa.DataType) -> object:
    if pa.types.is_string(type_):
        return '{"a": "1.5"}'
    if pa.types.is_list(type_):
        return [{"key": "a", "value": "1.5"}]
    return [("a", 1.5 if pa.types.is_floating(type_.item_type) else "1.5")]


def _as(cost: object, type_: pa.DataType) -> object:
    if pa.types.is_string(type_):
        return str(cost)
    if pa.types.is_decimal(type_):
        return Decimal(str(cost))
    return int(cost) if pa.types.is_integer(type_) and isinstance(cost, float) else cost


def _as_csv(table: pa.Table, dataset: Dataset) -> pa.Table:
    """Maps as JSON, and legacy CUR's own headers."""
    names = [HEADERS.get(n, n) if dataset is LEGACY_CUR else n for n in table.column_names]
    columns = [
        pa.array(['{"a": "1.5"}'] * table.num_rows)
        if pa.types.is_nested(column.type)
        else column.cast(pa.string())
        for column in table.columns
    ]
    return pa.table(dict(zip(names, columns, strict=True)))


def same(found: float, expected: float) -> bool:
    """Of money whose parts are whole numbers."""
    return math.isfinite(found) and abs(found - expected) < 1e-6
