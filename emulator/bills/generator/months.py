"""Writes a story's months as Data Exports does: Parquet, snappy, by hour and product, in chunks."""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from emulator.bills.generator.block import Slots
from emulator.bills.generator.charges import line_items
from emulator.bills.generator.discounts import edp_line_items, with_edp_discount
from emulator.bills.generator.granularity import told
from emulator.bills.generator.month import Month
from emulator.bills.generator.story import BillingStory, resources
from modules.datasets import BillingPeriod

LINE_ITEMS_A_CHUNK = 500_000


@dataclass(frozen=True)
class GeneratedMonth:
    """Files in the order of chunks; `unblended_cost` is the exact sum of the doubles, rounded once."""

    period: BillingPeriod
    chunks: tuple[Path, ...]
    line_items: int
    unblended_cost: float


def write_months(story: BillingStory, folder: Path) -> tuple[GeneratedMonth, ...]:
    """One month in memory at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(
        _write(story, number, period, folder) for number, period in enumerate(story.periods)
    )


def ledger(story: BillingStory, number: int, period: BillingPeriod) -> pa.Table:
    """A month's line items with every column of CUR 2.0, by time and product."""
    slots = Slots.of(period, 24)
    random = np.random.default_rng([story.seed, number])
    month = Month(story, number, slots, resources(story, _rows(story, slots)), random)
    blocks = (
        with_edp_discount(told(items, period, story.granularity), story.edp_discount)
        for items in line_items(month)
    )
    items = pa.concat_tables(blocks)
    if story.edp_discount:
        items = pa.concat_tables([items, edp_line_items(items)])
    order = [("line_item_usage_start_date", "ascending"), ("line_item_product_code", "ascending")]
    return items.sort_by(order)


def _rows(story: BillingStory, slots: Slots) -> int:
    """Of what is used all month, given the slots of its days."""
    return {"HOURLY": 24 * len(slots.starts), "DAILY": len(slots.starts), "MONTHLY": 1}[
        story.granularity
    ]


def _write(story: BillingStory, number: int, period: BillingPeriod, folder: Path) -> GeneratedMonth:
    table = ledger(story, number, period).select(list(story.columns))
    if story.absent == "empty":
        table = _without_nulls(table)
    costs = table["line_item_unblended_cost"].to_numpy()
    chunks = []
    for chunk, start in enumerate(range(0, len(table), LINE_ITEMS_A_CHUNK), start=1):
        path = folder / f"{period}-{chunk:05d}.snappy.parquet"
        pq.write_table(
            table.slice(start, LINE_ITEMS_A_CHUNK), path, compression="snappy", store_schema=False
        )
        chunks.append(path)
    return GeneratedMonth(period, tuple(chunks), len(table), math.fsum(costs))


def _without_nulls(table: pa.Table) -> pa.Table:
    columns = [
        pc.fill_null(column, "") if pa.types.is_string(column.type) else column
        for column in table.columns
    ]
    return pa.table(columns, names=table.column_names)
