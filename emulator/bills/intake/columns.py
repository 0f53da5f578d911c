"""Whose columns are these? And what are a CSV report's columns called, and typed, in Parquet?

AWS derives CUR's Parquet names from the CSV headers; columns that get the same name become one, with the
first value that was found: https://docs.aws.amazon.com/cur/latest/userguide/cur-ate-run.html
FOCUS has the same names in both, and they are known by their lower case, as Athena knows them.
Absent: AWS shortens names that are too long, but doesn't tell from which length on.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time

import pyarrow as pa

from emulator.bills.intake.outcome import UnusableFileError
from modules.datasets import CUR2, DATASETS, LEGACY_CUR, BillingPeriod, Dataset

_ARROW = {
    "boolean": pa.bool_(),
    "int": pa.int32(),
    "string": pa.string(),
    "double": pa.float64(),
    "timestamp": pa.timestamp("ms"),
    "map<string,string>": pa.map_(pa.string(), pa.string()),
    "map<string,double>": pa.map_(pa.string(), pa.float64()),
}


_FIRST = re.compile(r"(\d{4}-\d\d)(?:-01(?:[T ]00:00(?::00(?:\.0+)?)?(?: ?(?:Z|UTC|\+00:?00))?)?)?")


def parquet_names(headers: Sequence[str]) -> list[str]:
    """What AWS calls a CSV report's columns in Parquet; Data Exports has one name for both."""
    dataset = marked(headers)
    lower = {header.lower() for header in headers}
    if dataset and {dataset.summed_column, dataset.period_column} & lower:
        return list(headers)
    return [athena_name(header) for header in headers]


def athena_name(header: str) -> str:
    """`lineItem/UnblendedCost` becomes `line_item_unblended_cost`, each capital letter begins a word."""
    spaced = re.sub(r"([A-Z])", r"_\1", header).lower()
    return re.sub(r"[^a-z0-9]+", "_", spaced).strip("_")


def arrow_type(name: str, dataset: Dataset) -> pa.DataType:
    """The Parquet type of a column. Both CURs agree where both have it; what isn't listed is text."""
    columns = dataset.columns or CUR2.columns
    declared = {column.athena_name: column.type for column in columns}
    return _ARROW[declared.get(name.lower(), "string")]


def marked(names: Iterable[str]) -> Dataset | None:
    """The dataset that alone has some of these columns."""
    found = {name.lower() for name in names}
    return next((dataset for dataset in DATASETS if dataset.own_columns & found), None)


def cur2_headers(headers: Sequence[str]) -> bool:
    """Is a CSV CUR 2.0's? It has Athena's own names; those of legacy reports have slashes."""
    known = {column.athena_name for column in CUR2.columns}
    return not any("/" in header for header in headers) and set(headers) <= known


def dataset_of(names: Sequence[str], of_folder: Dataset | None) -> Dataset:
    """The dataset with these columns; if both CURs could be, the folder's. Raises UnusableFileError."""
    fits = of_folder and column_named(of_folder.summed_column, names)
    # Legacy CUR has no column of its own.
    dataset = marked(names) or (of_folder if of_folder and fits else LEGACY_CUR)
    if column_named(dataset.summed_column, names) is None:
        shown = ", ".join(names[:4]) + (", ..." if len(names) > 4 else "")
        reason = (
            f"no CUR columns: {dataset.summed_column} (in a CSV lineItem/UnblendedCost) is missing"
        )
        if dataset.own_columns:
            reason = f"not all of {dataset.title}: the column {dataset.summed_column} is missing"
        raise UnusableFileError(f"{reason}; it has {shown}")
    return dataset


def partition_keys(names: Iterable[str], dataset: Dataset) -> list[str]:
    """Columns called like a partition key: Spark writes them, and `SELECT *` in Athena gives them."""
    return [name for name in names if name.lower() in dataset.partition_keys]


def column_named(name: str | None, names: Iterable[str]) -> str | None:
    """How a file spells the column that Athena calls `name`."""
    return next((found for found in names if found.lower() == name), None)


def period_of(value: object) -> BillingPeriod | None:
    """The month that a billing period's start begins, given as a timestamp, a date or ISO 8601 text.

    Billing periods start on the first at 00:00 UTC; None for any other time.
    """
    if isinstance(value, datetime) and value.tzinfo:
        value = value.astimezone(UTC)
    if isinstance(value, datetime) and value.time() != time():
        return None
    if isinstance(value, date):
        return None if value.day != 1 else BillingPeriod(value.year, value.month)
    try:
        begins = isinstance(value, str) and _FIRST.fullmatch(value)
        return BillingPeriod.parse(begins[1]) if begins else None
    except ValueError:
        return None
