"""Parquet files, delivered byte for byte; only a loose file that holds several months is split.

A crawler looks at footers alone, and so does the intake: what is broken further inside shows when the
rows are read.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from athena.arrow import type_of
from emulator.bills.intake.chunks import Chunk
from emulator.bills.intake.columns import (
    column_named,
    dataset_of,
    marked,
    partition_keys,
    period_of,
)
from emulator.bills.intake.found_files import CostFile
from emulator.bills.intake.outcome import UnreadableFileError, UnusableFileError
from emulator.bills.intake.splitting import MonthFiles, check_month, no_period, split
from modules.datasets import Dataset

BATCH_ROWS = 32_768
PAYER = "bill_payer_account_id"


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
    if not footer.num_rows:
        raise UnusableFileError("it has no rows")
    period_column = column_named(dataset.period_column, schema.names)
    if period_column is None and file.month is None:
        raise no_period(dataset)
    starts = _starts(file.path, footer, period_column) if period_column else set()
    periods = {period_of(start) for start in starts}
    if file.month:
        told = {period_of(start) for start in starts if start is not None}
        check_month(dataset, file.month.period, told)
        periods, period_column = {file.month.period}, None
    dropped = partition_keys(schema.names, dataset)
    (period, *others) = periods
    if period and not others and not dropped:
        yield Chunk.of(file, dataset, period, file.path, footer.num_rows)
        return
    kept = pa.schema([field for field in schema if field.name not in dropped])
    with MonthFiles(scratch, file.path, kept, period_column) as files:
        batches = pq.ParquetFile(file.path).iter_batches(BATCH_ROWS)
        split(batches, files, dataset, file.month.period if file.month else None)
    for period, path, rows in files.written:
        yield Chunk.of(file, dataset, period, path, rows, dropped)


def _starts(path: Path, footer: pq.FileMetaData, column: str) -> set[object]:
    """Of billing periods; from the footer, if each group of rows has one."""
    leaves = [footer.schema.column(number).path for number in range(footer.num_columns)]
    if column in leaves:
        number = leaves.index(column)
        found = [
            footer.row_group(n).column(number).statistics for n in range(footer.num_row_groups)
        ]
        if all(s and s.has_min_max and s.min == s.max and s.null_count == 0 for s in found):
            return {statistics.min for statistics in found}
    batches = pq.ParquetFile(path).iter_batches(BATCH_ROWS, columns=[column])
    return {start for batch in batches for start in batch.column(0).unique().to_pylist()}


def payers_of(paths: Iterable[Path]) -> frozenset[str]:
    """Whose bills files are; empty where they don't tell, or are damaged where they would."""
    found: set[str] = set()
    for path in paths:
        column = column_named(PAYER, pq.read_schema(path).names)
        try:
            read = pq.read_table(path, columns=[column] if column else [], partitioning=None)
        except (pa.ArrowException, OSError):
            return frozenset()
        found |= {payer for values in read for payer in values.unique().to_pylist()}
    return frozenset(str(payer) for payer in found if payer)


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
