"""What a delivered file holds, without catalog and SQL engine."""

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.parquet as pq

from costs.reconciliation.books import StoredFile
from emulator.bills.intake import totals
from emulator.bills.intake.columns import column_named
from emulator.bills.intake.totals import MonthTotals
from modules.datasets import Dataset


class NotParquet(Exception):
    """An object whose rows can't be read; `str()` says why."""


def row_count(file: StoredFile) -> int:
    """From the footer alone. Raises NotParquet."""
    return int(_opened(file).metadata.num_rows)


def has_rows(file: StoredFile) -> bool:
    """Surplus chunks of a month that shrank are overwritten with empty ones."""
    try:
        return row_count(file) > 0
    except NotParquet:
        return True


def total(file: StoredFile, dataset: Dataset) -> MonthTotals:
    """Raises NotParquet."""
    return totals.added(list(by_kind(file, dataset).values()))


def by_kind(file: StoredFile, dataset: Dataset) -> dict[str, MonthTotals]:
    """By the bill's own kinds of charges. Raises NotParquet."""
    opened = _opened(file)
    try:
        return totals.by_kind(opened, dataset)
    except (pa.ArrowException, OSError) as error:
        raise NotParquet(f"damaged inside: {error}") from error


def payers(files: Iterable[StoredFile], dataset: Dataset) -> frozenset[str]:
    """Whose bill the files are; empty where they don't tell. Raises NotParquet."""
    found: set[str] = set()
    for file in files:
        opened = _opened(file)
        column = column_named(dataset.payer_column, opened.schema_arrow.names)
        if column:
            found |= set(opened.read([column])[0].unique().to_pylist())
    return frozenset(str(payer) for payer in found if payer)


def _opened(file: StoredFile) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(file.open())
    except (pa.ArrowException, OSError) as error:
        reason = (str(error).splitlines() or [""])[0]
        raise NotParquet(f"not a Parquet file ({reason})") from error
