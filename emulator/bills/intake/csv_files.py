"""CSV reports, converted to the Parquet that AWS would have written for them.

Read in blocks as they are unpacked, so a report of gigabytes needs a few hundred megabytes. Every row
must have as many fields as the header: a report that was cut off is refused, not taken in part.
"""

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.csv as pa_csv

from emulator.bills.intake.chunks import Chunk
from emulator.bills.intake.columns import (
    column_named,
    cur2_headers,
    dataset_of,
    parquet_names,
    partition_keys,
    period_of,
)
from emulator.bills.intake.csv_values import CsvColumn
from emulator.bills.intake.found_files import CostFile
from emulator.bills.intake.outcome import UnusableFileError
from emulator.bills.intake.splitting import MonthFiles, check_month, no_period, split
from modules.datasets import CUR2, BillingPeriod, Dataset

BLOCK_BYTES = 16 << 20
Stream = IO[bytes] | gzip.GzipFile


def csv_chunks(file: CostFile, scratch: Path) -> Iterator[Chunk]:
    """The months of a CSV file or of each one in a ZIP file.

    Raises UnusableFileError, with all months that its rows name up to where it breaks.
    """
    try:
        with _told():
            for member in _members(file):
                yield from _converted(file, member, scratch)
    except UnusableFileError as error:
        raise UnusableFileError(str(error), _named_months(file) | error.months) from error


@contextmanager
def _told() -> Iterator[None]:
    """Raises UnusableFileError for whatever reading raises."""
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UnusableFileError("a damaged or truncated .gz file: copy it again") from error
    except zipfile.BadZipFile as error:
        raise UnusableFileError("a damaged or truncated .zip file: copy it again") from error
    except RuntimeError as error:  # zipfile, about passwords
        raise UnusableFileError(str(error)) from error
    except OSError as error:
        raise UnusableFileError(f"can't be read: {error.strerror or error}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnusableFileError(f"not a CSV file in UTF-8 ({error})") from error


def _named_months(file: CostFile) -> set[tuple[Dataset, BillingPeriod]]:
    """Of a file that can't be taken: those of its whole rows, before and after what is wrong."""
    months: set[tuple[Dataset, BillingPeriod]] = set()
    with suppress(UnusableFileError), _told():
        for member in _members(file):
            with suppress(UnusableFileError), _told():
                for dataset, start in _starts(file, member):
                    if period := period_of(start):
                        months.add((dataset, period))
    return months


def _starts(file: CostFile, member: str | None) -> Iterator[tuple[Dataset, str]]:
    """What each row that has all fields says of its billing period."""
    with _opened(file, member) as stream:
        rows = csv.reader(io.TextIOWrapper(stream, "utf-8-sig", errors="replace", newline=""))
        names = parquet_names(headers := next(rows, []))
        dataset = _dataset(file, headers, names)
        if (column := column_named(dataset.period_column, names)) is None:
            return
        place = names.index(column)
        yield from ((dataset, row[place]) for row in rows if len(row) == len(names))


def _dataset(file: CostFile, headers: list[str], names: list[str]) -> Dataset:
    of_folder = file.month.dataset if file.month else None
    return dataset_of(list(dict.fromkeys(names)), CUR2 if cur2_headers(headers) else of_folder)


def _members(file: CostFile) -> list[str | None]:
    """The CSV files in a ZIP file; None stands for the file itself."""
    if file.kind != "zip":
        return [None]
    with zipfile.ZipFile(file.path) as packed:
        names = [name for name in packed.namelist() if name.lower().endswith(".csv")]
    if not names:
        raise UnusableFileError("a .zip file without a .csv in it")
    return list(names)


@contextmanager
def _opened(file: CostFile, member: str | None) -> Iterator[Stream]:
    if member is not None:
        with zipfile.ZipFile(file.path) as packed, packed.open(member) as stream:
            yield stream
    elif file.kind == "csv.gz":
        with gzip.open(file.path) as stream:
            yield stream
    else:
        with file.path.open("rb") as stream:
            yield stream


@dataclass(frozen=True)
class _Header:
    names: list[str]  # as in the file, repeated ones too
    lines: int


def _converted(file: CostFile, member: str | None, scratch: Path) -> Iterator[Chunk]:
    header = _header(file, member)
    names = parquet_names(header.names)
    dataset = _dataset(file, header.names, names)
    period_column = column_named(dataset.period_column, names)
    if period_column is None and file.month is None:
        raise no_period(dataset)
    dropped = partition_keys(names, dataset)
    columns = _columns(["" if name in dropped else name for name in names], dataset)
    schema = pa.schema([(column.name, column.type) for column in columns])
    with (
        _opened(file, member) as stream,
        MonthFiles(scratch, file.path, schema, period_column) as files,
    ):
        batches = (
            pa.record_batch([column.convert(rows) for column in columns], schema=schema)
            for rows in _text_rows(stream, header)
        )
        split(batches, files, dataset, file.month.period if file.month else None)
        if not files.written:
            raise UnusableFileError("it has no rows")
        if file.month:
            check_month(dataset, file.month.period, {period for period, *_ in files.written})
    for period, path, rows in files.written:
        yield Chunk.of(file, dataset, period, path, rows, dropped)


def _header(file: CostFile, member: str | None) -> _Header:
    with _opened(file, member) as stream:
        reader = csv.reader(io.TextIOWrapper(stream, "utf-8-sig", newline=""))
        try:
            return _Header(next(reader), reader.line_num)
        except StopIteration:
            raise UnusableFileError("an empty file (0 bytes): copy it again") from None


def _columns(names: list[str], dataset: Dataset) -> list[CsvColumn]:
    """One column a name, made of every CSV column that gets it."""
    positions: dict[str, list[int]] = {}
    for position, name in enumerate(names):
        if name:
            positions.setdefault(name, []).append(position)
    return [CsvColumn(name, tuple(found), dataset) for name, found in positions.items()]


def _text_rows(stream: Stream, header: _Header) -> Iterator[pa.RecordBatch]:
    """The rows as text, '' for what is absent."""
    numbers = [str(position) for position in range(len(header.names))]
    try:
        yield from pa_csv.open_csv(
            stream,
            pa_csv.ReadOptions(
                block_size=BLOCK_BYTES, skip_rows=header.lines, column_names=numbers
            ),
            pa_csv.ParseOptions(newlines_in_values=True),
            pa_csv.ConvertOptions(column_types=dict.fromkeys(numbers, pa.string())),
        )
    except pa.ArrowInvalid as error:
        if "Empty CSV file" in str(error):
            return
        reason = str(error).removeprefix("CSV parse error: ")
        raise UnusableFileError(f"damaged or cut off: {reason[:120]}") from error
