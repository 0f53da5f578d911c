"""Arithmetic: Trino's result types, whole-number division, decimals, dates and intervals."""

from dataclasses import replace

from athena.duckdb.translation.casts import widened
from athena.duckdb.translation.context import Context, translate
from athena.duckdb.translation.typed import Typed, made_of
from athena.duckdb.widening import as_decimal, common
from athena.errors import SqlError
from athena.sql import tree
from athena.types import BIGINT, DATE, DAYS, DOUBLE, INTEGERS, MONTHS, NUMBERS, ZONED, Type, decimal

INTERVALS = (DAYS, MONTHS)
MOMENTS = ("date", "timestamp", ZONED)
WHOLE_DAYS = "Cannot add hour, minutes or seconds to a date"


@translate.register
def _sign(node: tree.Sign, context: Context) -> Typed:
    value = context.typed(node.value)
    if value.type.base not in (*NUMBERS, *INTERVALS, "unknown"):
        what = "negate" if node.operator == "-" else "apply unary plus to"
        raise node.span.error("TYPE_MISMATCH", f"Cannot {what} {value.type}")
    if node.operator == "+" or value.type.base == "unknown":
        return value
    # DuckDB widens what has no counterpart, such as the least integer.
    return value.as_(f"CAST(-{value.sql} AS {value.type.duckdb})", value.type)


@translate.register
def _arithmetic(node: tree.Arithmetic, context: Context) -> Typed:
    left, right = context.typed(node.left), context.typed(node.right)
    operator = node.operator
    found = None
    bases = {left.type.base, right.type.base}
    if bases <= {*NUMBERS, "unknown"} and bases != {"unknown"}:
        found = _numbers(operator, left, right)
    elif bases & {*INTERVALS, *MOMENTS}:
        found = _moments(operator, left, right)
    elif bases == {"unknown"}:
        found = made_of("NULL", Type("unknown"), (left, right))
    if found is None:
        raise mismatch(node, operator, left.type, right.type)
    return replace(found, fails=found.fails or found.type.base not in ("double", "real"))


def _moments(operator: str, left: Typed, right: Typed) -> Typed | None:
    if operator in "+-" and left.type.base in MOMENTS and right.type.base in INTERVALS:
        return _shifted(operator, left, right)
    if operator == "+" and left.type.base in INTERVALS and right.type.base in MOMENTS:
        return _shifted(operator, right, left)
    if operator == "-" and left.type.base in MOMENTS and right.type.base in MOMENTS:
        return _elapsed(left, right)
    return _intervals(operator, left, right)


def mismatch(node: tree.Expression, operator: str, left: Type, right: Type) -> SqlError:
    """Trino knows only half of the comparisons and turns the others around."""
    operator = {">": "<", ">=": "<=", "<>": "="}.get(operator, operator)
    return node.span.error("TYPE_MISMATCH", f"Cannot apply operator: {left} {operator} {right}")


def _numbers(operator: str, left: Typed, right: Typed) -> Typed:
    type_ = common(left.type, right.type)
    assert type_ is not None
    if type_.base == "decimal":
        return _decimals(operator, left, right)
    one, other = widened(left, type_), widened(right, type_)
    if operator == "%" and type_.base in ("double", "real"):
        return made_of(f"trino_remainder({one.sql}, {other.sql})", type_, (left, right))
    symbol = "//" if operator == "/" and type_.base in INTEGERS else operator
    return made_of(f"({one.sql} {symbol} {other.sql})", type_, (left, right))


def _decimals(operator: str, left: Typed, right: Typed) -> Typed:
    (p1, s1), (p2, s2) = (_size(left.type, right.type), _size(right.type, left.type))
    one, other = widened(left, decimal(p1, s1)), widened(right, decimal(p2, s2))
    scale = max(s1, s2)
    whole = max(p1 - s1, p2 - s2)
    match operator:
        case "+" | "-":
            type_ = decimal(min(38, whole + scale + 1), scale)
            parts = [f"CAST({side.sql} AS {type_.duckdb})" for side in (one, other)]
            sql = f"CAST({parts[0]} {operator} {parts[1]} AS {type_.duckdb})"
        case "*":
            type_ = decimal(min(38, p1 + p2), s1 + s2)
            sql = f"CAST({one.sql} * {other.sql} AS {type_.duckdb})"
        case "/":
            type_ = decimal(min(38, p1 + s2 + max(s2 - s1, 0)), scale)
            sql = (
                f"CAST(trino_ratio({one.sql}, {other.sql}, {s1}, {s2}, {scale}) AS {type_.duckdb})"
            )
        case _:
            type_ = decimal(min(p2 - s2, p1 - s1) + scale, scale)
            sql = f"CAST({one.sql} % {other.sql} AS {type_.duckdb})"
    return made_of(sql, type_, (left, right))


def _size(type_: Type, other: Type) -> tuple[int, int]:
    precision, scale = as_decimal(type_ if type_.base != "unknown" else other).size
    return precision, scale


def _shifted(operator: str, moment: Typed, interval: Typed) -> Typed:
    sign = "-" if operator == "-" else ""
    if interval.type.base == MONTHS:
        sql = f"({moment.sql} + to_months(CAST({sign}{interval.sql} AS INTEGER)))"
        if moment.type == DATE:
            sql = f"CAST({sql} AS DATE)"
        return made_of(sql, moment.type, (moment, interval))
    if moment.type == DATE:
        days = f"trino_whole_days({sign}{interval.sql}, '{WHOLE_DAYS}')"
        return made_of(f"CAST({moment.sql} + {days} AS DATE)", DATE, (moment, interval))
    type_ = Type(moment.type.base, max(moment.type.size, (3,)), zone=moment.type.zone)
    sql = f"({moment.sql} + to_microseconds({sign}{interval.sql} * 1000))"
    return made_of(sql, type_, (moment, interval))


def _elapsed(left: Typed, right: Typed) -> Typed | None:
    type_ = common(left.type, right.type)
    if type_ is None:
        return None
    times = [f"CAST({widened(side, type_).sql} AS TIMESTAMP)" for side in (left, right)]
    sql = f"((epoch_us({times[0]}) - epoch_us({times[1]})) // 1000)"
    return made_of(sql, Type(DAYS), (left, right))


def _intervals(operator: str, left: Typed, right: Typed) -> Typed | None:
    """Intervals among themselves, or times a number."""
    kinds = (left.type.base, right.type.base)
    if operator in "+-" and kinds[0] == kinds[1]:
        return made_of(f"({left.sql} {operator} {right.sql})", left.type, (left, right))
    if operator == "*" and kinds[1] in INTERVALS:
        left, right = right, left
    if operator not in "*/" or left.type.base not in INTERVALS or right.type.base not in NUMBERS:
        return None
    if operator == "*" and right.type.base in INTEGERS:
        sql = f"({left.sql} * {widened(right, BIGINT).sql})"
    else:
        sql = f"trunc({left.sql} {operator} {widened(right, DOUBLE).sql})"
    return made_of(f"CAST({sql} AS {left.type.duckdb})", left.type, (left, right))
