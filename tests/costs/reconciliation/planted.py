"""A small bill in AWS's folders, and cents planted in it."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from emulator.bills.billed_month import BilledMonth
from emulator.bills.generator.renderings import write_dataset
from emulator.bills.generator.story import BillingStory
from modules.datasets import CUR2, FOCUS, BillingPeriod, Dataset

PERIOD = BillingPeriod(2026, 1)
PAYER = "123456789012"
# Two months: in the first, nothing is reserved yet.
STORY = BillingStory(BillingPeriod(2025, 12), 2, line_items_per_month=900)


def billed(dataset: Dataset, folder: Path) -> BilledMonth:
    """January, in two files."""
    (month,) = (m for m in write_dataset(STORY, dataset, folder) if m.period == PERIOD)
    rows = pq.read_table(month.chunks[0])
    chunks = (folder / "a.snappy.parquet", folder / "b.snappy.parquet")
    pq.write_table(rows.slice(0, len(rows) // 2), chunks[0])
    pq.write_table(rows.slice(len(rows) // 2), chunks[1])
    return BilledMonth(dataset, PERIOD, chunks)


def export(folder: Path, made: Path) -> Path:
    """CUR 2.0 and FOCUS of January, as AWS lays them, each with its manifest."""
    for dataset in (CUR2, FOCUS):
        below = folder / dataset.name
        data, metadata = (
            below / part / f"BILLING_PERIOD={PERIOD}" for part in ("data", "metadata")
        )
        data.mkdir(parents=True)
        metadata.mkdir(parents=True)
        month = billed(dataset, made / dataset.name)
        names = [f"{data.relative_to(folder)}/{chunk.name}" for chunk in month.chunks]
        for chunk in month.chunks:
            (data / chunk.name).write_bytes(chunk.read_bytes())
        (metadata / "Manifest.json").write_text(json.dumps({"dataFiles": names}))
    return folder


def plant(rows: pa.Table, kind: str, value: str, cost: tuple[str, ...]) -> pa.Table:
    """A cent more on the first row of that kind."""
    row = pc.index(rows[kind], value).as_py()
    for name in cost:
        costs = rows[name].to_pylist()
        costs[row] = (costs[row] or 0.0) + 0.01
        column = rows.column_names.index(name)
        rows = rows.set_column(column, rows.schema.field(name), pa.array(costs, rows[name].type))
    return rows


def plant_in(file: Path, kind: str, value: str, *cost: str) -> None:
    """The same in a file."""
    pq.write_table(plant(pq.read_table(file, partitioning=None), kind, value, cost), file)
