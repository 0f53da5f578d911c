"""Rows of a converted file, written to one Parquet file a billing period.

Batch by batch, so memory doesn't grow with the file. A file of which any row has no month is refused
whole: a bill with rows left out is worse than one that is missing.
"""

import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from emulator.bills.intake.columns import period_of
from emulator.bills.intake.outcome import UnusableFileError
from modules.datasets import BillingPeriod, Dataset

NO_PERIOD = "its rows name no billing period: {}"

BEGINS = "a billing period starts on the first of a month at 00:00 UTC"


def check_month(
    dataset: Dataset, folder: BillingPeriod, periods: Collection[BillingPeriod | None]
) -> None:
    """Raises UnusableFileError for rows that aren't of the month that their folder is of."""
    if not set(periods) <= {folder}:
        rows = ", ".join(sorted(str(period) for period in periods if period)) or "no billing period"
        what = f"its rows are of {rows} and its folder is of {folder}: put it where it belongs"
        months = {folder, *filter(None, periods)}
        raise UnusableFileError(f"{what}; {BEGINS}", [(dataset, month) for month in months])


def no_period(dataset: Dataset) -> UnusableFileError:
    """What a loose file gets without the column; some datasets tell the period by their folder only."""
    if dataset.period_column is None:
        return UnusableFileError(
            f"{dataset.title} outside of AWS's folders, whose names tell the period: copy them as well"
        )
    return UnusableFileError(NO_PERIOD.format(f"there is no column {dataset.period_column}"))


class MonthFiles:
    """Files in a folder of their own below `scratch`; on an error the folder goes."""

    def __init__(
        self, scratch: Path, source: Path, schema: pa.Schema, period_column: str | None
    ) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix=f"{source.name.split('.')[0]}-", dir=scratch))
        self._schema = schema
        self.period_column = period_column
        self._writers: dict[BillingPeriod, pq.ParquetWriter] = {}
        self._rows: dict[BillingPeriod, int] = {}

    def write(self, period: BillingPeriod, batch: pa.RecordBatch) -> None:
        if period not in self._writers:
            path = self._path(period)
            self._writers[period] = pq.ParquetWriter(path, self._schema, compression="snappy")
        self._writers[period].write_batch(batch.select(self._schema.names))
        self._rows[period] = self._rows.get(period, 0) + batch.num_rows

    @property
    def written(self) -> list[tuple[BillingPeriod, Path, int]]:
        """Period, file, rows."""
        return [(period, self._path(period), self._rows[period]) for period in sorted(self._rows)]

    def _path(self, period: BillingPeriod) -> Path:
        return self._folder / f"{period}.snappy.parquet"

    def __enter__(self) -> "MonthFiles":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for writer in self._writers.values():
            writer.close()
        if error is not None:
            shutil.rmtree(self._folder)


def split(
    batches: Iterable[pa.RecordBatch],
    files: MonthFiles,
    dataset: Dataset,
    otherwise: BillingPeriod | None = None,
) -> None:
    """Write each row to its month. Raises UnusableFileError for rows without one; it has all months.

    `otherwise` is the month of the file's folder, for rows of an export that has no such column.
    """
    homeless, example, column = 0, "", files.period_column
    for batch in batches:
        for start, rows in _by_start(batch, column):
            period = period_of(start) if column else otherwise
            if period:
                files.write(period, rows)
            else:
                homeless += rows.num_rows
                example = (
                    repr(start) if isinstance(start, str) and start else str(start or "nothing")
                )
    if homeless:
        raise UnusableFileError(
            NO_PERIOD.format(f"{homeless:,} of them have {example} as {column}; {BEGINS}"),
            [(dataset, period) for period, _, _ in files.written],
        )


def _by_start(batch: pa.RecordBatch, column: str | None) -> Iterator[tuple[object, pa.RecordBatch]]:
    if column is None:
        yield None, batch
        return
    starts = batch.column(column)
    values = starts.unique()
    if len(values) == 1:
        yield values[0].as_py(), batch
        return
    for value in values:
        mask = pc.equal(starts, value) if value.is_valid else pc.is_null(starts)
        yield value.as_py(), batch.filter(mask)
