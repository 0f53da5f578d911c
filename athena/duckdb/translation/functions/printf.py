"""Trino's format(): Java's `%s`, `%d`, `%05d`, `%.2f` and `%,.2f`, piece by piece."""

import re

from athena.duckdb.translation.casts import cast_sql
from athena.duckdb.translation.typed import Typed
from athena.errors import SqlError, unsupported
from athena.quoting import text
from athena.types import INTEGERS, NUMBERS, VARCHAR

PIECE = re.compile(r"%(,)?(0)?(\d+)?(?:\.(\d+))?([a-zA-Z])|(%%)|([^%]+)|(%)")


def printf(pattern: str, values: list[Typed]) -> str:
    """The DuckDB expression of a formatted text."""
    pieces, left = [], list(values)
    for match in PIECE.finditer(pattern):
        commas, zero, width, digits, letter, percent, plain, _ = match.groups()
        if plain or percent:
            pieces.append(text(plain or "%"))
            continue
        if not left:
            raise SqlError("INVALID_FUNCTION_ARGUMENT", f"Format specifier '{match[0]}'")
        if letter is None:
            raise unsupported(f"format('{pattern}')")
        found = _formatted(letter, left.pop(0), int(digits or 6), commas is not None, pattern)
        pieces.append(_padded(found, zero is not None, width))
    return f"({' || '.join(pieces) or text('')})"


def _formatted(letter: str, value: Typed, digits: int, commas: bool, pattern: str) -> str:
    base = value.type.base
    if letter == "s" and not commas and base in ("varchar", "boolean", *INTEGERS, "date"):
        return f"coalesce({cast_sql(value.sql, value.type, VARCHAR)}, 'null')"
    if letter == "d" and base in INTEGERS:
        grouped = f"format('{{:,}}', {value.sql})" if commas else f"CAST({value.sql} AS VARCHAR)"
        return f"coalesce({grouped}, 'null')"
    if letter == "f" and base in NUMBERS and base not in INTEGERS:
        null = text("null"[:digits])  # Java cuts it to the precision too
        rounded = f"CAST(CAST(abs({value.sql}) AS VARCHAR) AS DECIMAL(38,{digits}))"
        return f"coalesce(trino_fixed({value.sql}, {rounded}, {str(commas).lower()}), {null})"
    raise unsupported(f"format('{pattern}') of {value.type}")


def _padded(sql: str, zero: bool, width: str | None) -> str:
    if width is None:
        return sql
    name = "trino_padded_with_zeros" if zero else "trino_padded"
    return f"{name}({sql}, {width})"
