"""Printing rows: a table for people, CSV and JSON for programs."""

import csv
import json
import sys
from enum import StrEnum

from rich.console import Console
from rich.table import Table

from emulator.quick_query import Answer


class Format(StrEnum):
    """What `--format` accepts."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def show(found: Answer, output: Format) -> None:
    """To standard output. NULL is empty in tables and CSV, null in JSON."""
    if output is Format.CSV:
        writer = csv.writer(sys.stdout)
        writer.writerow(found.columns)
        writer.writerows(found.rows)
    elif output is Format.JSON:
        rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
        print(json.dumps(rows, indent=1, ensure_ascii=False))
    else:
        table = Table(*found.columns)
        for row in found.rows:
            table.add_row(*(value or "" for value in row))
        Console().print(table)
        print(f"{len(found.rows):,} rows, {found.scanned_bytes:,} bytes scanned")
