"""Queries and what FROM reads."""

from collections.abc import Iterator
from dataclasses import dataclass

from athena.sql.tree.calls import SortItem, Window
from athena.sql.tree.expressions import Identifier
from athena.sql.tree.node import Body, Expression, Node, Relation


@dataclass(frozen=True)
class Table(Relation):
    """`parts` are the names between the dots, as written but lower case."""

    parts: tuple[str, ...]


@dataclass(frozen=True)
class Derived(Relation):
    """A query in parentheses; LATERAL ones see what stands before them."""

    query: "Query"
    lateral: bool


@dataclass(frozen=True)
class Unnest(Relation):
    values: tuple[Expression, ...]
    ordinality: bool


@dataclass(frozen=True)
class Aliased(Relation):
    relation: Relation
    name: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Sampled(Relation):
    relation: Relation
    method: str
    percentage: Expression


@dataclass(frozen=True)
class Join(Relation):
    """`kind` is INNER, LEFT, RIGHT, FULL, CROSS or IMPLICIT (a comma)."""

    kind: str
    left: Relation
    right: Relation
    on: Expression | None = None
    using: tuple[Identifier, ...] = ()
    natural: bool = False


@dataclass(frozen=True)
class SelectItem(Node):
    """An expression with its alias, or an asterisk, maybe of one relation (`of`)."""

    value: Expression | None
    alias: str | None = None
    of: Expression | None = None


@dataclass(frozen=True)
class GroupingElement(Node):
    """`kind` is SIMPLE, ROLLUP, CUBE or SETS; `sets` holds a set for each column or listed set."""

    kind: str
    sets: tuple[tuple[Expression, ...], ...]

    def children(self) -> Iterator[Node]:
        for columns in self.sets:
            yield from columns


@dataclass(frozen=True)
class NamedWindow(Node):
    name: str
    window: Window


@dataclass(frozen=True)
class Select(Body):
    distinct: bool
    items: tuple[SelectItem, ...]
    relation: Relation | None = None
    where: Expression | None = None
    group: tuple[GroupingElement, ...] | None = None
    having: Expression | None = None
    windows: tuple[NamedWindow, ...] = ()


@dataclass(frozen=True)
class SetOperation(Body):
    """`operator` is UNION, INTERSECT or EXCEPT."""

    operator: str
    distinct: bool
    left: Body
    right: Body


@dataclass(frozen=True)
class Values(Body):
    rows: tuple[Expression, ...]


@dataclass(frozen=True)
class TableBody(Body):
    """`TABLE cur`."""

    table: Table


@dataclass(frozen=True)
class Nested(Body):
    """A body in parentheses with an ORDER BY or LIMIT of its own."""

    query: "Query"


@dataclass(frozen=True)
class CommonTable(Node):
    name: str
    columns: tuple[str, ...]
    query: "Query"


@dataclass(frozen=True)
class Limit(Node):
    """`count` is None for LIMIT ALL."""

    count: Expression | None
    with_ties: bool = False


@dataclass(frozen=True)
class Query(Node):
    recursive: bool
    tables: tuple[CommonTable, ...]
    body: Body
    order: tuple[SortItem, ...] = ()
    offset: Expression | None = None
    limit: Limit | None = None
