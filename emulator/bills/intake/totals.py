"""What a month costs, added up from its files alone: the number that the pipeline must arrive at.

Independent of catalog and SQL engine: pyarrow reads one column and `math.fsum` adds it, which gives the
exact sum of the doubles, rounded once. An engine's SUM rounds at every step: compare with a tolerance.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from emulator.bills.billed_month import BilledMonth
from emulator.bills.intake.columns import COST
from emulator.bills.intake.outcome import DataFolderError


@dataclass(frozen=True)
class MonthTotals:
    """Rows, those of split cost allocation included, and their cost in the bill's currency."""

    line_items: int
    unblended_cost: float


def totals(month: BilledMonth) -> MonthTotals:
    """Totals of the readable chunks. Raises DataFolderError for one that breaks in the middle."""
    line_items = sum(pq.read_metadata(chunk).num_rows for chunk in month.chunks)
    costs = (cost for chunk in month.chunks for cost in _costs(chunk))
    return MonthTotals(line_items, math.fsum(costs))


def _costs(chunk: Path) -> Iterator[float]:
    """Every unblended cost that isn't NULL."""
    try:
        for batch in pq.ParquetFile(chunk).iter_batches(columns=[COST]):
            yield from map(float, batch.column(0).drop_null().to_pylist())
    except (pa.ArrowInvalid, OSError) as error:
        what = f"damaged inside, though its end is whole; copy it again ({error})"
        raise DataFolderError(chunk, what) from error
