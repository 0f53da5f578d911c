"""Comparisons, AND, OR, NOT, BETWEEN, IN, LIKE and IS NULL, with Trino's refusals and its NaN."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from athena.duckdb.translation.casts import widened
from athena.duckdb.translation.context import Context, translate
from athena.duckdb.translation.operators import mismatch
from athena.duckdb.translation.typed import Typed, made_of
from athena.duckdb.widening import common
from athena.errors import SqlError, unsupported
from athena.quoting import quoted
from athena.sql import tree
from athena.types import BOOLEAN, INTEGERS, VARCHAR, Type

FLOATS = ("double", "real")


@translate.register
def _comparison(node: tree.Comparison, context: Context) -> Typed:
    left, right = context.typed(node.left), context.typed(node.right)
    type_ = common(left.type, right.type)
    ordered = node.operator in ("<", "<=", ">", ">=")
    if type_ is None or not (type_.orderable if ordered else type_.comparable):
        raise mismatch(node, node.operator, left.type, right.type)
    if type_.base == "row" and node.operator in ("=", "<>"):
        sql = _comparison_of_rows(node, context)
        return made_of(sql if node.operator == "=" else f"(NOT {sql})", BOOLEAN, (left, right))
    sides = (widened(left, type_), widened(right, type_))
    return made_of(compared(node.operator, *sides), BOOLEAN, (left, right))


def _comparison_of_rows(node: tree.Comparison, context: Context) -> str:
    """Field by field, so that a NULL inside makes the answer unknown."""
    if not (isinstance(node.left, tree.Row) and isinstance(node.right, tree.Row)):
        raise unsupported("the comparison of rows that are not written out")
    return _rows_equal(node.left, node.right, context)


def _rows_equal(left: tree.Row, right: tree.Row, context: Context) -> str:
    terms = [
        _comparison(tree.Comparison(one.span, "=", one, other), context).sql
        for one, other in zip(left.values, right.values, strict=True)
    ]
    return f"({' AND '.join(terms)})"


@translate.register
def _logical(node: tree.Logical, context: Context) -> Typed:
    message = "Logical expression term must evaluate to a boolean (actual: {type})"
    terms = tuple(context.condition(term, message) for term in node.terms)
    whole = made_of(_in_turn(node.operator, terms), BOOLEAN, terms)
    return replace(whole, terms=terms, operator=node.operator)


def _in_turn(operator: str, terms: Sequence[Typed]) -> str:
    """AND and OR: what may raise waits for the others, one of which may decide.

    Trino runs it last and only then; DuckDB, left alone, runs every term.
    """
    first, *rest = sorted(terms, key=lambda term: term.fails)
    if not any(term.fails for term in rest):
        return f"({f' {operator} '.join(term.sql for term in terms)})"
    decided = f"NOT {first.sql} THEN false" if operator == "AND" else f"{first.sql} THEN true"
    return f"CASE WHEN {decided} ELSE ({first.sql} {operator} {_in_turn(operator, rest)}) END"


def conjunction(condition: Typed) -> str:
    """A condition where DuckDB itself takes its terms in turn, and looks for those to push down."""
    if condition.operator != "AND":
        return condition.sql
    terms = sorted(condition.terms, key=lambda term: term.fails)
    return f"({' AND '.join(conjunction(term) for term in terms)})"


@translate.register
def _not(node: tree.Not, context: Context) -> Typed:
    message = "Value of logical NOT expression must evaluate to a boolean (actual: {type})"
    value = context.condition(node.value, message)
    return value.as_(f"(NOT {value.sql})", BOOLEAN)


@translate.register
def _is_null(node: tree.IsNull, context: Context) -> Typed:
    value = context.typed(node.value)
    return value.as_(f"({value.sql} IS NULL)", BOOLEAN)


@translate.register
def _between(node: tree.Between, context: Context) -> Typed:
    parts = context.all_typed((node.value, node.low, node.high))
    type_: Type | None = parts[0].type
    for part in parts[1:]:
        type_ = None if type_ is None else common(type_, part.type)
    if type_ is None or not type_.orderable:
        types = f"{parts[0].type} is BETWEEN {parts[1].type} and {parts[2].type}"
        raise node.span.error("TYPE_MISMATCH", f"Cannot check if {types}")
    value, low, high = (widened(part, type_) for part in parts)
    sides = (
        made_of(compared(operator, value, side), BOOLEAN, (value, side))
        for operator, side in ((">=", low), ("<=", high))
    )
    return made_of(_in_turn("AND", tuple(sides)), BOOLEAN, parts)


@translate.register
def _like(node: tree.Like, context: Context) -> Typed:
    parts = [context.typed(node.value), context.typed(node.pattern)]
    for side, value, place in zip(
        ("Left side of", "Pattern for"), parts, (node.value, node.pattern), strict=True
    ):
        if value.type.base not in ("varchar", "unknown"):
            what = f"{side} LIKE expression must evaluate to a varchar (actual: {value.type})"
            raise place.span.error("TYPE_MISMATCH", what)
    sql = " LIKE ".join(widened(part, VARCHAR).sql for part in parts)
    if node.escape is not None:
        parts.append(context.typed(node.escape))
        _check_escapes(parts[1].literal, parts[-1].literal)
        sql += f" ESCAPE {parts[-1].sql}"
    return made_of(f"({sql})", BOOLEAN, parts)


@translate.register
def _in_list(node: tree.InList, context: Context) -> Typed:
    values, type_ = context.shared((node.value, *node.items), "IN value and list items")
    parts = context.all_typed((node.value, *node.items))
    if type_.base == "row":
        return made_of(_row_in(node, context), BOOLEAN, parts)
    nulls = [part for part in parts[1:] if part.type.base == "unknown"]
    if nulls and len(parts) - len(nulls) > 2 and type_.base in (*INTEGERS, "date"):
        # Trino takes values in a row for a range and NULL for one of them:
        # https://github.com/trinodb/trino/pull/30986
        raise unsupported(f"IN over NULL and several values of the type {type_}")
    alone = len(node.items) == 1  # a query alone in a list would be one that lists to DuckDB
    if type_.base in FLOATS or type_.of or alone:
        terms = [compared("=", values[0], item) for item in values[1:]]
        return made_of(f"({' OR '.join(terms)})", BOOLEAN, parts)
    items = ", ".join(item.sql for item in values[1:])
    return made_of(f"({values[0].sql} IN ({items}))", BOOLEAN, parts)


def _row_in(node: tree.InList, context: Context) -> str:
    rows = [item for item in (node.value, *node.items) if isinstance(item, tree.Row)]
    if len(rows) != len(node.items) + 1:
        raise unsupported("IN over rows that are not written out")
    return f"({' OR '.join(_rows_equal(rows[0], item, context) for item in rows[1:])})"


def _check_escapes(pattern: str | None, escape: str | None) -> None:
    """DuckDB lets an escape stand before anything."""
    if pattern is None or escape is None:
        raise unsupported("LIKE whose pattern or ESCAPE is no string literal")
    if len(escape) != 1:
        what = "Escape string must be a single character"
        raise SqlError("INVALID_FUNCTION_ARGUMENT", what)
    mark = re.escape(escape)
    if not re.fullmatch(rf"(?:{mark}[%_{mark}]|[^{mark}])*", pattern, re.DOTALL):
        what = "Escape character must be followed by '%', '_' or the escape character itself"
        raise SqlError("INVALID_FUNCTION_ARGUMENT", what)
    if escape * 2 in pattern:
        raise unsupported("LIKE with an escaped escape character")


def compared(operator: str, left: Typed, right: Typed) -> str:
    """A comparison of two values of one type."""
    if left.type.base == "map":
        left, right = (
            side.as_(f"trino_sorted_map({side.sql})", side.type) for side in (left, right)
        )
    if operator == "IS DISTINCT FROM":
        return f"({left.sql} IS DISTINCT FROM {right.sql})"
    plain = f"({left.sql} {operator} {right.sql})"
    if left.type.of:
        nulls = " OR ".join(_null_inside(side.sql, side.type) for side in (left, right))
        return f"trino_unless_null_inside(({nulls}), {plain})"
    return _with_nan(operator, left, right) if left.type.base in FLOATS else plain


def _with_nan(operator: str, left: Typed, right: Typed) -> str:
    """NaN equals nothing and is neither more nor less in Trino; in DuckDB it is the greatest number.

    Beside NULL it is unknown in both.
    """
    plain = f"({left.sql} {operator} {right.sql})"
    watched: dict[str, Callable[[], tuple[Typed, ...]]] = {
        "=": lambda: (left,) if not left.constant else (right,),
        "<>": lambda: (left, right),
        "<": lambda: (right,),
        "<=": lambda: (right,),
        ">": lambda: (left,),
        ">=": lambda: (left,),
    }
    odd = []
    for side in watched[operator]():
        other = right if side is left else left
        beside = "" if other.digits else f" AND {other.sql} IS NOT NULL"
        if not side.digits:
            odd.append(f"(trino_isnan({side.sql}){beside})")
    if not odd:
        return plain
    if operator == "<>":
        return f"({' OR '.join([plain, *odd])})"
    return f"({' AND '.join([plain, *(f'NOT {nan}' for nan in odd)])})"


def without_null_inside(sql: str, type_: Type) -> str:
    """An array, map or row that is to be put in order: Trino fails where a NULL is in it."""
    return f"trino_unless_null_inside({_null_inside(sql, type_)}, {sql})"


def _null_inside(sql: str, type_: Type) -> str:
    """Is there a NULL in an array, map or row?"""
    if type_.base == "row":
        return f"({' OR '.join(f'({sql}).{quoted(name)} IS NULL' for name in type_.field_names)})"
    return f"trino_has_null({f'map_values({sql})' if type_.base == 'map' else sql})"
