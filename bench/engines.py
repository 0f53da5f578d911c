"""The saved queries on both engines, warm: `python bench/engines.py [--rows N]`.

CUR 2.0 is generated, hourly, and in two months; legacy CUR are the two real months in samples/. DuckDB
reads the files themselves, Trino gets them from the emulated S3. Time includes fetching all rows.
"""

# ruff: noqa: E402 (the project is not installed: its folder must be on the path first)

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Column, Table

PROJECT = Path(__file__).parent.parent
sys.path.insert(0, str(PROJECT))

from athena.engine import Engine, Statement
from emulator.bills.billed_month import BilledMonth
from emulator.bills.billed_tables import BilledTables
from emulator.bills.generator.months import write_months
from emulator.bills.generator.story import BillingStory
from emulator.bills.intake.totals import totals
from emulator.bills.sources import sample_months
from emulator.cloud.engine_name import EngineName
from emulator.cloud.folder_engine import engine_over
from emulator.environment import Emulated
from modules.datasets import CUR2, DATASETS, BillingPeriod, Dataset
from modules.sql import SavedQuery, default_parameters, read_queries

MONTHS = 2
RUNS = 3
NUMBERS = ("rows", "DuckDB s", "Trino s", "DuckDB MB", "Trino MB")
WIDTH = 120  # of the table, where there is no terminal


@dataclass(frozen=True)
class Measured:
    """The best of some runs; bytes are those of the last."""

    seconds: float
    rows: int
    scanned: int


def bill(rows: int, scratch: Path) -> tuple[BilledMonth, ...]:
    """The months of both datasets."""
    first = BillingPeriod(2026, 1)
    story = BillingStory(first, MONTHS, granularity="HOURLY", line_items_per_month=rows // MONTHS)
    generated = write_months(story, scratch / "billing")
    months = (BilledMonth(CUR2, month.period, month.chunks) for month in generated)
    return (*months, *sample_months())


def measure(engine: Engine, statement: Statement) -> Measured:
    """After one run to warm up."""
    seconds = []
    for _ in range(1 + RUNS):
        start = time.perf_counter()
        result = engine.run(statement)
        rows = sum(1 for _ in result.rows)
        seconds.append(time.perf_counter() - start)
    return Measured(min(seconds[1:]), rows, result.scanned_bytes)


def block(
    dataset: Dataset, months: Sequence[BilledMonth], database: str, engines: Sequence[Engine]
) -> list[list[str]]:
    """A line for the table, and one for each of its queries."""
    mine = [month for month in months if month.dataset is dataset]
    size = sum(chunk.stat().st_size for month in mine for chunk in month.chunks)
    items = sum(totals(month).rows for month in mine)
    lines = [[f"{dataset.title}: {items:,} line items, {size / 1e6:.0f} MB", *[""] * len(NUMBERS)]]
    for query in read_queries(dataset.table):
        found = [measure(engine, asked(query, mine, database)) for engine in engines]
        scanned = [f"{m.scanned / 1e6:.2f} ({m.scanned / size:.1%})" for m in found]
        times = [f"{m.seconds:.2f}" for m in found]
        lines.append([f"  {query.name}", f"{found[0].rows:,}", *times, *scanned])
    return lines


def asked(query: SavedQuery, months: Sequence[BilledMonth], database: str) -> Statement:
    parameters = default_parameters(query.sql, [month.period for month in months])
    return Statement(query.sql, database, tuple(parameters))


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description="The saved queries on DuckDB and on Trino.")
    parser.add_argument("--rows", type=int, default=2_000_000, help="line items of CUR 2.0")
    rows = parser.parse_args().rows
    emulated = Emulated.read("example")
    progress = Console(stderr=True)
    with tempfile.TemporaryDirectory(prefix="aws-cost-pipeline-") as scratch:
        months = bill(rows, Path(scratch))
        catalog = BilledTables(emulated, months)
        with (
            engine_over(EngineName.DUCKDB, emulated, catalog) as duckdb,
            engine_over(EngineName.TRINO, emulated, catalog, progress.print) as trino,
        ):
            table = Table(
                Column(no_wrap=True),
                *(Column(name, justify="right") for name in NUMBERS),
                title=f"warm, best of {RUNS}; MB scanned, and their share of the months' files",
            )
            for dataset in DATASETS:
                for line in block(dataset, months, emulated.names.database, (duckdb, trino)):
                    table.add_row(*line)
                table.add_section()
    Console(width=max(Console().width, WIDTH)).print(table)


if __name__ == "__main__":
    main()
