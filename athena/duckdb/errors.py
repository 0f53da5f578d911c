"""DuckDB's errors in Athena's words, as far as they have a counterpart.

Names and types are judged before DuckDB sees a statement, so what fails here fails on values.
"""

import re

import duckdb

from athena.errors import SqlError, UnsupportedStatement, unsupported

RAISED = re.compile(r"athena:(\w+): (.*?)(?:' to BOOL.*)?$", re.DOTALL)
UNDER_TRY = "TRY can not be used in combination with a volatile function"
_KINDS: tuple[tuple[type[duckdb.Error], str, str], ...] = (
    (duckdb.InvalidInputException, r"[Dd]ivision by zero", "DIVISION_BY_ZERO"),
    (duckdb.InvalidInputException, r"More than one row returned", "SUBQUERY_MULTIPLE_ROWS"),
    (duckdb.InvalidInputException, r"Map keys must be unique|Map key", "INVALID_FUNCTION_ARGUMENT"),
    (duckdb.ConversionException, r"out of range for the destination", "NUMERIC_VALUE_OUT_OF_RANGE"),
    (duckdb.ConversionException, r"", "INVALID_CAST_ARGUMENT"),
    (duckdb.OutOfRangeException, r"", "NUMERIC_VALUE_OUT_OF_RANGE"),
    (duckdb.InvalidInputException, r"", "INVALID_FUNCTION_ARGUMENT"),
)


def sql_error(error: duckdb.Error) -> SqlError:
    """A macro's own words, or the first kind that fits; what has none is GENERIC_INTERNAL_ERROR."""
    if raised := RAISED.search(str(error)):
        code, message = raised.groups()
        kind = UnsupportedStatement if code == "NOT_SUPPORTED" else SqlError
        return kind(code, message)
    text = str(error).split("\n")[0]
    if UNDER_TRY in text:
        return unsupported("TRY around what it may have to refuse")
    message = re.sub(r"^[A-Z]\w+ (?:\w+ )*Error: ", "", text)
    if isinstance(error, duckdb.BinderException | duckdb.CatalogException | duckdb.ParserException):
        return unsupported(f"this statement ({message})")
    for kind_of_error, pattern, code in _KINDS:
        if isinstance(error, kind_of_error) and re.search(pattern, text):
            return SqlError(code, message)
    return SqlError("GENERIC_INTERNAL_ERROR", message)
