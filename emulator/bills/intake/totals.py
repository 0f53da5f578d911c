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
from emulator.bills.intake.columns import column_named
from emulator.bills.intake.outcome import DataFolderError


@dataclass(frozen=True)
class MonthTotals:
    """Rows, those of split cost allocation included, and the sum of the dataset's `summed_column`."""

    rows: int
    sum: float


def totals(month: BilledMonth) -> MonthTotals:
    """Totals of the readable chunks. Raises DataFolderError for one that breaks in the middle."""
    rows = sum(pq.read_metadata(chunk).num_rows for chunk in month.chunks)
    summed = month.dataset.summed_column
    values = (value for chunk in month.chunks for value in _values(chunk, summed))
    return MonthTotals(rows, math.fsum(values))


def _values(chunk: Path, summed: str) -> Iterator[float]:
    """Every value that isn't NULL."""
    try:
        file = pq.ParquetFile(chunk)
        for batch in file.iter_batches(columns=[column_named(summed, file.schema_arrow.names)]):
            yield from map(float, batch.column(0).drop_null().to_pylist())
    except (pa.ArrowInvalid, OSError) as error:
        what = f"damaged inside, though its end is whole; copy it again ({error})"
        raise DataFolderError(chunk, what) from error
