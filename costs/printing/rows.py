"""Printing rows: a table for people, CSV and JSON for programs."""

import csv
import json
import sys
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from costs.bill.question import Answer

UNLIMITED = 1_000_000  # columns of characters


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
    """As a table, or each row as a list of its columns when a table is too wide to be read."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    table = Table(*found.columns)
    for row in found.rows:
        table.add_row(*(value or "" for value in row))
    if Console(width=UNLIMITED).measure(table).maximum <= console.width:
        console.print(table)
        return
    width = max(len(name) for name in found.columns)
    for number, row in enumerate(found.rows, start=1):
        print(f"-- row {number:,}")
        for name, value in zip(found.columns, row, strict=True):
            print(f"{name:{width}}  {'' if value is None else value}".rstrip())
