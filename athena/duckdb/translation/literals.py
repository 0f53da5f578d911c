"""Literals: `1` is integer, `1.50` and `1e0` are double, and strings have their length."""

import json
import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from athena.duckdb.translation.casts import cast_sql, castable
from athena.duckdb.translation.context import Context, translate
from athena.duckdb.translation.session import CATALOG
from athena.duckdb.translation.texts import moment_sql, rounded
from athena.duckdb.translation.type_names import named_type
from athena.duckdb.translation.typed import Typed
from athena.errors import SqlError, unsupported
from athena.quoting import text
from athena.sql import tree
from athena.types import (
    BIGINT,
    BOOLEAN,
    DATE,
    DAYS,
    DOUBLE,
    INTEGER,
    MONTHS,
    UNKNOWN,
    VARBINARY,
    ZONED,
    Type,
    UnknownTypeError,
    decimal,
    varchar,
)

MILLISECONDS = {"DAY": 86_400_000, "HOUR": 3_600_000, "MINUTE": 60_000, "SECOND": 1_000}
DAY_UNITS = ("DAY", "HOUR", "MINUTE", "SECOND")
MOMENT = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?: (\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,12}))?)?)?"
    r"(?:\s*([+-]\d{2}:\d{2}|[A-Za-z][\w/+-]*))?"
)


def constant(sql: str, type_: Type, literal: str | None = None, digits: str = "") -> Typed:
    return Typed(sql, type_, literal=literal, digits=digits, constant=True)


@translate.register
def _null(node: tree.Null, context: Context) -> Typed:
    return constant("NULL", UNKNOWN)


@translate.register
def _boolean(node: tree.Boolean, context: Context) -> Typed:
    return constant("true" if node.value else "false", BOOLEAN)


@translate.register
def _string(node: tree.String, context: Context) -> Typed:
    return constant(text(node.value), varchar(len(node.value)), node.value)


@translate.register
def _binary(node: tree.Binary, context: Context) -> Typed:
    return constant(f"unhex({text(node.hexadecimal)})", VARBINARY)


@translate.register
def _number(node: tree.Number, context: Context) -> Typed:
    if node.kind in ("double", "decimal"):  # in Trino `1.5` is a decimal, but not in Athena
        return constant(f"CAST({text(node.digits)} AS DOUBLE)", DOUBLE, digits=node.digits)
    value = int(node.digits)
    if -(2**31) <= value < 2**31:
        return constant(f"CAST({value} AS INTEGER)", INTEGER, digits=node.digits)
    if not -(2**63) <= value < 2**63:
        raise node.span.error("SYNTAX_ERROR", f"Invalid numeric literal: {node.digits}")
    return constant(f"CAST({value} AS BIGINT)", BIGINT, digits=node.digits)


@translate.register
def _parameter(node: tree.Parameter, context: Context) -> Typed:
    given = context.session.parameter(node)
    return constant("NULL", UNKNOWN) if given is None else context.typed(given)


@translate.register
def _typed_literal(node: tree.TypedLiteral, context: Context) -> Typed:
    try:
        type_ = named_type(node.type)
    except UnknownTypeError:
        what = f"Unknown resolvedType: {node.type.span.text}"
        raise node.span.error("TYPE_NOT_FOUND", what) from None
    if type_.base in ("date", "timestamp"):
        return _moment(node, type_)
    if type_.base == "decimal" and not node.type.arguments:
        return _decimal(node.value, node)
    if type_.base == "json":
        if not _is_json(node.value):
            raise _invalid(node, node.value, "JSON")
        return constant(f"trino_json_parse({text(node.value)})", type_)
    if not castable(varchar(len(node.value)), type_):
        raise unsupported(f"a literal of the type {type_}")
    return constant(cast_sql(text(node.value), varchar(len(node.value)), type_), type_)


def _is_json(value: str) -> bool:
    """DuckDB and Python take NaN and Infinity, too."""
    try:
        json.loads(value, parse_constant=_no_constant)
    except ValueError:
        return False
    return True


def _no_constant(name: str) -> None:
    raise ValueError(name)


@translate.register
def _interval_literal(node: tree.IntervalLiteral, context: Context) -> Typed:
    months = node.first in ("YEAR", "MONTH")
    amount = _months(node) if months else _milliseconds(node)
    type_ = Type(MONTHS) if months else Type(DAYS)
    return constant(f"CAST({node.sign * amount} AS {type_.duckdb})", type_)


