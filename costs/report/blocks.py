"""What a section consists of, before it is HTML or JSON: tables of figures, each with its source.

Every chart is a column of a table: what is drawn stands beside its figure, for screen readers, for
copying and for print. Values are str, float, None for unknown, or a tuple of floats for a column of
months.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from costs.report.questions import Asked

Value = str | float | None | tuple[float, ...]


class Kind(StrEnum):
    """How a column's values are written and drawn."""

    TEXT = "text"
    CODE = "code"  # an id or ARN: may break anywhere
    MONEY = "money"
    CHANGE = "change"  # money with a sign
    SHARE = "share"  # 0 to 1, as a percentage
    BAR = "bar"  # money, drawn beside its figure
    NUMBER = "number"
    MONTHS = "months"  # small columns, one a month


@dataclass(frozen=True)
class Column:
    """`wide` ones are left out on a phone. `total`: may the values be added up?"""

    title: str
    kind: Kind = Kind.TEXT
    wide: bool = False
    total: bool = False


Row = tuple[Value, ...]


@dataclass(frozen=True)
class Table:
    """Figures of one query. `basis` is the cost basis of its money, as docs/cost-language.md calls it.

    A page shows the first `limit` rows and the sum of the rest; JSON has them all.
    """

    title: str
    basis: str
    asked: Asked
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    limit: int = 10
    note: str = ""
    totals: bool = True

    @property
    def told(self) -> "Table":
        """Without columns that say nothing: of unknown values, or of a single month."""
        kept = [
            place
            for place in range(len(self.columns))
            if not place or any(not _silent(row[place]) for row in self.rows)
        ]
        columns = tuple(self.columns[place] for place in kept)
        rows = tuple(tuple(row[place] for place in kept) for row in self.rows)
        return replace(self, columns=columns, rows=rows)

    @property
    def shown(self) -> tuple[Row, ...]:
        """Those that a page has room for, without a tail of noughts; a rest of one takes its row."""
        telling = max((n for n, row in enumerate(self.rows, 1) if any(map(_tells, row))), default=0)
        limit = min(self.limit, max(telling, 1))
        return self.rows if len(self.rows) <= limit + 1 else self.rows[:limit]

    @property
    def rest(self) -> Row | None:
        """One row for those that aren't shown."""
        left = self.rows[len(self.shown) :]
        return self._sum(f"{len(left)} more", left) if left else None

    @property
    def total(self) -> Row | None:
        """One row for all, where they may be added up."""
        if not self.totals or len(self.rows) < 2 or not any(c.total for c in self.columns):
            return None
        return self._sum("Total", self.rows)

    @property
    def largest(self) -> tuple[float, ...]:
        """Of each column's figures, for its bars; 0 where there are none above it."""
        columns = list(zip(*self.rows, strict=True)) or [()] * len(self.columns)
        return tuple(
            max([value for value in column if isinstance(value, float)], default=0.0)
            for column in columns
        )

    def _sum(self, title: str, rows: Sequence[Row]) -> Row:
        summed = [_added([row[i] for row in rows]) for i in range(len(self.columns))]
        values = [v if c.total else None for v, c in zip(summed, self.columns, strict=True)]
        return (title, *values[1:])


@dataclass(frozen=True)
class Columns:
    """A column a month, `marks` across them for a second figure, and the table that has both."""

    labels: tuple[str, ...]
    values: tuple[float, ...]
    marks: tuple[float, ...]
    legend: tuple[str, str]
    partial: bool
    table: Table


@dataclass(frozen=True)
class Step:
    """One bar of a bridge: from `start` to `end`; `whole` ones are totals."""

    title: str
    amount: float
    start: float
    end: float
    says: str = ""
    whole: bool = False


@dataclass(frozen=True)
class Bridge:
    """From one total to another by what changed it."""

    title: str
    basis: str
    asked: Asked
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Tile:
    """One figure that stands alone."""

    title: str
    amount: float
    kind: Kind
    basis: str
    says: str
    asked: Asked


Block = Table | Columns | Bridge


@dataclass(frozen=True)
class Section:
    """`lead` says what the figures show in a sentence or two, or why there are none."""

    id: str
    title: str
    lead: str
    blocks: tuple[Block, ...] = ()
    tiles: tuple[Tile, ...] = ()

    @property
    def nav(self) -> str:
        """As the list of sections calls it."""
        return "Cost" if self.id == "summary" else self.title.split(",")[0].split(" and ")[0]


def _silent(value: Value) -> bool:
    return value is None or (isinstance(value, tuple) and len(value) < 2)


def _tells(value: Value) -> bool:
    return isinstance(value, float) and abs(value) >= 0.005


def _added(values: Sequence[Value]) -> Value:
    if any(isinstance(value, tuple) for value in values):
        months = [value for value in values if isinstance(value, tuple)]
        return tuple(map(sum, zip(*months, strict=True)))
    numbers = [value for value in values if isinstance(value, float)]
    return sum(numbers) if numbers else None
