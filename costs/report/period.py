"""Which month a report is about, and what it is held against."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from athena.errors import ExpectedFailure

TREND = 13  # months: the same month of last year is among them


class NoSuchMonth(ExpectedFailure):
    """`str()` names the months that there are."""


@dataclass(frozen=True)
class Chosen:
    """`month` and the one `before`, YYYY-MM; None when the bill begins with the month."""

    month: str
    before: str | None
    trend: tuple[str, ...]

    @property
    def all(self) -> frozenset[str]:
        """Every month that a report of them asks about."""
        return frozenset(filter(None, (self.before, *self.trend)))


@dataclass(frozen=True)
class Period(Chosen):
    """`last_day` is the last day with usage: until that is the month's last one, it is partial.

    A month with nothing but charges for an earlier one's usage is held against the whole month before.
    """

    last_day: date

    @property
    def is_partial(self) -> bool:
        return self.last_day.isoformat()[:7] == self.month and self.last_day.day < _days(self.month)

    @property
    def until_day(self) -> int:
        """The last whole day, as `spend/bridge` has it: the newest is still being filled."""
        return max(self.last_day.day - 1, 1) if self.is_partial else self.last_day.day

    @property
    def title(self) -> str:
        """October 2026, or its whole days, 1–11 October 2026."""
        return self._of(self.month)

    @property
    def before_title(self) -> str:
        """The same days of the month before."""
        return self._of(self.before) if self.before else ""

    @property
    def month_name(self) -> str:
        """October."""
        return calendar.month_name[self.last_day.month]

    @property
    def days_title(self) -> str:
        """31 days instead of 30."""
        days, before = (_days(month) for month in (self.month, self.before or self.month))
        if self.is_partial:
            days, before = (min(self.until_day, n) for n in (days, before))
        return f"{days} days instead of {before}"

    def _of(self, month: str) -> str:
        days = f"1–{self.until_day} " if self.is_partial else ""
        return days + month_title(month)


def _days(month: str) -> int:
    return calendar.monthrange(int(month[:4]), int(month[5:]))[1]


def month_title(month: str) -> str:
    """October 2026."""
    return f"{calendar.month_name[int(month[5:])]} {month[:4]}"


def chosen(months: Sequence[str], month: str | None, compare: tuple[str, str] | None) -> Chosen:
    """Of those that a bill has; by default the newest and the one before. Raises NoSuchMonth."""
    if not months:
        raise NoSuchMonth("report: there is no month of costs")
    before, wanted = compare or (None, month or months[-1])
    for option, named in (("--month", wanted), ("--compare", before)):
        if named is not None and named not in months:
            raise NoSuchMonth(f"{option} {named}: no such month; there are {', '.join(months)}")
    past = [m for m in months if m < wanted]
    before = before or (previous(wanted) if previous(wanted) in past else None)
    first = f"{int(wanted[:4]) - 1}-{wanted[5:]}"  # TREND months, both ends among them
    return Chosen(wanted, before, tuple(m for m in months if first <= m <= wanted))


def previous(month: str) -> str:
    """The calendar month before."""
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]) - 2, 12)
    return f"{year}-{number + 1:02d}"
