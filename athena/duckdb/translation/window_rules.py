"""What Trino demands of a window: which functions take a frame, and which frames there can be."""

from collections.abc import Sequence

from athena.duckdb.translation.typed import Typed
from athena.errors import SqlError
from athena.sql import tree
from athena.types import DAYS, INTEGERS, MONTHS, NUMBERS, ZONED

VALUES = ("first_value", "last_value", "nth_value")  # window functions that look at a frame
OFFSETS = ("lag", "lead")
SORTABLE_BY_RANGE = (*NUMBERS, "date", "time", "timestamp", ZONED, DAYS, MONTHS)
IMPOSSIBLE_ENDS = {
    "CURRENT ROW": ("PRECEDING",),
    "FOLLOWING": ("PRECEDING", "CURRENT ROW"),
}


def check_window(name: str, kind: str, call: tree.Call, window: tree.Window) -> None:
    """Raises SqlError for clauses that the function doesn't take."""
    if call.where is not None:
        raise SqlError("NOT_SUPPORTED", "FILTER is not yet supported for window functions", 1, 1)
    if name in OFFSETS and not window.order:
        what = f"{name} function requires an ORDER BY window clause"
        raise window.span.error("MISSING_ORDER_BY", what)
    if kind == "window" and name not in VALUES and window.frame is not None:
        what = f"Cannot specify window frame for {name} function"
        raise window.frame.span.error("INVALID_WINDOW_FRAME", what)
    if call.ignore_nulls and name not in (*VALUES, *OFFSETS):
        what = f"Cannot specify null treatment clause for {name} function"
        raise call.span.error("NULL_TREATMENT_NOT_ALLOWED", what)


def check_frame(window: tree.Window, frame: tree.Frame, sorted_by: Sequence[Typed]) -> None:
    """Raises SqlError for bounds that no rows can lie between, and for what they can't be counted by."""
    start, end = frame.start[0], frame.end[0]
    if start == "UNBOUNDED FOLLOWING":
        raise _impossible(frame, "start cannot be UNBOUNDED FOLLOWING")
    if end == "UNBOUNDED PRECEDING":
        raise _impossible(frame, "end cannot be UNBOUNDED PRECEDING")
    if end in IMPOSSIBLE_ENDS.get(start, ()):
        raise _impossible(frame, f"starting from {start} cannot end with {end}")
    offset = frame.start[1] or frame.end[1]
    counted = f"Window frame of type {frame.unit} PRECEDING or FOLLOWING requires"
    if not window.order and (frame.unit == "GROUPS" or (frame.unit == "RANGE" and offset)):
        raise window.span.error("MISSING_ORDER_BY", f"{counted} ORDER BY")
    if frame.unit != "RANGE" or offset is None:
        return
    if len(window.order) != 1:
        what = f"{counted} single sort item in ORDER BY (actual: {len(window.order)})"
        raise window.span.error("INVALID_ORDER_BY", what)
    if sorted_by[0].type.base not in SORTABLE_BY_RANGE:
        what = "that sort item type be numeric, datetime or interval"
        text = f"{counted} {what} (actual: {sorted_by[0].type})"
        raise window.order[0].value.span.error("TYPE_MISMATCH", text)


def check_row_count(unit: str, where: str, node: tree.Expression, value: Typed) -> None:
    """ROWS and GROUPS are counted in whole numbers."""
    whole = value.type.base in (*INTEGERS, "unknown")
    if not whole and not (value.type.base == "decimal" and value.type.size[1] == 0):
        what = f"Window frame {unit} {where} value type must be exact numeric type with scale 0"
        raise node.span.error("TYPE_MISMATCH", f"{what} (actual {value.type})")


def _impossible(frame: tree.Frame, what: str) -> SqlError:
    return frame.span.error("INVALID_WINDOW_FRAME", f"Window frame {what}")
