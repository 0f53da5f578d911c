"""What sealed months save: `python bench/scans.py [--engine trino] [--months N] [--rows N]`.

Thirteen generated, hourly months of CUR 2.0. Each saved query that CUR 2.0 can answer is asked three
times over: of all months, of one, and of one that isn't there, for which nothing may be read. A question
to a sealed table is also asked of line items, in as many columns as it needs. The months are sealed by
the views that the state machine unloads, one file a month; Athena writes a few. Time includes fetching
all rows. Generated months are kept in the user's cache folder (0.5 GB); making them takes ten minutes.
"""

# ruff: noqa: E402 (the project is not installed: its folder must be on the path first)

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Column, Table

PROJECT = Path(__file__).parent.parent
sys.path.insert(0, str(PROJECT))

from athena.arrow import arrow_type
from athena.engine import Engine, Statement
from athena.tables import CatalogColumn, CatalogTable, DataFile, Partition
from athena.types import trino_type
from emulator.bills.billed_month import BilledMonth
from emulator.bills.billed_tables import BilledTables
from emulator.bills.generator.cache import generated_months
from emulator.bills.generator.story import BillingStory
from emulator.bills.intake.totals import totals
from emulator.cloud.engine_name import EngineName
from emulator.cloud.folder_engine import engine_over
from emulator.environment import Emulated
from modules.datasets import CUR2, BillingPeriod
from modules.sealed import PARTITION_KEY, TABLE_NAME, TABLES, SealedTable, Sealing
from modules.sql import SavedQuery, all_queries, default_parameters

MONTHS = 13
FIRST = BillingPeriod(2025, 1)
NOWHERE = (BillingPeriod(1999, 1),)
RUNS = 3  # of what takes milliseconds
ITEMS = "{}_items"  # a view: the columns of a sealed table, of line items
OF_AN_ITEM = {
    "first_day": "day",
    "last_day": "day",
    "line_items": "CAST(1 AS bigint)",
    "net_basis": "CAST('' AS varchar)",
}
NUMBERS = ("items MB", "sealed MB", "fewer", "items s", "sealed s", "a month MB", "a month ms")
WIDTH = 120  # of the table, where there is no terminal


@dataclass(frozen=True)
class Measured:
    """The best of some runs."""

    seconds: float
    scanned: int


@dataclass(frozen=True)
class Asked:
    """One query: of all months, of the last one, and of a month that isn't there.

    `items` is None for what no sealed table can answer; then `whole` is what line items cost.
    """

    query: SavedQuery
    whole: Measured
    month: Measured
    nowhere: int  # bytes
    items: Measured | None


@dataclass(frozen=True)
class Sealed:
    """What sealing one month into one table took."""

    table: str
    rows: int
    written: int  # bytes
    scanned: int
    seconds: float


def items_view(table: SealedTable) -> str:
    shown = (
        f"{OF_AN_ITEM[c.name]} AS {c.name}" if c.name in OF_AN_ITEM else c.name
        for c in table.source.columns
    )
    return f"SELECT {', '.join(shown)} FROM costs"


def seal(
    engine: Engine, database: str, table: SealedTable, month: BilledMonth, folder: Path
) -> tuple[Sealed, Partition]:
    """As the state machine does it, but for S3."""
    columns = ", ".join(column.name for column in table.columns)
    sql = f"SELECT {columns} FROM {table.source.name} WHERE {PARTITION_KEY} = '{month.period}'"
    start = time.perf_counter()
    result = engine.run(Statement(sql, database))
    rows = list(result.rows)
    seconds = time.perf_counter() - start
    schema = pa.schema([(c.name, arrow_type(trino_type(c.type))) for c in result.columns])
    arrays = [pa.array(values, field.type) for values, field in zip(zip(*rows), schema)]  # noqa: B905
    path = folder / f"{table.name}-{month.period}.parquet"
    pq.write_table(pa.table(arrays, schema=schema), path, compression="zstd")
    size = path.stat().st_size
    uri = f"s3://sealed/{table.name}/{month.period}/"
    partition = Partition(
        (str(month.period),), uri, (DataFile(f"{uri}0.parquet", path.name, size, path),)
    )
    return Sealed(table.name, len(rows), size, result.scanned_bytes, seconds), partition


def add_sealed(
    billed: BilledTables, database: str, table: SealedTable, partitions: Sequence[Partition]
) -> None:
    """The real table in the place of the view, and beside it line items."""
    columns = tuple(CatalogColumn(c.name, c.hive_type) for c in table.source.columns)
    own = tuple(column for column in columns if column.name != PARTITION_KEY)
    key = CatalogColumn(PARTITION_KEY, "string")
    place = f"s3://sealed/{table.name}/"
    billed.add(CatalogTable(database, table.name, own, (key,), tuple(partitions), location=place))
    name = ITEMS.format(table.name)
    billed.add(CatalogTable(database, name, columns, view_sql=items_view(table)))


