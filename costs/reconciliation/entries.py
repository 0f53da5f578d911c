"""What relations say of months, in one form: entries by payer, month, invoice and charge type."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from costs.reconciliation.books import Books, Row
from costs.reconciliation.findings import HALF_A_CENT, ROWS, Difference
from costs.reconciliation.statements import listed, statement

MEASURES = (
    "unblended_cost",
    "net_unblended_cost",
    "amortized_cost",
    "net_amortized_cost",
    "public_cost",
)
Label = Callable[["Entry"], str]


@dataclass(frozen=True)
class Entry:
    """Sums of some line items; what a relation doesn't know is ''."""

    payer: str
    month: str
    invoice: str
    charge_type: str
    line_item_type: str
    rows: int
    costs: Mapping[str, float]
    is_split: bool = False

    def value(self, measure: str) -> float:
        return float(self.rows) if measure == ROWS else self.costs.get(measure, 0.0)


@dataclass(frozen=True)
class Telling:
    """All entries of one relation."""

    name: str
    entries: tuple[Entry, ...]

    @property
    def bills(self) -> list[tuple[str, str]]:
        """Payers and months."""
        return sorted({(entry.payer, entry.month) for entry in self.entries})

    def of(self, payer: str, month: str) -> "Telling":
        """Its part."""
        found = (e for e in self.entries if (e.payer, e.month) == (payer, month))
        return Telling(self.name, tuple(found))

    @property
    def rows(self) -> int:
        return sum(entry.rows for entry in self.entries)

    def total(self, measure: str) -> float:
        return math.fsum(entry.value(measure) for entry in self.entries)

    def by(self, label: Label, measure: str) -> dict[str, float]:
        """Sums by label."""
        found: dict[str, list[float]] = {}
        for entry in self.entries:
            found.setdefault(label(entry), []).append(entry.value(measure))
        return {name: math.fsum(values) for name, values in found.items()}


def ask_costs(books: Books, relation: str, months: Sequence[str], sql: str = "costs") -> Telling:
    """A view of costs, or with `sealed` a sealed table. Raises NotAnswered."""
    asked = statement(sql, {"relation": relation, "months": listed(months)})
    return Telling(relation, tuple(map(_costs, books.ask(asked))))


def ask_lines(books: Books, table: str, months: Sequence[str]) -> Telling:
    """The bill's own line items. Raises NotAnswered."""
    rows = books.ask(lines_statement(table, months))
    return Telling(table, tuple(map(_lines, rows)))


def lines_statement(table: str, months: Sequence[str]) -> str:
    """What `ask_lines` asks."""
    return statement(f"lines_{table}", {"months": listed(months)})


def _costs(row: Row) -> Entry:
    payer, month, invoice, charge_type, type_, rows, *costs = (value or "" for value in row)
    found = {m: float(c or 0) for m, c in zip(MEASURES, costs, strict=True)}
    return Entry(payer, month, invoice, charge_type, type_, int(rows), found)


def _lines(row: Row) -> Entry:
    payer, month, invoice, type_, split, rows, cost = (value or "" for value in row)
    found = {MEASURES[0]: float(cost or 0)}
    return Entry(payer, month, invoice, "", type_, int(rows), found, split == "true")


def differing(
    left: Telling, right: Telling, measures: Iterable[str], label: Label
) -> tuple[list[Difference], float]:
    """By label and measure, and the largest deviation of less than half a cent."""
    found: list[Difference] = []
    rounding = 0.0
    for measure in measures:
        ours, theirs = left.by(label, measure), right.by(label, measure)
        for what in sorted({*ours, *theirs}):
            here, there = ours.get(what, 0.0), theirs.get(what, 0.0)
            if abs(here - there) >= HALF_A_CENT:
                found.append(Difference(what, measure, here, there))
            else:
                rounding = max(rounding, abs(here - there))
        here, there = left.total(measure), right.total(measure)
        # Many deviations of less than half a cent may be one of a cent.
        if abs(here - there) >= HALF_A_CENT and not any(d.measure == measure for d in found):
            found.append(Difference("all together", measure, here, there))
    return found, rounding
