"""Which months a bill has, of which datasets: what `costs` are made of, what an answer leaves."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from emulator.bills.billed_month import BilledMonth
from emulator.bills.intake.outcome import Problem
from emulator.environment import Emulated
from modules.datasets import Dataset


def over_months(emulated: Emulated, months: Sequence[BilledMonth]) -> Emulated:
    """The environment with only those exports that have a month."""
    there = {month.dataset for month in months}
    lines = tuple(line for line in emulated.plan.lines if line.dataset in there)
    return replace(emulated, plan=replace(emulated.plan, lines=lines))


def elsewhere(
    folder: Path, months: Sequence[BilledMonth], read: Collection[Dataset]
) -> list[Problem]:
    """The months of a folder that are in tables which a statement doesn't read, and in no other."""
    answered = {str(month.period)[:7] for month in months if month.dataset in read}
    left: dict[str, list[str]] = {}
    for month in months:
        if str(month.period)[:7] not in answered:
            left.setdefault(month.dataset.table, []).append(str(month.period))
    return [
        Problem(
            folder,
            f"{', '.join(sorted(set(periods)))} went to the table {table}, which this statement "
            "doesn't read",
            harmless=True,
        )
        for table, periods in sorted(left.items())
    ]
