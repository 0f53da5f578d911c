"""Does the pipeline see every cent? Sums read from the delivered files, against what queries answer.

An engine adds doubles in its own order and rounds at every step, so the two may differ by less than a
cent over millions of line items; to the cent is what a bill is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from athena.client import run_query
from emulator.bills.billed_month import BilledMonth
from emulator.bills.intake.totals import totals
from emulator.cloud.laptop import Laptop
from modules.datasets import DATASETS


@dataclass(frozen=True)
class Reconciliation:
    """Over all datasets: line items, and their cost in the bill's currency."""

    delivered_items: int
    delivered_cost: float
    queried_items: int
    queried_cost: float

    @property
    def holds(self) -> bool:
        same_cents = round(self.delivered_cost, 2) == round(self.queried_cost, 2)
        # A half cent may round either way after the engine's own rounding.
        return self.delivered_items == self.queried_items and (
            same_cents or abs(self.delivered_cost - self.queried_cost) < 1e-6
        )

    def __str__(self) -> str:
        verdict = "reconciled" if self.holds else "NOT RECONCILED"
        return (
            f"{verdict}: {self.delivered_cost:z,.2f} delivered in {self.delivered_items:,} line items"
            f" = {self.queried_cost:z,.2f} queried in {self.queried_items:,}"
        )


def reconcile(laptop: Laptop, months: Sequence[BilledMonth]) -> Reconciliation:
    """Count and add up both sides; `months` are those that the catalog should know."""
    delivered = [totals(month) for month in months]
    items, cost = 0, 0.0
    names = laptop.emulated.names
    for table in [d.table for d in DATASETS if any(m.dataset is d for m in months)]:
        sql = f"SELECT count(*), sum(line_item_unblended_cost) FROM {table}"
        found = run_query(laptop.cloud.client("athena"), sql, names.workgroup, names.database)
        items += int(found.rows[0][0] or 0)
        cost += float(found.rows[0][1] or 0)
    return Reconciliation(
        sum(total.line_items for total in delivered),
        sum(total.unblended_cost for total in delivered),
        items,
        cost,
    )
