"""Date formats and units: MySQL's (`%Y-%m`), Joda's (`yyyy-MM`), and the words of date_trunc.

Formats are translated to strftime's before a row is read, so they must be string literals.
"""

import re

from athena.errors import SqlError, unsupported
from athena.types import Type

MYSQL = {
    "a": "%a", "b": "%b", "c": "%-m", "d": "%d", "e": "%-d", "f": "%f", "H": "%H", "h": "%I",
    "I": "%I", "i": "%M", "j": "%j", "k": "%-H", "l": "%-I", "M": "%B", "m": "%m", "p": "%p",
    "r": "%I:%M:%S %p", "S": "%S", "s": "%S", "T": "%H:%M:%S", "v": "%V", "W": "%A", "x": "%G",
    "Y": "%Y", "y": "%y", "%": "%%",
}  # fmt: skip
MYSQL_REFUSED = "DUuVwX"
JODA = {
    "yyyy": "%Y", "y": "%Y", "yy": "%y", "MM": "%m", "M": "%-m", "MMM": "%b", "MMMM": "%B",
    "dd": "%d", "d": "%-d", "HH": "%H", "H": "%-H", "hh": "%I", "h": "%-I", "mm": "%M", "m": "%-M",
    "ss": "%S", "s": "%-S", "SSS": "%g", "a": "%p", "EEE": "%a", "EEEE": "%A", "D": "%-j",
    "xxxx": "%G", "ww": "%V", "e": "%u",
}  # fmt: skip
JODA_PIECE = re.compile(r"'((?:[^']|'')*)'|(([A-Za-z])\3*)|.", re.DOTALL)
DATE_UNITS = ("day", "week", "month", "quarter", "year")
TIME_UNITS = ("millisecond", "second", "minute", "hour")
PARSED = {"%Y", "%m", "%-m", "%d", "%-d", "%H", "%-H", "%M", "%S", "%b", "%B", "%f", "%T", "%%"}


def unit_of(literal: str | None, type_: Type) -> str:
    """A unit of date_trunc, date_add and date_diff in lower case."""
    if literal is None:
        raise unsupported("a date unit that is no string literal")
    unit = literal.lower()
    units = DATE_UNITS if type_.base == "date" else (*DATE_UNITS, *TIME_UNITS)
    if unit not in units:
        kind = "DATE" if type_.base == "date" else "TIMESTAMP"
        raise SqlError("INVALID_FUNCTION_ARGUMENT", f"'{literal}' is not a valid {kind} field")
    return unit


def mysql_format(literal: str | None) -> list[str]:
    """The pieces of a date_format pattern in strftime's spelling."""
    if literal is None:
        raise unsupported("a date format that is no string literal")
    pieces = []
    for piece in re.findall(r"%.|[^%]+|%$", literal, re.DOTALL):
        if piece.startswith("%") and len(piece) == 2:
            letter = piece[1]
            if letter in MYSQL_REFUSED:
                what = f"%{letter} not supported in date format string"
                raise SqlError("INVALID_FUNCTION_ARGUMENT", what)
            pieces.append(MYSQL.get(letter, letter))
        else:
            pieces.append(piece.replace("%", "%%"))
    return pieces


def joda_format(literal: str | None) -> list[str]:
    """The pieces of a format_datetime pattern in strftime's spelling."""
    if literal is None:
        raise unsupported("a date format that is no string literal")
    pieces = []
    for match in JODA_PIECE.finditer(literal):
        quoted, letters = match[1], match[2]
        if letters and letters not in JODA:
            raise unsupported(f"the date format letters {letters}")
        plain = match[0] if quoted is None else quoted.replace("''", "'") or "'"
        pieces.append(JODA[letters] if letters else plain.replace("%", "%%"))
    return pieces


def parsable(pieces: list[str]) -> str:
    """A format that strptime reads as Trino does; what it leaves out would default differently."""
    known = {piece for piece in pieces if piece.startswith("%")}
    if "%Y" not in known or known - PARSED - {"%H:%M:%S"}:
        raise unsupported("parsing dates in that format")
    return "".join(piece.replace("%-", "%") for piece in pieces)
