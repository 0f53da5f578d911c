"""Aggregates: where they may stand, and their DISTINCT, ORDER BY, FILTER and OVER."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from athena.duckdb.translation.context import Context, translate
from athena.duckdb.translation.functions.catalogue import functions
from athena.duckdb.translation.sorting import order_by
from athena.duckdb.translation.typed import Typed, made_of
from athena.duckdb.translation.window_rules import check_window
from athena.duckdb.translation.windows import named_window, over_clause
from athena.errors import unsupported
from athena.sql import tree
from athena.types import INTEGER, Type

TAKES_NULLS_CLAUSE = ("first_value", "last_value", "nth_value", "lag", "lead")


@dataclass(frozen=True)
class Aggregate:
    """A call of a DuckDB function that the clauses belong to; `inside` are its arguments."""

    function: str
    inside: str
    distinct: bool = False  # whatever the statement says


def with_clauses(
    node: tree.Call,
    context: Context,
    name: str,
    pieces: Sequence[str | Aggregate],
    type_: Type,
    arguments: Sequence[Typed],
) -> Typed:
    """A template's SQL, its aggregates with DISTINCT, ORDER BY, FILTER and OVER."""
    kind = functions().kinds[name]
    _check_place(node, name, kind)
    order, parts = order_by(node.order, context)
    if node.distinct:
        if any(argument.type.holds("map") for argument in arguments):
            raise unsupported(f"{name}(DISTINCT ...) of maps")
        _check_distinct(node, parts, arguments)
    message = "Filter expression must evaluate to a boolean (actual: {type})"
    where = context.condition(node.where, message) if node.where is not None else None
    over, around = "", tuple[Typed, ...]()
    if node.over is not None:
        window = named_window(node.over, context)
        check_window(name, kind, node, window)
        over, around = over_clause(window, context)

    def written(piece: str | Aggregate) -> str:
        if isinstance(piece, str):
            return piece
        distinct = "DISTINCT " if node.distinct or piece.distinct else ""
        nulls = " IGNORE NULLS" if node.ignore_nulls and name in TAKES_NULLS_CLAUSE else ""
        rows = f" FILTER (WHERE {where.sql})" if where else ""
        return f"{piece.function}({distinct}{piece.inside}{order}{nulls}){rows}{over}"

    if node.distinct and len(arguments) > 1 and name != "listagg":
        raise unsupported(f"{name}(DISTINCT ...) of several arguments")
    whole = (*arguments, *parts, *around, *([where] if where else []))
    return made_of(f"({''.join(map(written, pieces))})", type_, whole, pure=False)


@translate.register
def _grouping(node: tree.Grouping, context: Context) -> Typed:
    columns = context.all_typed(node.columns)
    sql = f"GROUPING({', '.join(column.sql for column in columns)})"
    return made_of(f"CAST({sql} AS INTEGER)", INTEGER, columns, pure=False)


def _check_place(node: tree.Call, name: str, kind: str) -> None:
    """Raises SqlError for clauses that only aggregates take, and for aggregates inside aggregates."""
    if kind == "scalar":
        if node.over is not None:
            raise node.span.error("FUNCTION_NOT_WINDOW", f"Not a window function: {name}")
        what = "Filter is only valid for aggregation functions"
        raise node.span.error("FUNCTION_NOT_AGGREGATE", what)
    if kind != "aggregate":
        return
    inner = [*node.arguments, *(item.value for item in node.order)]
    nested = [call for part in inner for call in aggregates_in(part)]
    if node.over is None and nested:
        listed = ", ".join(call.span.text for call in nested)
        what = f"Cannot nest aggregations inside aggregation '{name}': [{listed}]"
        raise node.span.error("NESTED_AGGREGATION", what)
    windows = [call for part in inner for call in windows_in(part)]
    if windows:
        listed = ", ".join(call.span.text for call in windows)
        what = f"Cannot nest window functions or row pattern measures inside aggregation '{name}'"
        raise node.span.error("NESTED_WINDOW", f"{what}: [{listed}]")


def _check_distinct(
    node: tree.Call, sorted_by: Sequence[Typed], arguments: Sequence[Typed]
) -> None:
    """Values that are one can be sorted only by themselves."""
    for item, value in zip(node.order, sorted_by, strict=True):
        if value.sql not in [argument.sql for argument in arguments]:
            what = "For aggregate function with DISTINCT, ORDER BY expressions must appear in arguments"
            raise item.value.span.error("EXPRESSION_NOT_IN_DISTINCT", what)


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
