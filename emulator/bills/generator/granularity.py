"""Line items of days, told by the hour or by the month as their export's time granularity asks for.

A ledger is drawn by day, so a month costs the same in each of its tellings, and CUR 2.0 by the hour is
FOCUS by the day, to the cent. What lasts another time than a day, a month's fee, is left as it is.
Commitments and what is counted in hours are the same in every hour of a day; other usage has its rhythm.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from emulator.bills.generator.block import HOUR, SCHEMA, Slots, intervals
from modules.datasets import BillingPeriod
from modules.datasets.data_exports import Granularity

START, END = "line_item_usage_start_date", "line_item_usage_end_date"
INTERVAL, IDENTITY = "identity_time_interval", "identity_line_item_id"
HOURS = 24  # a day
RHYTHM = 1 + 0.4 * np.sin((np.arange(HOURS) - 8) * np.pi / 12)  # most of it at 14:00 UTC
BY_CLOCK = pa.array(["Hrs", "Hours"])
RATIO = "split_line_item_split_usage_ratio"
AMOUNTS = [name for name, type_ in SCHEMA.items() if pa.types.is_floating(type_) and name != RATIO]


def told(items: pa.Table, period: BillingPeriod, granularity: Granularity) -> pa.Table:
    """The same line items, before discounts, with a row for each of the hours or one for the month."""
    if granularity == "DAILY":
        return items
    lasts = pc.subtract(items[END].cast(pa.int64()), items[START].cast(pa.int64()))
    a_day = pc.equal(lasts, HOURS * HOUR)
    days, others = items.filter(a_day), items.filter(pc.invert(a_day))
    split = _by_hour(days) if granularity == "HOURLY" else _by_month(days, period)
    return pa.concat_tables([split, others])


def _by_hour(days: pa.Table) -> pa.Table:
    hours = np.tile(np.arange(HOURS), len(days))
    starts = np.repeat(days[START].cast(pa.int64()).to_numpy(), HOURS) + hours * HOUR
    share = (_rhythms(days) / HOURS).ravel()
    amounts = {
        name: _times(days[name], share) for name in AMOUNTS if days[name].null_count < len(days)
    }
    rows = pa.array(np.repeat(np.arange(len(days)), HOURS))
    return _retold(days, rows, starts, HOUR, amounts)


def _rhythms(days: pa.Table) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """What an hour has beside the mean one: rows by hours."""
    usage = pc.equal(days["line_item_line_item_type"], "Usage")
    clock = pc.is_in(days["pricing_unit"], BY_CLOCK)
    moves = pc.and_(usage, pc.invert(clock)).to_numpy()
    return np.where(moves[:, None], RHYTHM / RHYTHM.mean(), 1.0)


def _times(
    values: pa.ChunkedArray, share: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> pa.Array:
    amounts = np.repeat(values.to_numpy(), HOURS) * share
    return pa.array(amounts, mask=np.repeat(values.is_null().to_numpy(), HOURS))


def _by_month(days: pa.Table, period: BillingPeriod) -> pa.Table:
    """One row a line item; an identity is unique but for the time interval."""
    numbered = days.append_column("row", pa.array(np.arange(len(days))))
    sums = numbered.group_by(IDENTITY, use_threads=False).aggregate(
        [("row", "min"), *((name, "sum") for name in AMOUNTS)]
    )
    month = Slots.whole_month(period)
    starts = np.broadcast_to(month.starts, (len(sums),))
    amounts = {name: sums[f"{name}_sum"] for name in AMOUNTS}
    return _retold(days, sums["row_min"], starts, month.length, amounts)


def _retold(
    days: pa.Table,
    rows: pa.Array | pa.ChunkedArray,
    starts: np.ndarray[tuple[int], np.dtype[np.int64]],
    length: int,
    amounts: dict[str, pa.Array | pa.ChunkedArray],
) -> pa.Table:
    """The days at `rows`, with these times and amounts."""
    slots, which = np.unique(starts, return_inverse=True)
    given = amounts | {
        START: pa.array(starts).cast(SCHEMA[START]),
        END: pa.array(starts + length).cast(SCHEMA[END]),
        INTERVAL: intervals(slots, length).take(pa.array(which)),
    }
    nothing = {
        name: pa.nulls(len(starts), type_)
        for name, type_ in SCHEMA.items()
        if days[name].null_count == len(days)
    }
    given = nothing | given
    columns = [given[name] if name in given else days[name].take(rows) for name in SCHEMA]
    return pa.table(columns, names=list(SCHEMA))
