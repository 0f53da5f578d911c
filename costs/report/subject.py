"""What all sections share: the questions, the month, the currency, and how people call things."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from athena.errors import ExpectedFailure
from costs.report.period import Chosen, Period
from costs.report.questions import Asked, Questions
from costs.report.writing import money


class NothingToTell(ExpectedFailure):
    """`str()` says of what and when."""


NET = "net amortized cost"
AMORTIZED = "amortized cost"
UNBLENDED = "unblended cost"
PUBLIC = "public cost"


@dataclass(frozen=True)
class Subject:
    """What a report is about. `currencies` are those of the month's bill; two can't be added up."""

    questions: Questions
    period: Period
    currencies: tuple[str, ...]
    payers: tuple[str, ...]
    ends: Mapping[str, date]
    """The last day with usage of each payer in the month."""
    account_names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, questions: Questions, chosen: Chosen) -> "Subject":
        """Raises ExpectedFailure of the first questions."""
        wanted, trend = chosen.month, chosen.trend
        fresh = questions.ask("freshness/latest_day", [wanted])
        ends = {
            row["payer_account_id"]: date.fromisoformat(row["last_day"])
            for row in fresh.rows
            if row["last_day"]
        }
        invoices = questions.ask("invoice/by_invoice", [wanted]).rows
        if not invoices:
            raise NothingToTell(f"{questions.scope or 'the bill'}: no costs in {wanted}")
        accounts = questions.ask("spend/monthly_by_account", trend).rows
        return cls(
            questions,
            # Payers' bills end on different days: the month is as far as the last of them.
            Period(wanted, chosen.before, trend, max(ends.values(), default=_last_day(wanted))),
            tuple(dict.fromkeys(row["currency"] for row in invoices if row["currency"])),
            tuple(dict.fromkeys(row["payer_account_id"] for row in invoices)),
            ends,
            {row["account_id"]: row["account_name"] for row in accounts},
        )

    @property
    def currency(self) -> str:
        """Of all amounts; empty where the bill doesn't say."""
        return " + ".join(self.currencies)

    @property
    def about(self) -> str:
        """Whose bill it is, and in what."""
        payers = ", ".join(
            f"{self.account(payer)} ({payer})" if self.account_names.get(payer) else payer
            for payer in filter(None, self.payers)
        )
        part = f" Only {self.questions.scope}." if str(self.questions.scope) else ""
        return (
            f"Bill of {payers}.{part} All amounts in {self.currency or 'the currency of the bill'}."
        )

    @cached_property
    def bridge(self) -> Asked:
        """The month held against the one before, or against nothing."""
        before = self.period.before or self.period.month
        return self.asked_of_month("spend/bridge", {"billing period before": f"'{before}'"})

    @cached_property
    def _services(self) -> dict[str, str]:
        return {row["service_code"]: row["service"] for row in self.bridge.rows}

    def service(self, code: str) -> str:
        """Its readable name, else its code."""
        return self._services.get(code) or code or "no service"

    @property
    def notes(self) -> list[str]:
        """What a reader has to know before any figure."""
        notes = []
        if len(self.currencies) > 1:
            notes.append(
                f"The bill is in {self.currency}: the amounts of these currencies are added up."
            )
        behind = [payer for payer, end in self.ends.items() if end < self.period.last_day]
        if behind and self.period.is_partial:
            until = ", ".join(f"{self.account(payer)}'s {self.ends[payer]}" for payer in behind)
            notes.append(
                f"Not every payer's bill is as far: {until}. What is held against the month before is"
                " so for the whole days that each has."
            )
        return notes

    def money(self, amount: float) -> str:
        """For a sentence: 12.50 USD."""
        return f"{money(amount)} {self.currency}".strip()

    def account(self, account_id: str) -> str:
        """Its name, else its id."""
        return self.account_names.get(account_id) or account_id or "no account"

    def asked(self, name: str, **given: str) -> Asked:
        """A saved query over the months of the trend."""
        return self.questions.ask(name, self.period.trend, given)

    def asked_of_month(self, name: str, given: Mapping[str, str] | None = None) -> Asked:
        """A saved query over the month alone."""
        return self.questions.ask(name, [self.period.month], given)

    def by_month(self, asked: Asked, key: str, value: str) -> dict[str, tuple[float, ...]]:
        """The months of the trend for each value of a column; 0 where there is nothing."""
        trend = self.period.trend
        found: dict[str, list[float]] = {}
        for row in asked.rows:
            months = found.setdefault(row[key], [0.0] * len(trend))
            months[trend.index(row["billing_period"])] += number(row[value])
        return {name: tuple(months) for name, months in found.items()}


def number(text: str) -> float:
    """NULL is 0."""
    return float(text) if text else 0.0


def _last_day(month: str) -> date:
    year, number = map(int, month.split("-"))
    return date(year, number, monthrange(year, number)[1])
