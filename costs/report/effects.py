"""The bridge between two months: what spend/bridge answers, added up in any way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from costs.report.questions import Asked
from costs.report.subject import number

EFFECTS = {
    "new": "New usage",
    "gone": "Ended usage",
    "days": "Days in the month",
    "usage": "More or less usage",
    "price": "Public prices",
    "commitment": "Commitments and discounts",
    "credit": "Credits and refunds",
    "fee": "Fees, tax and other",
}
SHORT = {
    "new": "New",
    "gone": "Ended",
    "days": "Days",
    "usage": "Usage",
    "price": "Prices",
    "commitment": "Commitments",
    "credit": "Credits",
    "fee": "Fees, tax",
}
DEFINED = {
    "new": "Types of usage that an account and region didn't have in the month before.",
    "gone": "Those that it no longer has: what they cost in the month before, taken off.",
    "days": "The usage of the month before, for as many days as this month has. What is billed by the"
    " month, or in the same amount, isn't changed.",
    "usage": "What was used more or less beyond that, at what a unit cost in the month before.",
    "price": "The change of the public price of a unit, in proportion to what was paid for it.",
    "commitment": "What else a unit came to cost: Savings Plans and reservations, used or not, Spot,"
    " private discounts.",
    "credit": "The change of credits, refunds and discounts that have a line of their own.",
    "fee": "The change of support, Marketplace and one-time fees, tax, and what AWS calls otherwise.",
}
SAYS = {
    "new": "types of usage that are new to an account",
    "gone": "types that it no longer has",
    "days": "the same usage a day",
    "usage": "a day, at what a unit cost before",
    "price": "what AWS asks a unit",
    "commitment": "saved more (−) or less (+) by plans, reservations, Spot",
    "credit": "and discounts on a line of their own",
    "fee": "support, Marketplace, one-time fees",
}


@dataclass(frozen=True)
class Change:
    """Of one thing, or of all: both sides, and the effects between them by their names in EFFECTS."""

    before: float
    after: float
    effects: Mapping[str, float]

    @property
    def amount(self) -> float:
        return self.after - self.before

    @property
    def share(self) -> float | None:
        """Of what it was; None for what is new."""
        return self.amount / self.before if self.before > 0.005 else None

    @property
    def main(self) -> str:
        """The effect that moved it most in its direction, in a word."""
        sign = 1 if self.amount >= 0 else -1
        return SHORT[max(self.effects, key=lambda name: sign * self.effects[name])]


def changes(asked: Asked, key: Callable[[dict[str, str]], str]) -> dict[str, Change]:
    """Rows of the bridge by a key, the dearest first."""
    groups: dict[str, list[dict[str, str]]] = {}
    for row in asked.rows:
        groups.setdefault(key(row), []).append(row)
    found = {name: _added(rows) for name, rows in groups.items()}
    return dict(sorted(found.items(), key=lambda item: -item[1].after))


def whole(asked: Asked) -> Change:
    """All of it."""
    return _added(asked.rows)


def _added(rows: list[dict[str, str]]) -> Change:
    def total(column: str) -> float:
        return sum(number(row[column]) for row in rows)

    return Change(
        total("previous_net_amortized_cost"),
        total("net_amortized_cost"),
        {name: total(f"{name}_net_amortized_cost") for name in EFFECTS},
    )
