"""Printing rows: a table for people, CSV and JSON for programs.

Plain code: rich takes longer to load than most questions take to answer.
"""

import csv
import json
import shutil
import sys
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from costs.printing.rounding import rounded

if TYPE_CHECKING:
    from costs.bill.question import Answer


Row = tuple[str | None, ...]
NUMBERS = ("double", "real", "tinyint", "smallint", "integer", "bigint")


class Format(StrEnum):
    """What `--format` accepts."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def show(found: "Answer", output: Format) -> None:
    """To standard output. NULL is empty in tables and CSV, null in JSON."""
    if output is Format.CSV:
        writer = csv.writer(sys.stdout)
        writer.writerow(found.columns)
        writer.writerows(found.rows)
    elif output is Format.JSON:
        rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
        print(json.dumps(rows, indent=1, ensure_ascii=False))
    else:
        shown = rounded(found)
        _show_table(found.columns, shown, tuple(type_ in NUMBERS for type_ in found.types))
        noun = "row" if len(shown) == 1 else "rows"
        note = "" if shown == found.rows else "; rounded, --format csv isn't"
        print(f"{len(shown):,} {noun}, {found.scanned_bytes:,} bytes scanned{note}")


def _show_table(columns: Sequence[str], rows: Sequence[Row], numbers: Sequence[bool]) -> None:
    """As a table, or each row as a list of its columns where a table can't be read."""
    lines = [tuple(columns), *(tuple(value or "" for value in row) for row in rows)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    broken = any("\n" in value for line in lines for value in line)
    if broken or sum(widths) + 3 * len(widths) + 1 > shutil.get_terminal_size().columns:
        _show_lists(columns, rows)
        return
    print(_rule("┏━┳┓", widths))
    right = tuple(numbers) or (False,) * len(widths)
    print(_line("┃", lines[0], widths, right))
    print(_rule("┡━╇┩", widths))
    for line in lines[1:]:
        print(_line("│", line, widths, right))
    print(_rule("└─┴┘", widths))


def _rule(characters: str, widths: Sequence[int]) -> str:
    left, stroke, between, right = tuple(characters)
    return left + between.join(stroke * (width + 2) for width in widths) + right


def _line(stroke: str, values: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    cells = []
    for value, width, is_number in zip(values, widths, right, strict=True):
        space = " " * (width - _width(value))
        cells.append(f" {space}{value} " if is_number else f" {value}{space} ")
    return stroke + stroke.join(cells) + stroke


def _width(text: str) -> int:
    """On a terminal, where Chinese characters take two places and accents none."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)


def _show_lists(columns: Sequence[str], rows: Sequence[Row]) -> None:
    width = max(len(name) for name in columns)
    for number, row in enumerate(rows, start=1):
        print(f"-- row {number:,}")
        for name, value in zip(columns, row, strict=True):
            print(f"{name:{width}}  {'' if value is None else value}".rstrip())