@translate.register
def _current(node: tree.Current, context: Context) -> Typed:
    now = context.session.now
    match node.what:
        case "CURRENT_DATE":
            return constant(f"DATE '{now:%Y-%m-%d}'", DATE)
        case "CURRENT_TIMESTAMP" | "LOCALTIMESTAMP":
            digits = 3 if node.precision is None else node.precision
            base = ZONED if node.what == "CURRENT_TIMESTAMP" else "timestamp"
            return constant(moment_sql(rounded(now, digits)), Type(base, (min(digits, 6),)))
        case "CURRENT_CATALOG":
            return _string(tree.String(node.span, CATALOG), context)
        case "CURRENT_SCHEMA":
            return _string(tree.String(node.span, context.session.database), context)
    raise unsupported(node.what)


def _decimal(digits: str, node: tree.Expression) -> Typed:
    found = re.fullmatch(r"([+-]?)0*(\d*)(?:\.(\d*))?", digits.strip())
    if found is None or not re.search(r"\d", digits):
        raise _invalid(node, digits, "DECIMAL")
    sign, whole, fraction = found[1], found[2], found[3] or ""
    type_ = decimal(max(len(whole + fraction), 1), len(fraction))
    if type_.size[0] > 38:
        raise _invalid(node, digits, "DECIMAL")
    return constant(f"CAST({text(f'{sign}{whole or 0}.{fraction or 0}')} AS {type_.duckdb})", type_)


def _invalid(node: tree.Expression, value: str, type_: str) -> SqlError:
    return node.span.error("INVALID_LITERAL", f"'{value}' is not a valid {type_} literal")


def _moment(node: tree.TypedLiteral, type_: Type) -> Typed:
    """DATE or TIMESTAMP: its digits are its precision, its zone makes it a zoned one."""
    found = MOMENT.fullmatch(node.value.strip())
    name = type_.base.upper()
    if not found or (name == "DATE" and (found[4] or found[8])):
        raise _invalid(node, node.value, name)
    year, month, day, hour, minute, second = (int(found[n] or 0) for n in range(1, 7))
    fraction = found[7] or ""
    if len(fraction) > 6:
        raise unsupported(f"a timestamp finer than microseconds ({node.value})")
    try:
        moment = datetime(year, month, day, hour, minute, second, int(fraction.ljust(6, "0")))
        zone = _zone(found[8]) if found[8] else None
    except (ValueError, ZoneInfoNotFoundError):
        raise _invalid(node, node.value, name) from None
    if name == "DATE":
        return constant(f"DATE '{moment:%Y-%m-%d}'", DATE)
    size = (len(fraction),)
    if zone is None:
        return constant(moment_sql(moment), Type("timestamp", size))
    instant = moment.replace(tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != moment:  # clocks were put forward over it
        raise _invalid(node, node.value, name)
    return constant(moment_sql(instant), Type(ZONED, size, zone=found[8]))


def _zone(name: str) -> timezone | ZoneInfo:
    if name in ("+00:00", "-00:00"):
        return timezone(timedelta())
    if "/" not in name and name != "UTC":
        raise unsupported(f"the time zone {name} (name a region)")
    return ZoneInfo(name)


def _months(node: tree.IntervalLiteral) -> int:
    pattern = r"(\d+)-(\d+)" if node.last != node.first else r"(\d+)"
    found = re.fullmatch(pattern, node.value.strip().lstrip("+-"))
    if found is None or node.last not in ("YEAR", "MONTH"):
        raise _invalid(node, node.value, "INTERVAL")
    numbers = [int(number) for number in found.groups()]
    months = numbers[0] * (12 if node.first == "YEAR" else 1) + sum(numbers[1:])
    return -months if node.value.strip().startswith("-") else months


def _milliseconds(node: tree.IntervalLiteral) -> int:
    """`2 03:04:05.678 DAY TO SECOND`; the parts are those from the first unit to the last."""
    if node.last not in DAY_UNITS or DAY_UNITS.index(node.last) < DAY_UNITS.index(node.first):
        raise _invalid(node, node.value, "INTERVAL")
    units = DAY_UNITS[DAY_UNITS.index(node.first) : DAY_UNITS.index(node.last) + 1]
    numbers = re.split(r"[ :]", node.value.strip().lstrip("+-"))
    fits = all(re.fullmatch(r"\d+", number) for number in numbers[:-1])
    if len(numbers) != len(units) or not fits or not re.fullmatch(r"\d+(\.\d{0,3})?", numbers[-1]):
        raise _invalid(node, node.value, "INTERVAL")
    found = sum(float(n) * MILLISECONDS[unit] for n, unit in zip(numbers, units, strict=True))
    return round(-found if node.value.strip().startswith("-") else found)
