"""What two sides say of one payer's month, and where they don't say the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HALF_A_CENT = 0.005
ROUNDING = "doubles are added in another order"
FILES, ROWS = "files", "rows"  # what is counted, beside the cost bases


@dataclass(frozen=True)
class Difference:
    """`what` is a charge type, a file or an invoice; `measure` a cost basis, FILES or ROWS.

    `rule` says why the two may differ; without one it is a difference that nobody has explained.
    `statement` shows it.
    """

    what: str
    measure: str
    left: float
    right: float
    statement: str = ""
    rule: str = ""

    @property
    def amount(self) -> float:
        """The right side less the left one, to the cent."""
        return round(self.right - self.left, 2) + 0.0


@dataclass(frozen=True)
class Comparison:
    """Two sides of a month; `left` and `right` name them. `cost` and `rows` are the left side's.

    `rounding` is the largest deviation of less than half a cent.
    """

    payer: str
    month: str
    left: str
    right: str
    rows: int
    cost: float
    differences: tuple[Difference, ...] = ()
    rounding: float = 0.0

    @property
    def unexplained(self) -> tuple[Difference, ...]:
        """Differences without a rule."""
        return tuple(difference for difference in self.differences if not difference.rule)

    @property
    def holds(self) -> bool:
        return not self.unexplained


@dataclass(frozen=True)
class Reconciliation:
    """All comparisons. `unread` are sides that could not be asked, and why.

    `notes` say what no comparison shows and makes figures wrong all the same.
    """

    comparisons: tuple[Comparison, ...]
    unread: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return all(comparison.holds for comparison in self.comparisons)

    def pairs(self) -> dict[tuple[str, str], list[Comparison]]:
        """The months of each two sides, in the order of the chain."""
        found: dict[tuple[str, str], list[Comparison]] = {}
        for comparison in self.comparisons:
            found.setdefault((comparison.left, comparison.right), []).append(comparison)
        return found

    def __str__(self) -> str:
        """A line a pair, all months together."""
        return "\n".join(_line(*pair, months) for pair, months in self.pairs().items())


def _line(left: str, right: str, months: Sequence[Comparison]) -> str:
    verdict = "reconciled" if all(month.holds for month in months) else "NOT RECONCILED"
    rows, cost = sum(m.rows for m in months), sum(m.cost for m in months)
    return f"{verdict}: {left} = {right}: {cost:z,.2f} in {rows:,} rows of {left}{_known(months)}"


def _known(months: Iterable[Comparison]) -> str:
    rules = {d.rule for month in months for d in month.differences if d.rule}
    return "".join(f"; {rule}" for rule in sorted(rules))
