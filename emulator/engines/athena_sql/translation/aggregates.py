"""Aggregates and windows: where they may stand, and their DISTINCT, ORDER BY, FILTER and OVER."""

import re
from collections.abc import Iterator

from emulator.engines.athena_sql.parsing import tree
from emulator.engines.athena_sql.translation.calls import Calls
from emulator.engines.athena_sql.translation.functions import functions
from emulator.engines.athena_sql.translation.typed import Typed, made_of
from emulator.engines.athena_sql.types import (
    DAYS,
    INTEGER,
    MONTHS,
    NUMBERS,
    Type,
    common,
    unsupported,
)

AGGREGATE = re.compile("\1(\\w+)\\(([^\2]*)\\)\2")
TAKES_NULLS_CLAUSE = ("first_value", "last_value", "nth_value", "lag", "lead")


class Aggregates(Calls):
    """Adds the clauses of calls."""

    def clauses(
        self, node: tree.Call, name: str, sql: str, type_: Type, arguments: list[Typed]
    ) -> Typed:
        kind = functions().kinds[name]
        if kind == "scalar":
            if node.over is not None:
                raise node.span.error("FUNCTION_NOT_WINDOW", f"Not a window function: {name}")
            what = "Filter is only valid for aggregation functions"
            raise node.span.error("FUNCTION_NOT_AGGREGATE", what)
        inner = [*node.arguments, *(item.value for item in node.order)]
        nested = [call for part in inner for call in aggregates_in(part)]
        if kind == "aggregate" and node.over is None and nested:
            listed = ", ".join(call.span.text for call in nested)
            what = f"Cannot nest aggregations inside aggregation '{name}': [{listed}]"
            raise node.span.error("NESTED_AGGREGATION", what)
        order, parts = self.sorted(node.order)
        message = "Filter expression must evaluate to a boolean (actual: {type})"
        where = self.condition(node.where, message) if node.where is not None else None
        over, around = self._over(node.over) if node.over is not None else ("", ())

        def call(match: re.Match[str]) -> str:
            function, inside = match[1], match[2]
            distinct = "DISTINCT " if node.distinct and not inside.startswith("DISTINCT") else ""
            nulls = " IGNORE NULLS" if node.ignore_nulls and name in TAKES_NULLS_CLAUSE else ""
            rows = f" FILTER (WHERE {where.sql})" if where else ""
            return f"{function}({distinct}{inside}{order}{nulls}){rows}{over}"

        if node.distinct and len(arguments) > 1 and name != "listagg":
            raise unsupported(f"{name}(DISTINCT ...) of several arguments")
        whole = (*arguments, *parts, *around, *([where] if where else []))
        return made_of(f"({AGGREGATE.sub(call, sql)})", type_, whole, pure=False)

    def sorted(self, items: tuple[tree.SortItem, ...]) -> tuple[str, tuple[Typed, ...]]:
        """An ORDER BY inside a call or window."""
        values = self.all_typed(item.value for item in items)
        keys = []
        for item, value in zip(items, values, strict=True):
            check_orderable(value.type, item)
            keys.append(sort_key(value.sql, item))
        return f" ORDER BY {', '.join(keys)}" if keys else "", values

    def _over(self, window: tree.Window) -> tuple[str, tuple[Typed, ...]]:
        named = self._named(window)
        partition = self.all_typed(named.partition)
        order, sorted_by = self.sorted(named.order)
        pieces = []
        if partition:
            pieces.append(f"PARTITION BY {', '.join(value.sql for value in partition)}")
        pieces += [order.strip()] if order else []
        if named.frame is not None:
            pieces.append(self._frame(named.frame, sorted_by))
        return f" OVER ({' '.join(pieces)})", (*partition, *sorted_by)

    def _named(self, window: tree.Window) -> tree.Window:
        if window.name is None:
            return window
        found = self.windows.get(window.name)
        if found is None:
            what = f"Cannot resolve WINDOW name {window.name}"
            raise window.span.error("INVALID_WINDOW_REFERENCE", what)
        base = self._named(found)
        return tree.Window(
            window.span,
            None,
            base.partition or window.partition,
            base.order or window.order,
            window.frame or base.frame,
        )

    def _frame(self, frame: tree.Frame, sorted_by: tuple[Typed, ...]) -> str:
        bounds = [self._bound(frame.unit, *bound, sorted_by) for bound in (frame.start, frame.end)]
        return f"{frame.unit} BETWEEN {bounds[0]} AND {bounds[1]}"

    def _bound(
        self,
        unit: str,
        words: str,
        value: tree.Expression | None,
        sorted_by: tuple[Typed, ...],
    ) -> str:
        if value is None:
            return words
        found = self.typed(value)
        if unit != "RANGE":
            return f"{found.sql} {words}"
        key = sorted_by[0].type if sorted_by else Type("unknown")
        moment = key.base in ("date", "timestamp") and found.type.base in (DAYS, MONTHS)
        number = {key.base, found.type.base} <= set(NUMBERS)
        if not moment and not (number and common(key, found.type) == key):
            what = f"Window frame RANGE value type ({found.type}) not compatible"
            text = f"{what} with sort item type ({key})"
            raise value.span.error("TYPE_MISMATCH", text)
        if found.type.base == DAYS:
            return f"to_microseconds({found.sql} * 1000) {words}"
        return f"to_months({found.sql}) {words}" if moment else f"{found.sql} {words}"

    def on_grouping(self, node: tree.Grouping) -> Typed:
        columns = self.all_typed(node.columns)
        sql = f"GROUPING({', '.join(column.sql for column in columns)})"
        return made_of(f"CAST({sql} AS INTEGER)", INTEGER, columns, pure=False)


def sort_key(sql: str, item: tree.SortItem) -> str:
    """NULLs come last in Trino, whichever the direction, unless it is said."""
    direction = "DESC" if item.descending else "ASC"
    return f"{sql} {direction} NULLS {'FIRST' if item.nulls_first else 'LAST'}"


def check_orderable(type_: Type, item: tree.SortItem, of: tree.Node | None = None) -> None:
    """`of` is where the message points, if not to the item itself."""
    if not type_.orderable:
        what = f"Type {type_} is not orderable, and therefore cannot be used in ORDER BY"
        raise (of or item).span.error("TYPE_MISMATCH", f"{what}: {item.value.span.text}")


def aggregates_in(node: tree.Node) -> Iterator[tree.Call]:
    """Calls of aggregates (not over windows) in an expression, subqueries aside."""
    if isinstance(node, tree.Query):
        return
    if isinstance(node, tree.Call) and node.over is None and is_aggregate(node.name):
        yield node
        return
    for child in node.children():
        yield from aggregates_in(child)


def windows_in(node: tree.Node) -> Iterator[tree.Call]:
    """Calls over windows in an expression, subqueries aside."""
    if isinstance(node, tree.Query):
        return
    if isinstance(node, tree.Call) and node.over is not None:
        yield node
        return
    for child in node.children():
        yield from windows_in(child)


def is_aggregate(name: str) -> bool:
    return functions().kinds.get(name) == "aggregate"
