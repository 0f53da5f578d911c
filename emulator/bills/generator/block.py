"""Many line items at once: templates times time slots, as an Arrow table in CUR 2.0's schema."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from modules.datasets import CUR2, BillingPeriod, Column

Template = Mapping[str, object]  # column → value, the same in every slot
Numbers = Mapping[str, NDArray[np.float64]]  # column → one number per template and slot

_ARROW = {
    "boolean": pa.bool_(),
    "int": pa.int32(),
    "string": pa.string(),
    "double": pa.float64(),
    "timestamp": pa.timestamp("ms", tz="UTC"),
    "map<string,string>": pa.map_(pa.string(), pa.string()),
    "map<string,double>": pa.map_(pa.string(), pa.float64()),
}


def arrow_schema(columns: Sequence[Column]) -> dict[str, pa.DataType]:
    """The Parquet type of each column, in AWS's order."""
    return {column.name: _ARROW[column.type] for column in columns}


SCHEMA = arrow_schema(CUR2.columns)
IDENTIFYING = (
    "line_item_line_item_type",
    "line_item_usage_type",
    "line_item_usage_account_id",
    "line_item_resource_id",
    "line_item_line_item_description",
    "split_line_item_parent_resource_id",
)
HOUR = 3_600_000  # milliseconds


@dataclass(frozen=True)
class Slots:
    """The time slots of a month: start of each and their common length, in milliseconds."""

    period: BillingPeriod
    starts: NDArray[np.int64]
    length: int

    @classmethod
    def of(cls, period: BillingPeriod, hours: int) -> "Slots":
        first, end = month_bounds(period)
        length = hours * HOUR
        return cls(period, np.arange(first, end, length, dtype=np.int64), length)

    @classmethod
    def whole_month(cls, period: BillingPeriod) -> "Slots":
        first, end = month_bounds(period)
        return cls(period, np.array([first], dtype=np.int64), end - first)

    @property
    def hours(self) -> float:
        return self.length / HOUR


def month_bounds(period: BillingPeriod) -> tuple[int, int]:
    """Start of the month and of the next one, milliseconds since 1970 UTC."""
    return tuple(  # type: ignore[return-value]
        int(datetime(month.year, month.month, 1, tzinfo=UTC).timestamp() * 1000)
        for month in (period, period.next)
    )


def block(templates: Sequence[Template], slots: Slots, numbers: Numbers) -> pa.Table:
    """One line item for each template and slot."""
    count, times = len(templates), len(slots.starts)
    which = pa.array(np.repeat(np.arange(count), times))
    starts = np.tile(slots.starts, count)
    given = dict(numbers)
    columns = []
    for name, type_ in SCHEMA.items():
        if name in given:
            columns.append(pa.array(np.broadcast_to(given[name], (count, times)).ravel(), type_))
        elif name == "line_item_usage_start_date":
            columns.append(pa.array(starts, type_))
        elif name == "line_item_usage_end_date":
            columns.append(pa.array(starts + slots.length, type_))
        elif name == "identity_time_interval":
            ones = intervals(slots.starts, slots.length)
            columns.append(ones.take(pa.array(np.tile(np.arange(times), count))))
        elif name == "identity_line_item_id":
            columns.append(pa.array([_identity(t, slots.period) for t in templates]).take(which))
        elif any(name in template for template in templates):
            values = [_value(template.get(name)) for template in templates]
            columns.append(pa.array(values, type_).take(which))
        else:
            columns.append(pa.nulls(count * times, type_))
    return pa.table(columns, names=list(SCHEMA))


def _value(value: object) -> object:
    return sorted(value.items()) if isinstance(value, dict) else value


def intervals(starts: NDArray[np.int64], length: int) -> pa.Array:
    """`identity_time_interval` of each slot."""
    texts = [f"{_iso(start)}/{_iso(start + length)}" for start in starts]
    return pa.array(texts, pa.string())


def _iso(milliseconds: int) -> str:
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _identity(template: Template, period: BillingPeriod) -> str:
    """Unique together with the time interval, as in AWS."""
    text = "|".join([str(period), *(str(template.get(name)) for name in IDENTIFYING)])
    return hashlib.sha256(text.encode()).hexdigest()[:52]
