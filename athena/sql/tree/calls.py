"""Function calls with their clauses: lambdas, ORDER BY, FILTER and OVER."""

from dataclasses import dataclass

from athena.sql.tree.node import Expression, Node


@dataclass(frozen=True)
class Lambda(Expression):
    names: tuple[str, ...]
    body: Expression


@dataclass(frozen=True)
class Grouping(Expression):
    columns: tuple[Expression, ...]


@dataclass(frozen=True)
class Frame(Node):
    """Bounds are `UNBOUNDED PRECEDING`, `CURRENT ROW` or a value and `PRECEDING`/`FOLLOWING`."""

    unit: str
    start: tuple[str, Expression | None]
    end: tuple[str, Expression | None]


@dataclass(frozen=True)
class Window(Node):
    """`name` alone is a reference to a WINDOW clause."""

    name: str | None
    partition: tuple[Expression, ...] = ()
    order: tuple["SortItem", ...] = ()
    frame: Frame | None = None


@dataclass(frozen=True)
class Call(Expression):
    """A function call; `star` is `count(*)`, `order` also what WITHIN GROUP sorts by."""

    name: str
    arguments: tuple[Expression, ...]
    star: bool = False
    distinct: bool = False
    order: tuple["SortItem", ...] = ()
    where: Expression | None = None
    ignore_nulls: bool = False
    over: Window | None = None


@dataclass(frozen=True)
class SortItem(Node):
    value: Expression
    descending: bool
    nulls_first: bool
