"""OVER: partitions, order and frames, and the ORDER BY that calls and windows have in common."""

from athena.duckdb.translation.calls import Calls
from athena.duckdb.translation.typed import Typed
from athena.duckdb.translation.window_rules import check_frame, check_row_count
from athena.duckdb.widening import common
from athena.errors import unsupported
from athena.sql import tree
from athena.types import DAYS, MONTHS, NUMBERS, Type


class Windows(Calls):
    """Adds `over`."""

    def sorted(self, items: tuple[tree.SortItem, ...]) -> tuple[str, tuple[Typed, ...]]:
        """An ORDER BY inside a call or window."""
        values = self.all_typed(item.value for item in items)
        keys = []
        for item, value in zip(items, values, strict=True):
            check_orderable(value.type, item)
            keys.append(sort_key(value.sql, item))
        return f" ORDER BY {', '.join(keys)}" if keys else "", values

    def over(self, named: tree.Window) -> tuple[str, tuple[Typed, ...]]:
        """The OVER clause, and what it looks at."""
        partition = self.all_typed(named.partition)
        if any(value.type.holds("map") for value in partition):
            raise unsupported("PARTITION BY maps")
        order, sorted_by = self.sorted(named.order)
        pieces = []
        if partition:
            pieces.append(f"PARTITION BY {', '.join(value.sql for value in partition)}")
        pieces += [order.strip()] if order else []
        if named.frame is not None:
            check_frame(named, named.frame, sorted_by)
            pieces.append(self._frame(named.frame, sorted_by))
        return f" OVER ({' '.join(pieces)})", (*partition, *sorted_by)

    def named(self, window: tree.Window) -> tree.Window:
        """The window itself where a name stands for it."""
        if window.name is None:
            return window
        found = self.windows.get(window.name)
        if found is None:
            what = f"Cannot resolve WINDOW name {window.name}"
            raise window.span.error("INVALID_WINDOW_REFERENCE", what)
        base = self.named(found)
        return tree.Window(
            window.span,
            None,
            base.partition or window.partition,
            base.order or window.order,
            window.frame or base.frame,
        )

    def _frame(self, frame: tree.Frame, sorted_by: tuple[Typed, ...]) -> str:
        bounds = [
            self._bound(frame.unit, where, *bound, sorted_by)
            for where, bound in (("start", frame.start), ("end", frame.end))
        ]
        return f"{frame.unit} BETWEEN {bounds[0]} AND {bounds[1]}"

    def _bound(
        self,
        unit: str,
        where: str,
        words: str,
        value: tree.Expression | None,
        sorted_by: tuple[Typed, ...],
    ) -> str:
        if value is None:
            return words
        found = self.typed(value)
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


def sort_key(sql: str, item: tree.SortItem) -> str:
    """NULLs come last in Trino, whichever the direction, unless it is said."""
    direction = "DESC" if item.descending else "ASC"
    return f"{sql} {direction} NULLS {'FIRST' if item.nulls_first else 'LAST'}"


def check_orderable(type_: Type, item: tree.SortItem, of: tree.Node | None = None) -> None:
    """`of` is where the message points, if not to the item itself."""
    if not type_.orderable:
        what = f"Type {type_} is not orderable, and therefore cannot be used in ORDER BY"
        raise (of or item).span.error("TYPE_MISMATCH", f"{what}: {item.value.span.text}")
