"""Parquet files, delivered byte for byte; only a loose file that holds several months is split.

A crawler looks at footers alone, and so does the intake: what is broken further inside shows when the
rows are read.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from athena.arrow import type_of
from emulator.bills.intake.chunks import Chunk
from emulator.bills.intake.columns import column_named, dataset_of, marked, period_of
from emulator.bills.intake.found_files import CostFile
from emulator.bills.intake.outcome import UnreadableFileError, UnusableFileError
from emulator.bills.intake.splitting import MonthFiles, no_period, split
from modules.datasets import Dataset

BATCH_ROWS = 32_768


def read_footer(path: Path) -> pq.FileMetaData:
    """Raises UnreadableFileError if the file has none, and UnusableFileError if it can't be opened."""
    try:
        return pq.read_metadata(path)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        if isinstance(error, OSError) and error.errno:
            raise UnusableFileError(f"can't be opened: {os.strerror(error.errno)}") from error
        raise UnreadableFileError(_why_unreadable(path)) from error


def parquet_chunks(file: CostFile, scratch: Path) -> Iterator[Chunk]:
    """The months of a file. Raises UnreadableFileError or UnusableFileError."""
    footer = read_footer(file.path)
    schema = footer.schema.to_arrow_schema()
    if file.month and not footer.num_rows:
        # AWS overwrites surplus chunks with empty ones, of which nothing else is known.
        dataset = marked(schema.names) or file.month.dataset
        yield Chunk.of(file, dataset, file.month.period, file.path, 0)
        return
    dataset = dataset_of(schema.names, file.month.dataset if file.month else None)
    _check_types(schema, dataset)
    if file.month:
        yield Chunk.of(file, dataset, file.month.period, file.path, footer.num_rows)
        return
    if not footer.num_rows:
        raise UnusableFileError("it has no rows")
    period_column = column_named(dataset.period_column, schema.names)
    if period_column is None:
        raise no_period(dataset)
    starts = _period_starts(file.path, period_column)
    periods = {period_of(start) for start in starts}
    if len(periods) == 1 and (period := periods.pop()):
        yield Chunk.of(file, dataset, period, file.path, footer.num_rows)
        return
    with MonthFiles(scratch, file.path, schema, period_column) as files:
        split(pq.ParquetFile(file.path).iter_batches(BATCH_ROWS), files, dataset)
    for period, path, rows in files.written:
        yield Chunk.of(file, dataset, period, path, rows)


def _period_starts(path: Path, column: str) -> set[object]:
    batches = pq.ParquetFile(path).iter_batches(BATCH_ROWS, columns=[column])
    return {start for batch in batches for start in batch.column(0).unique().to_pylist()}


def _check_types(schema: pa.Schema, dataset: Dataset) -> None:
    for column in schema:
        try:
            type_of(column.type)
        except ValueError as error:
            raise UnusableFileError(
                f"column {column.name}: {error}; AWS never writes that"
            ) from error
    name = column_named(dataset.summed_column, schema.names)
    cost = schema.field(name).type
    if not (pa.types.is_floating(cost) or pa.types.is_decimal(cost)):
        raise UnusableFileError(f"column {name} is {cost}, and AWS writes double: convert it")


def _why_unreadable(path: Path) -> str:
    size = path.stat().st_size
    if not size:
        return "an empty file (0 bytes), not Parquet: copy it again"
    with path.open("rb") as file:
        begins_well = file.read(4) == b"PAR1"
    if begins_well:
        return f"truncated: Parquet whose end is missing ({size:,} bytes are here); copy it again"
    return "named Parquet, but it isn't: copy it again, or rename it if it is a CSV"
