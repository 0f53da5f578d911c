"""What files cost, added up from them alone: the number that the pipeline must arrive at.

Independent of catalog and SQL engine: pyarrow reads a column or two and `math.fsum` adds, which gives
the exact sum of a file's doubles, rounded once. An engine's SUM rounds at every step: compare with a
tolerance.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from emulator.bills.billed_month import BilledMonth
from emulator.bills.intake.columns import column_named
from emulator.bills.intake.outcome import DataFolderError
from modules.datasets import Dataset


@dataclass(frozen=True)
class MonthTotals:
    """Rows, those of split cost allocation included, and the sum of the dataset's `summed_column`."""

    rows: int
    sum: float


def totals(month: BilledMonth) -> MonthTotals:
    """Totals of the readable chunks. Raises DataFolderError for one that breaks in the middle."""
    found: list[MonthTotals] = []
    for chunk in month.chunks:
        try:
            found += by_kind(pq.ParquetFile(chunk), month.dataset).values()
        except (pa.ArrowInvalid, OSError) as error:
            what = f"damaged inside, though its end is whole; copy it again ({error})"
            raise DataFolderError(chunk, what) from error
    return added(found)


def added(parts: list[MonthTotals]) -> MonthTotals:
    """Their sum."""
    return MonthTotals(sum(part.rows for part in parts), math.fsum(part.sum for part in parts))


def by_kind(file: pq.ParquetFile, dataset: Dataset) -> dict[str, MonthTotals]:
    """By the bill's own kinds of charges; one, '', where a dataset has none.

    Raises ArrowInvalid or OSError for a file that breaks in the middle.
    """
    rows: dict[str, int] = defaultdict(int)
    costs: dict[str, list[float]] = defaultdict(list)
    for kind, values in _costs(file, dataset):
        rows[kind] += len(values)
        costs[kind] += map(float, values.drop_null().to_pylist())
    return {kind: MonthTotals(rows[kind], math.fsum(costs[kind])) for kind in rows}


def _costs(file: pq.ParquetFile, dataset: Dataset) -> Iterator[tuple[str, pa.Array]]:
    names = file.schema_arrow.names
    cost, kind = (column_named(n, names) for n in (dataset.summed_column, dataset.kind_column))
    for batch in file.iter_batches(columns=[name for name in (cost, kind) if name]):
        values = batch.column(cost)
        if kind is None:
            yield "", values
            continue
        kinds = pc.fill_null(batch.column(kind).cast(pa.string()), "")
        for value in kinds.unique():
            yield value.as_py(), values.filter(pc.equal(kinds, value))
