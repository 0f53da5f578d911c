"""What opening a dashboard reads: `python bench/panels.py [--rows N]`.

Each statement of each dashboard, panels and variables, as Grafana asks it of three generated, hourly
months: of sealed months, and the same of the line items that they are sealed from. What no sealed table
knows (Kubernetes, zones, tags) reads line items either way, and is told apart. The months stay in the
user's cache folder (120 MB). Bytes are those of the embedded engine.
"""

# ruff: noqa: E402 (the project is not installed: its folder must be on the path first)

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Column, Table

PROJECT = Path(__file__).parent.parent
sys.path.insert(0, str(PROJECT))

from scans import FIRST, ITEMS, WIDTH, add_sealed, ask, seal

from athena.engine import Engine
from athena.tables import Partition
from dashboards.subject import Subject
from emulator.bills.billed_month import BilledMonth
from emulator.bills.billed_tables import BilledTables
from emulator.bills.generator.cache import generated_months
from emulator.bills.generator.story import BillingStory
from emulator.cloud.engine_name import EngineName
from emulator.cloud.folder_engine import engine_over
from emulator.environment import Emulated
from modules.datasets import CUR2
from modules.sealed import TABLE_NAME, TABLES, Sealing
from tests.dashboards.boards import Statement, boards_of, statements
from tests.dashboards.grafana import Range, expanded

RANGE = 3  # months, the dashboards' own default
FLOOR = 10e6  # bytes that Athena bills for a query at least


@dataclass(frozen=True)
class Read:
    """Bytes of one statement; `items` is None for what no sealed table knows."""

    statement: Statement
    read: int
    items: int | None


def measure(engine: Engine, database: str, statement: Statement, times: Range) -> Read:
    sql = expanded(statement.sql, dict(statement.chosen), times)
    sealed = any(name in sql for name in TABLES)
    items = TABLE_NAME.sub(lambda found: ITEMS.format(found[1]), sql)
    return Read(
        statement,
        ask(engine, database, sql, ()).scanned,
        ask(engine, database, items, ()).scanned if sealed else None,
    )


def show(read: Sequence[Read], months: Sequence[BilledMonth]) -> Table:
    size = sum(chunk.stat().st_size for month in months for chunk in month.chunks)
    numbers = (
        "statements",
        "sealed MB",
        "the same of items MB",
        "fewer",
        "not sealed MB",
        "billed $",
    )
    table = Table(
        Column(no_wrap=True),
        *(Column(number, justify="right") for number in numbers),
        title=f"Opening a dashboard over {len(months)} months, {size / 1e6:.0f} MB",
    )
    for board in (*dict.fromkeys(found.statement.board for found in read), "all"):
        table.add_row(
            board.removesuffix(".json"),
            *figures([r for r in read if board in (r.statement.board, "all")]),
        )
    return table


def figures(read: Sequence[Read]) -> Sequence[str]:
    sealed = sum(found.read for found in read if found.items is not None)
    items = sum(found.items or 0 for found in read)
    others = sum(found.read for found in read if found.items is None)
    billed = sum(max(found.read, FLOOR) for found in read) * 5 / 1e12
    return (
        str(len(read)),
        f"{sealed / 1e6:.2f}",
        f"{items / 1e6:.0f}",
        f"{items / sealed:.0f}x" if sealed else "",
        f"{others / 1e6:.1f}" if others else "",
        f"{billed:.4f}",
    )


def main() -> None:
    """Print a line for each dashboard."""
    parser = argparse.ArgumentParser(description="What opening a dashboard reads.")
    parser.add_argument("--rows", type=int, default=1_060_000, help="line items a month, roughly")
    given = parser.parse_args()
    emulated = Emulated.read("example")
    sealing, database = Sealing.of(emulated.plan), emulated.names.database
    assert sealing
    story = BillingStory(FIRST, RANGE, granularity="HOURLY", line_items_per_month=given.rows)
    with tempfile.TemporaryDirectory(prefix="aws-cost-pipeline-") as scratch:
        months = generated_months(story, CUR2, Path(scratch))
        billed = BilledTables(emulated, months)
        sealed: dict[str, list[Partition]] = {table.name: [] for table in sealing.tables}
        with engine_over(EngineName.DUCKDB, emulated, billed) as engine:
            for table in sealing.tables:
                for month in months:
                    _, partition = seal(engine, database, table, month, Path(scratch))
                    sealed[table.name].append(partition)
        for table in sealing.tables:
            add_sealed(billed, database, table, sealed[table.name])
        first, last = (months[place].period for place in (0, -1))
        times = Range(
            datetime(first.year, first.month, 1, tzinfo=UTC),
            datetime(last.year, last.month, 28, tzinfo=UTC),
        )
        with engine_over(EngineName.DUCKDB, emulated, billed) as engine:
            asked = statements(boards_of(Subject.of(emulated.plan)))
            read = [measure(engine, database, statement, times) for statement in asked]
        console = Console(width=max(Console().width, WIDTH))
        console.print(show(read, months))


if __name__ == "__main__":
    main()
