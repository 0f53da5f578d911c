"""Does the pipeline see every cent? Sums read from the delivered files, against what queries answer.

Each table by the column that its dataset names: what adds up to the invoice, or else savings, or
emissions. An engine adds doubles in its own order and rounds at every step, so the two may differ by
less than a cent over millions of rows; to the cent is what a bill is.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from athena.client import run_query
from emulator.bills.billed_month import BilledMonth
from emulator.bills.intake.totals import MonthTotals, totals
from emulator.cloud.laptop import Laptop
from modules.datasets import DATASETS, Dataset


@dataclass(frozen=True)
class TableTotals:
    """One table: rows and their sum, as delivered and as queried."""

    table: str
    delivered: MonthTotals
    queried: MonthTotals

    @property
    def holds(self) -> bool:
        there, seen = self.delivered.sum, self.queried.sum
        # A half cent may round either way after the engine's own rounding.
        same = round(there, 2) == round(seen, 2) or abs(there - seen) < 1e-6
        return self.delivered.rows == self.queried.rows and same

    def __str__(self) -> str:
        verdict = "reconciled" if self.holds else "NOT RECONCILED"
        return (
            f"{verdict}: {self.table} {self.delivered.sum:z,.2f} delivered in {self.delivered.rows:,}"
            f" rows = {self.queried.sum:z,.2f} queried in {self.queried.rows:,}"
        )


@dataclass(frozen=True)
class Reconciliation:
    """All tables that have data."""

    tables: tuple[TableTotals, ...]

    @property
    def holds(self) -> bool:
        return all(table.holds for table in self.tables)

    def __str__(self) -> str:
        return "\n".join(map(str, self.tables))


def reconcile(laptop: Laptop, months: Sequence[BilledMonth]) -> Reconciliation:
    """Count and add up both sides; `months` are those that the catalog should know."""
    return Reconciliation(tuple(_tables(laptop, months)))


def _tables(laptop: Laptop, months: Sequence[BilledMonth]) -> Iterator[TableTotals]:
    for dataset in DATASETS:
        mine = [totals(month) for month in months if month.dataset is dataset]
        if mine:
            delivered = MonthTotals(sum(m.rows for m in mine), math.fsum(m.sum for m in mine))
            yield TableTotals(dataset.table, delivered, _queried(laptop, dataset))


def _queried(laptop: Laptop, dataset: Dataset) -> MonthTotals:
    names = laptop.emulated.names
    sql = f"SELECT count(*), sum({dataset.summed_column}) FROM {dataset.table}"
    found = run_query(laptop.cloud.client("athena"), sql, names.workgroup, names.database)
    return MonthTotals(int(found.rows[0][0] or 0), float(found.rows[0][1] or 0))
