"""OVER: partitions, order and frames."""

from athena.duckdb.translation.context import Context
from athena.duckdb.translation.sorting import order_by
from athena.duckdb.translation.typed import Typed
from athena.duckdb.translation.window_rules import check_frame, check_row_count
from athena.duckdb.widening import common
from athena.errors import unsupported
from athena.sql import tree
from athena.types import DAYS, MONTHS, NUMBERS


def over_clause(named: tree.Window, context: Context) -> tuple[str, tuple[Typed, ...]]:
    """The OVER clause, and what it looks at."""
    partition = context.all_typed(named.partition)
    if any(value.type.holds("map") for value in partition):
        raise unsupported("PARTITION BY maps")
    order, sorted_by = order_by(named.order, context)
    pieces = []
    if partition:
        pieces.append(f"PARTITION BY {', '.join(value.sql for value in partition)}")
    pieces += [order.strip()] if order else []
    if named.frame is not None:
        check_frame(named, named.frame, sorted_by)
        pieces.append(_frame(named.frame, sorted_by, context))
    return f" OVER ({' '.join(pieces)})", (*partition, *sorted_by)


def named_window(window: tree.Window, context: Context) -> tree.Window:
    """The window itself where a name stands for it."""
    if window.name is None:
        return window
    found = context.windows.get(window.name)
    if found is None:
        what = f"Cannot resolve WINDOW name {window.name}"
        raise window.span.error("INVALID_WINDOW_REFERENCE", what)
    base = named_window(found, context)
    return tree.Window(
        window.span,
        None,
        base.partition or window.partition,
        base.order or window.order,
        window.frame or base.frame,
    )


def _frame(frame: tree.Frame, sorted_by: tuple[Typed, ...], context: Context) -> str:
    bounds = [
        _bound(frame.unit, where, *bound, sorted_by, context)
        for where, bound in (("start", frame.start), ("end", frame.end))
    ]
    return f"{frame.unit} BETWEEN {bounds[0]} AND {bounds[1]}"


def _bound(
    unit: str,
    where: str,
    words: str,
    value: tree.Expression | None,
    sorted_by: tuple[Typed, ...],
    context: Context,
) -> str:
    if value is None:
        return words
    found = context.typed(value)
    if unit != "RANGE":
        check_row_count(unit, where, value, found)
        return f"{found.sql} {words}"
    key = sorted_by[0].type
    moment = key.base in ("date", "timestamp") and found.type.base in (DAYS, MONTHS)
    number = {key.base, found.type.base} <= set(NUMBERS)
    if not moment and not (number and common(key, found.type) == key):
        what = f"Window frame RANGE value type ({found.type}) not compatible"
        text = f"{what} with sort item type ({key})"
        raise value.span.error("TYPE_MISMATCH", text)
    if found.type.base == DAYS:
        return f"to_microseconds({found.sql} * 1000) {words}"
    return f"to_months({found.sql}) {words}" if moment else f"{found.sql} {words}"
