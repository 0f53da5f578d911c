"""What one delivery covers: a month of a bill, or what another dataset has instead."""

import re
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, order=True)
class BillingPeriod:
    """One calendar month of a bill. `str()` gives AWS's own spelling, `2018-10`.

    Subclasses are what a delivery of other datasets covers; `values` then name more, or other, folders.
    """

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> "BillingPeriod":
        """Read `YYYY-MM`; raises ValueError for anything else."""
        found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text)
        if not found:
            raise ValueError(f"{text!r} is not a billing period; write it as YYYY-MM")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, *values: str) -> "BillingPeriod":
        """Read `values` backwards; raises ValueError for anything else."""
        (text,) = values
        return cls.parse(text)

    @property
    def values(self) -> tuple[str, ...]:
        """What the folders say, the outermost first."""
        return (str(self),)

    @property
    def next(self) -> "BillingPeriod":
        """The month after this one."""
        carry, month = divmod(self.month, 12)
        return BillingPeriod(self.year + carry, month + 1)

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"


@dataclass(frozen=True, order=True)
class SnapshotDay(BillingPeriod):
    """One day, of what is told anew every day: `2026-01-31`."""

    day: int

    @classmethod
    def of(cls, *values: str) -> "SnapshotDay":
        (text,) = values
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError(f"{text!r} is not a day; write it as YYYY-MM-DD")
        return cls.on(date.fromisoformat(text))

    @classmethod
    def on(cls, day: date) -> "SnapshotDay":
        """That day."""
        return cls(day.year, day.month, day.day)

    @property
    def calendar_day(self) -> date:
        """As Python has it."""
        return date(self.year, self.month, self.day)

    @property
    def next(self) -> "SnapshotDay":
        return SnapshotDay.on(self.calendar_day + timedelta(days=1))

    def __str__(self) -> str:
        return self.calendar_day.isoformat()


@dataclass(frozen=True, order=True)
class ModelMonth(BillingPeriod):
    """One month as one version of a model sees it: `2026-01 by v3.0.0`."""

    model_version: str

    @classmethod
    def of(cls, *values: str) -> "ModelMonth":
        version, text = values
        month = BillingPeriod.parse(text)
        return cls(month.year, month.month, version)

    @property
    def values(self) -> tuple[str, ...]:
        return (self.model_version, f"{self.year}-{self.month:02d}")

    @property
    def next(self) -> "ModelMonth":
        month = BillingPeriod(self.year, self.month).next
        return ModelMonth(month.year, month.month, self.model_version)

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d} by {self.model_version}"