def ask(
    engine: Engine, database: str, sql: str, parameters: Sequence[str], runs: int = 1
) -> Measured:
    seconds, scanned = [], 0
    for _ in range(runs):
        start = time.perf_counter()
        result = engine.run(Statement(sql, database, tuple(parameters)))
        list(result.rows)
        seconds.append(time.perf_counter() - start)
        scanned = result.scanned_bytes
    return Measured(min(seconds), scanned)


def measure(
    engine: Engine, database: str, query: SavedQuery, periods: Sequence[BillingPeriod]
) -> Asked:
    whole, last, none = (
        default_parameters(query.sql, chosen) for chosen in (periods, periods[-1:], NOWHERE)
    )
    of_items = TABLE_NAME.sub(lambda found: ITEMS.format(found[1]), query.sql)
    sealed = bool({*query.reads} & {*TABLES})
    return Asked(
        query,
        ask(engine, database, query.sql, whole),
        ask(engine, database, query.sql, last, RUNS if sealed else 1),
        ask(engine, database, query.sql, none).scanned,
        ask(engine, database, of_items, whole) if sealed else None,
    )


def questions(there: Sequence[str]) -> list[SavedQuery]:
    """What can be asked of CUR 2.0 and what is made of it."""
    others = {"cur", "focus", "coh", "carbon", "recommendations", "emissions"}
    asked = set(there) - others
    return [query for query in all_queries() if set(query.reads) <= asked]


def show(name: str, asked: Sequence[Asked], months: Sequence[BilledMonth]) -> Table:
    size = sum(chunk.stat().st_size for month in months for chunk in month.chunks)
    items = sum(totals(month).rows for month in months)
    table = Table(
        Column(no_wrap=True),
        *(Column(number, justify="right") for number in NUMBERS),
        title=f"{name}: {len(months)} months, {items:,} line items, {size / 1e6:.0f} MB",
    )
    for found in asked:
        raw = found.items or found.whole
        sealed = found.whole if found.items else None
        table.add_row(
            found.query.full_name,
            f"{raw.scanned / 1e6:.2f}",
            f"{sealed.scanned / 1e6:.3f}" if sealed else "",
            f"{raw.scanned / max(1, sealed.scanned):.0f}x" if sealed else "",
            f"{raw.seconds:.2f}",
            f"{sealed.seconds:.3f}" if sealed else "",
            f"{found.month.scanned / 1e6:.3f}",
            f"{found.month.seconds * 1e3:.0f}",
        )
    return table


def summary(asked: Sequence[Asked]) -> Iterator[str]:
    sealed = [found for found in asked if found.items]
    fewer = [f.items.scanned / max(1, f.whole.scanned) for f in sealed if f.items]
    slowest = sorted(sealed, key=lambda found: found.month.seconds)
    milliseconds = [found.month.seconds * 1e3 for found in slowest]
    yield (
        f"{len(sealed)} of {len(asked)} read sealed tables: {statistics.median(fewer):.0f} times fewer"
        f" bytes (median; least {min(fewer):.0f}, most {max(fewer):.0f})"
    )
    yield (
        f"a sealed month: median {statistics.median(milliseconds):.0f} ms, slowest "
        + ", ".join(f"{f.query.full_name} {f.month.seconds * 1e3:.0f}" for f in slowest[-5:])
    )
    yield f"{sum(not found.nowhere for found in asked)} of {len(asked)} prune"
    for found in asked:
        if found.nowhere:
            yield f"  not {found.query.full_name}: {found.nowhere} bytes of no month"


def main() -> None:
    """Print what sealing takes, a table for each engine, and its summary."""
    parser = argparse.ArgumentParser(description="Saved queries over line items and sealed months.")
    parser.add_argument("--rows", type=int, default=1_060_000, help="line items a month, roughly")
    parser.add_argument("--months", type=int, default=MONTHS, help="the last ones of thirteen")
    parser.add_argument("--engine", type=EngineName, default=EngineName.DUCKDB)
    given = parser.parse_args()
    emulated = Emulated.read("example")
    sealing, database = Sealing.of(emulated.plan), emulated.names.database
    assert sealing
    console = Console(width=max(Console().width, WIDTH))
    story = BillingStory(FIRST, MONTHS, granularity="HOURLY", line_items_per_month=given.rows)
    with tempfile.TemporaryDirectory(prefix="aws-cost-pipeline-") as scratch:
        months = generated_months(story, CUR2, Path(scratch))[-given.months :]
        billed = BilledTables(emulated, months)
        sealed: dict[str, list[Partition]] = {table.name: [] for table in sealing.tables}
        with engine_over(EngineName.DUCKDB, emulated, billed) as duckdb:
            for table in sealing.tables:
                for month in months:
                    told, partition = seal(duckdb, database, table, month, Path(scratch))
                    sealed[table.name].append(partition)
                    console.print(f"{month.period}: {told}", soft_wrap=True)
        for table in sealing.tables:
            add_sealed(billed, database, table, sealed[table.name])
        with engine_over(given.engine, emulated, billed, console.print) as engine:
            asked = [
                measure(engine, database, query, [month.period for month in months])
                for query in questions(billed.tables(database))
            ]
        console.print(show(given.engine, asked, months))
        console.print(*summary(asked), sep="\n", soft_wrap=True)


if __name__ == "__main__":
    main()
