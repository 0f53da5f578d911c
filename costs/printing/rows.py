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

if TYPE_CHECKING:
    from costs.bill.question import Answer


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
        _show_table(found)
        noun = "row" if len(found.rows) == 1 else "rows"
        print(f"{len(found.rows):,} {noun}, {found.scanned_bytes:,} bytes scanned")


def _show_table(found: "Answer") -> None:
    """As a table, or each row as a list of its columns where a table can't be read."""
    lines = [found.columns, *(tuple(value or "" for value in row) for row in found.rows)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    broken = any("\n" in value for line in lines for value in line)
    if broken or sum(widths) + 3 * len(widths) + 1 > shutil.get_terminal_size().columns:
        _show_lists(found)
        return
    print(_rule("┏━┳┓", widths))
    print(_line("┃", lines[0], widths))
    print(_rule("┡━╇┩", widths))
    for line in lines[1:]:
        print(_line("│", line, widths))
    print(_rule("└─┴┘", widths))


def _rule(characters: str, widths: Sequence[int]) -> str:
    left, stroke, between, right = tuple(characters)
    return left + between.join(stroke * (width + 2) for width in widths) + right


def _line(stroke: str, values: Sequence[str], widths: Sequence[int]) -> str:
    cells = (
        f" {value}{' ' * (width - _width(value))} "
        for value, width in zip(values, widths, strict=True)
    )
    return stroke + stroke.join(cells) + stroke


def _width(text: str) -> int:
    """On a terminal, where Chinese characters take two places and accents none."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)


def _show_lists(found: "Answer") -> None:
    width = max(len(name) for name in found.columns)
    for number, row in enumerate(found.rows, start=1):
        print(f"-- row {number:,}")
        for name, value in zip(found.columns, row, strict=True):
            print(f"{name:{width}}  {'' if value is None else value}".rstrip())
