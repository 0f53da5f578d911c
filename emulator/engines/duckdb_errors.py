"""DuckDB's errors in Athena's words, as far as they have a counterpart."""

import re

import duckdb

from emulator.engines import SqlError, UnsupportedStatement

_KINDS: tuple[tuple[type[duckdb.Error], str, str], ...] = (
    (duckdb.BinderException, r'Referenced column "([^"]+)" not found', "COLUMN_NOT_FOUND"),
    (duckdb.BinderException, r"must appear in the GROUP BY", "EXPRESSION_NOT_AGGREGATE"),
    (duckdb.CatalogException, r"Function with name (\S+) does not exist", "FUNCTION_NOT_FOUND"),
    (duckdb.ConversionException, r"", "INVALID_CAST_ARGUMENT"),
    (duckdb.ParserException, r"", "SYNTAX_ERROR"),
    (duckdb.BinderException, r"", "TYPE_MISMATCH"),
    (duckdb.OutOfRangeException, r"", "NUMERIC_VALUE_OUT_OF_RANGE"),
)


def sql_error(error: duckdb.Error) -> SqlError:
    """The first kind that fits; what has none is GENERIC_INTERNAL_ERROR."""
    text = str(error).split("\n")[0]
    message = re.sub(r"^[A-Z]\w+ Error: ", "", text)
    for kind, pattern, code in _KINDS:
        found = re.search(pattern, text)
        if isinstance(error, kind) and found:
            if code == "COLUMN_NOT_FOUND":
                message = f"Column '{found[1]}' cannot be resolved"
            if code == "FUNCTION_NOT_FOUND":
                return UnsupportedStatement(
                    "NOT_SUPPORTED", f"the embedded engine has no function {found[1]}"
                )
            return SqlError(code, message)
    return SqlError("GENERIC_INTERNAL_ERROR", message)
