"""DuckDB's errors in Athena's words, as far as they have a counterpart.

Names and types are judged before DuckDB sees a statement, so what fails here fails on values. Left out,
because DuckDB doesn't tell it: which key repeats, which part of a date is wrong.
"""

import calendar
import re
from collections.abc import Callable

import duckdb

from athena.errors import SqlError, UnsupportedStatement, unsupported
from athena.text import athena_text

RAISED = re.compile(r"athena:(\w+): (.*?)(?:' to BOOL\b.*)?$", re.DOTALL)
UNDER_TRY = "TRY can not be used in combination with a volatile function"
WHOLE = {"INT8": "tinyint", "INT16": "smallint", "INT32": "integer", "INT64": "bigint"}
ARGUMENT, CAST, RANGE = (
    "INVALID_FUNCTION_ARGUMENT",
    "INVALID_CAST_ARGUMENT",
    "NUMERIC_VALUE_OUT_OF_RANGE",
)
TWO_ROWS = "SUBQUERY_MULTIPLE_ROWS"
Told = tuple[str, str]  # code and message


def _narrowed(found: re.Match[str]) -> Told:
    source, value, to = found[1], found[2], WHOLE.get(found[3], found[3])
    if source not in ("DOUBLE", "FLOAT"):
        return RANGE, f"Out of range for {to}: {value}"
    number = athena_text(float(value), "double")
    if to == "bigint":
        return CAST, f"Unable to cast {number} to bigint"
    if number == "NaN":
        return CAST, f"Cannot cast double NaN to {to}"
    return RANGE, f"Out of range for {to}: {number}"


def _decimal(found: re.Match[str]) -> Told:
    value, precision, scale = found.groups()
    if value.lstrip("-").isdecimal():
        kind = "INTEGER" if abs(int(value)) < 2**31 else "BIGINT"
    else:
        kind, value = "DOUBLE", athena_text(float(value), "double") or ""
    return CAST, f"Cannot cast {kind} '{value}' to DECIMAL({precision}, {scale})"


def _overflow(found: re.Match[str]) -> Told:
    type_ = WHOLE.get(found[2])
    return RANGE, f"{type_} {found[1]} overflow: {found[3]}" if type_ else "Decimal overflow"


def _abs(found: re.Match[str]) -> Told:
    """What overflows is the least number of its type."""
    type_ = WHOLE[f"INT{int(found[1]).bit_length()}"]
    return RANGE, f"Value {found[1]} is out of range for abs({type_})"


def _date(found: re.Match[str]) -> Told:
    month = calendar.month_name[int(found[1])].upper()
    return ARGUMENT, f"Invalid date '{month} {int(found[2])}'"


def _same(code: str, message: str) -> Callable[[re.Match[str]], Told]:
    return lambda found: (code, found.expand(message))


WORDS: tuple[tuple[str, Callable[[re.Match[str]], Told]], ...] = (
    ("[Dd]ivision by zero", _same("DIVISION_BY_ZERO", "Division by zero")),
    (
        "More than one row returned",
        _same(TWO_ROWS, "Scalar sub-query has returned multiple rows"),
    ),
    (r"Type (\w+) with value (\S+) can't be cast .* destination type (\w+)", _narrowed),
    (r"Could not cast value (\S+) to DECIMAL\((\d+),(\d+)\)", _decimal),
    (
        r'Casting value "(.*)" to type DECIMAL\((\d+),(\d+)\) failed',
        _same(CAST, r"Cannot cast DECIMAL '\1' to DECIMAL(\2, \3)"),
    ),
    (
        r"Failed to cast decimal value (\S+) to type INT32",
        _same(CAST, r"Cannot cast '\1' to INTEGER"),
    ),
    (
        r"Failed to cast decimal value (\S+) to type INT64",
        _same(CAST, r"Cannot cast '\1' to BIGINT"),
    ),
    (r"Overflow on abs\((-\d+)\)", _abs),
    (r"Overflow in (\w+) of (\w+)(?:\(\d+\))? \((.*)\)", _overflow),
    (
        r'Could not parse string "(.*)" according to format',
        _same(ARGUMENT, r'Invalid format: "\1"'),
    ),
    (r"Date out of range: \d+-(\d+)-(\d+)", _date),
    ("Map keys must be unique", _same(ARGUMENT, "Duplicate map keys are not allowed")),
    ("Map keys can not be NULL", _same(ARGUMENT, "map key cannot be null")),
    (
        "map key list does not align",
        _same(ARGUMENT, "Key and value arrays must be the same length"),
    ),
    (r"(Could not decode string .* as base64.*)", _same(ARGUMENT, r"\1")),
    (
        "Window .* expression cannot be (?:negative|NULL)|Invalid RANGE .* value",
        _same("INVALID_WINDOW_FRAME", "Window frame offset value must not be negative or null"),
    ),
    ("ntile must be greater than zero", _same(ARGUMENT, "Buckets must be greater than 0")),
    (r"Invalid UTF8 Codepoint (-?\d+)", _same(ARGUMENT, r"Not a valid Unicode code point: \1")),
)
KINDS: tuple[tuple[type[duckdb.Error], str], ...] = (
    (duckdb.ConversionException, CAST),
    (duckdb.OutOfRangeException, RANGE),
    (duckdb.InvalidInputException, ARGUMENT),
)


def raised(error: duckdb.Error, joined: bool) -> SqlError:
    """What fails while it runs. With `joined` rows it isn't known whether Trino gets that far."""
    found = sql_error(error)
    if not joined or isinstance(found, UnsupportedStatement) or found.code == TWO_ROWS:
        return found
    return unsupported(
        f"{found}, raised for a row that a join or a query inside may leave out first,"
    )


def sql_error(error: duckdb.Error) -> SqlError:
    """A macro's own words, or the first that fit; what has none is GENERIC_INTERNAL_ERROR."""
    if own := RAISED.search(str(error)):
        code, message = own.groups()
        kind = UnsupportedStatement if code == "NOT_SUPPORTED" else SqlError
        return kind(code, message)
    text = str(error).split("\n")[0]
    if UNDER_TRY in text:
        return unsupported("TRY around what it may have to refuse")
    message = re.sub(r"^[A-Z]\w+ (?:\w+ )*Error: ", "", text)
    if isinstance(error, duckdb.BinderException | duckdb.CatalogException | duckdb.ParserException):
        return unsupported(f"this statement ({message})")
    for pattern, told in WORDS:
        if found := re.search(pattern, message):
            return SqlError(*told(found))
    code = next((code for kind, code in KINDS if isinstance(error, kind)), "GENERIC_INTERNAL_ERROR")
    return SqlError(code, message)
