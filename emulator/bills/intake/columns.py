"""Whose columns are these? And what are a CSV report's columns called, and typed, in Parquet?

AWS derives the Parquet names from the CSV headers; columns that get the same name become one, with the
first value that was found: https://docs.aws.amazon.com/cur/latest/userguide/cur-ate-run.html
Absent: AWS shortens names that are too long, but doesn't tell from which length on.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime

import pyarrow as pa

from emulator.bills.intake.outcome import UnusableFileError
from modules.datasets import DATASETS, BillingPeriod, Dataset

COST = "line_item_unblended_cost"
PERIOD = "bill_billing_period_start_date"

_FOCUS = {"billedcost", "chargeperiodstart"}
_DECLARED = {column.name: column.type for dataset in DATASETS for column in dataset.columns}
# Legacy CUR has no column of its own.
_UNMARKED = next(dataset for dataset in DATASETS if not dataset.own_columns)
_ARROW = {
    "string": pa.string(),
    "double": pa.float64(),
    "timestamp": pa.timestamp("ms"),
    "map<string,string>": pa.map_(pa.string(), pa.string()),
    "map<string,double>": pa.map_(pa.string(), pa.float64()),
}


def athena_name(header: str) -> str:
    """`lineItem/UnblendedCost` becomes `line_item_unblended_cost`, each capital letter begins a word."""
    spaced = re.sub(r"([A-Z])", r"_\1", header).lower()
    return re.sub(r"[^a-z0-9]+", "_", spaced).strip("_")


def arrow_type(name: str) -> pa.DataType:
    """The Parquet type of a column. Both CURs agree where both have it; what only legacy has is text."""
    return _ARROW[_DECLARED.get(name, "string")]


def dataset_of(names: Iterable[str], of_folder: Dataset | None) -> Dataset:
    """The dataset that has these columns, and if both could, the folder's. Raises UnusableFileError."""
    found = list(names)
    if {name.lower().replace("_", "") for name in found} >= _FOCUS:
        raise UnusableFileError(
            "FOCUS data is not supported yet, only CUR 2.0 and legacy CUR: open an issue if you need it"
        )
    if COST not in found:
        shown = ", ".join(found[:4]) + (", ..." if len(found) > 4 else "")
        raise UnusableFileError(
            f"no CUR columns: {COST} (in a CSV lineItem/UnblendedCost) is missing; it has {shown}"
        )
    marked = (dataset for dataset in DATASETS if dataset.own_columns & set(found))
    return next(marked, of_folder or _UNMARKED)


def period_of(value: object) -> BillingPeriod | None:
    """The month of a billing period's start, given as a timestamp, a date or ISO 8601 text."""
    if isinstance(value, datetime) and value.tzinfo:
        value = value.astimezone(UTC)
    if isinstance(value, date):
        return BillingPeriod(value.year, value.month)
    try:
        return BillingPeriod.parse(value[:7]) if isinstance(value, str) else None
    except ValueError:
        return None
