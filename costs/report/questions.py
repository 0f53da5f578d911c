"""The saved queries that a report asks, each once, and what it remembers of them for its appendix."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from costs.answering import Bill
from costs.bill.question import Answer
from costs.report.scope import Scope
from modules.datasets import BillingPeriod
from modules.sealed import form_over
from modules.sql import QUERIES, SavedQuery, default_parameters, read_query


@dataclass(frozen=True)
class Asked:
    """A saved query, the literals of its `?`, and its answer."""

    query: SavedQuery
    parameters: tuple[str, ...]
    answer: Answer
    number: int

    @property
    def anchor(self) -> str:
        """Its place in the appendix."""
        return f"q{self.number}"

    @property
    def rows(self) -> list[dict[str, str]]:
        """Texts by column; NULL is empty."""
        names = self.answer.columns
        return [
            {name: value or "" for name, value in zip(names, row, strict=True)}
            for row in self.answer.rows
        ]

    @property
    def meanings(self) -> list[tuple[str, str]]:
        """What each `?` means, and its value."""
        return list(zip(self.query.parameters, self.parameters, strict=False))


@dataclass
class Questions:
    """Asks a bill; the same question once."""

    bill: Bill
    scope: Scope
    asked: dict[tuple[str, tuple[str, ...]], Asked] = field(default_factory=dict)

    def ask(
        self, name: str, months: Sequence[str], given: Mapping[str, str] | None = None
    ) -> Asked:
        """One by `theme/name`, from the first of these months to the last.

        `given` are literals by the beginning of what a `?` means; others have their examples.
        Raises ExpectedFailure.
        """
        query = self._form(name)
        parameters = _parameters(query, months, given or {})
        key = (name, parameters)
        if key not in self.asked:
            query = replace(query, sql=self.scope.narrowed(query))
            answer = self.bill.answer(query.sql, parameters)
            self.asked[key] = Asked(query, parameters, answer, len(self.asked) + 1)
        return self.asked[key]

    def can_ask(self, name: str) -> bool:
        """Is everything there that it reads, and can it be narrowed to the scope?"""
        query = self._form(name)
        return set(query.reads) <= set(self.bill.relations) and self.scope.tells(query)

    def _form(self, name: str) -> SavedQuery:
        return form_over(read_query(QUERIES / f"{name}.sql"), self.bill.relations)


def _parameters(
    query: SavedQuery, months: Sequence[str], given: Mapping[str, str]
) -> tuple[str, ...]:
    periods = [BillingPeriod.parse(month) for month in months]
    defaults = default_parameters(query.sql, periods)
    return tuple(
        next((literal for begins, literal in given.items() if meaning.startswith(begins)), default)
        for meaning, default in zip(query.parameters, defaults, strict=True)
    )
