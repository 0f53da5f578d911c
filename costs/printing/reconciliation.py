"""A reconciliation: a line a payer's month and what differs, or for programs every comparison."""

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby

from costs.printing.rows import Format
from costs.reconciliation.findings import ROUNDING, Comparison, Difference, Reconciliation

COLUMNS = (
    "billing_period", "payer_account_id", "left", "right", "verdict", "rows", "unblended_cost",
    "what", "measure", "left_value", "right_value", "difference", "rule", "statement",
)  # fmt: skip


def show(found: Reconciliation, output: Format) -> None:
    """To standard output."""
    if output is Format.TABLE:
        for line in _lines(found):
            print(line)
        return
    rows = [row for comparison in found.comparisons for row in _rows(comparison)]
    if output is Format.JSON:
        print(json.dumps([dict(zip(COLUMNS, row, strict=True)) for row in rows], indent=1))
    else:
        writer = csv.writer(sys.stdout)
        writer.writerow(COLUMNS)
        writer.writerows(rows)


def _rows(comparison: Comparison) -> Iterator[tuple[object, ...]]:
    """One that says whether the two sides meet, one more for each difference."""
    c = comparison
    verdict = "reconciled" if c.holds else "differs"
    rule = ROUNDING if c.rounding else ""
    about = (c.month, c.payer, c.left, c.right)
    cost = round(c.cost, 2) + 0.0
    yield (*about, verdict, c.rows, cost, "", "", None, None, c.rounding, rule, "")
    for d in c.differences:
        verdict = "explained" if d.rule else "differs"
        values = (d.left, d.right, d.amount, d.rule, d.statement)
        yield (*about, verdict, c.rows, cost, d.what, d.measure, *values)


def _lines(found: Reconciliation) -> Iterator[str]:
    def bill(comparison: Comparison) -> tuple[str, str]:
        return comparison.month, comparison.payer

    for (month, payer), group in groupby(sorted(found.comparisons, key=bill), key=bill):
        yield from _month(month, payer, list(group))
    bad = sum(len(comparison.unexplained) for comparison in found.comparisons)
    count = len(found.comparisons)
    if not count:
        yield "nothing to compare: no month is there"
    elif bad:
        yield f"NOT RECONCILED: {count} comparisons, {bad} differences"
    else:
        yield f"reconciled: {count} comparisons, every cent in each"


def _month(month: str, payer: str, comparisons: Sequence[Comparison]) -> Iterator[str]:
    sides = dict.fromkeys(side for c in comparisons for side in (c.left, c.right) if c.holds)
    verdict = "reconciled" if all(c.holds for c in comparisons) else "DIFFERS"
    yield f"{month}  {payer:12}  {verdict}: {', '.join(sides)}"
    for rule in dict.fromkeys(d.rule for c in comparisons for d in c.differences if d.rule):
        yield f"    explained: {rule}"
    for comparison in comparisons:
        for difference in comparison.unexplained:
            yield from _difference(comparison, difference)


def _difference(comparison: Comparison, difference: Difference) -> Iterator[str]:
    d = difference
    amount = f"{d.amount:+,.2f}" if d.measure.endswith("cost") else f"{d.amount:+,.0f}"
    yield (
        f"  ! {d.what}: {amount} {d.measure}: {d.left:,.2f} in {comparison.left},"
        f" {d.right:,.2f} in {comparison.right}"
    )
    yield from (f"        {line}" for line in d.statement.splitlines())
