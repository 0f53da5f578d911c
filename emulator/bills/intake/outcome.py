"""What an intake gives: billed months ready for delivery, and what was wrong with the rest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from athena.errors import ExpectedFailure
from emulator.bills.billed_month import BilledMonth
from modules.datasets import BillingPeriod, Dataset

LAYOUTS = """\
These are read, at any depth:
    .../data/BILLING_PERIOD=2026-01/*.parquet     CUR 2.0 or FOCUS of AWS Data Exports
    .../data/date=2026-01-31/*.parquet            recommendations of Cost Optimization Hub
    .../carbon_model_version=v3.0.0/usage_period=2026-01/*.parquet    carbon emissions
    .../year=2018/month=10/*.parquet              a legacy CUR with the ATHENA artifact
    .../20181001-20181101/[<id>/]*.csv.gz         a legacy CUR as CSV (.csv, .csv.gz, .zip)
    loose CUR and FOCUS files (.parquet, .csv, .csv.gz, .zip), their months told by their rows"""


@dataclass(frozen=True)
class Problem:
    """Something in the folder that isn't in the months, or not as it was meant; `reason` has the fix."""

    path: Path
    reason: str
    harmless: bool = False
    """Nothing of the bill is missing for it: what is left out is old, or there already."""

    def __str__(self) -> str:
        return f"{self.path}\n    {self.reason}"


@dataclass(frozen=True)
class Intake:
    """Months ordered by period; every file that isn't in one of them is named in a problem."""

    months: tuple[BilledMonth, ...]
    problems: tuple[Problem, ...]

    @property
    def is_partial(self) -> bool:
        """Is something of the folder in no month, so that totals may be smaller than the bill?"""
        return not all(problem.harmless for problem in self.problems)


class DataFolderError(ExpectedFailure):
    """The folder gives no month; `str()` names every problem and its fix."""

    def __init__(self, folder: Path, what: str, problems: Sequence[Problem] = ()):
        listed = "".join(f"\n\n  {problem}" for problem in problems)
        super().__init__(f"--data {folder}: {what}{listed}")


class UnusableFileError(Exception):
    """A file whose rows can't become part of a month; `str()` is the reason, with the fix.

    `months` are those of the rows that were read before it broke: they lack rows, and are unreadable.
    """

    def __init__(self, reason: str, months: Iterable[tuple[Dataset, BillingPeriod]] = ()) -> None:
        super().__init__(reason)
        self.months = frozenset(months)


class UnreadableFileError(UnusableFileError):
    """A file that claims to be Parquet and isn't."""


def damaged_inside(error: Exception) -> str:
    """What is told of a file when Arrow stumbles over its content."""
    what = (str(error).splitlines() or [""])[0][:200]
    return f"damaged inside, or not as AWS writes it: {what}"
