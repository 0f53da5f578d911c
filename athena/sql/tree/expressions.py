"""Literals, names, operators and the forms that have words inside, such as CASE and CAST."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from athena.sql.tree.node import Expression, Node

if TYPE_CHECKING:
    from athena.sql.tree.queries import Query


@dataclass(frozen=True)
class Null(Expression):
    pass


@dataclass(frozen=True)
class Boolean(Expression):
    value: bool


@dataclass(frozen=True)
class Number(Expression):
    """`kind` is integer, decimal or double, as written."""

    kind: str
    digits: str


@dataclass(frozen=True)
class String(Expression):
    value: str


@dataclass(frozen=True)
class Binary(Expression):
    hexadecimal: str


@dataclass(frozen=True)
class TypeName(Node):
    """`decimal(10,2)`, `map(varchar, double)`, `row(id bigint)`; `names` are those of row fields."""

    name: str
    arguments: tuple[TypeName | int, ...] = ()
    names: tuple[str | None, ...] = ()


@dataclass(frozen=True)
class TypedLiteral(Expression):
    """`DATE '2018-10-01'`."""

    type: TypeName
    value: str


@dataclass(frozen=True)
class IntervalLiteral(Expression):
    """`INTERVAL -'1' DAY TO SECOND`."""

    sign: int
    value: str
    first: str
    last: str


@dataclass(frozen=True)
class Parameter(Expression):
    number: int


@dataclass(frozen=True)
class Identifier(Expression):
    name: str


@dataclass(frozen=True)
class Dereference(Expression):
    base: Expression
    field: str


@dataclass(frozen=True)
class Current(Expression):
    """`CURRENT_DATE` and the like."""

    what: str
    precision: int | None


@dataclass(frozen=True)
class Sign(Expression):
    operator: str
    value: Expression


@dataclass(frozen=True)
class Arithmetic(Expression):
    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Comparison(Expression):
    """Also `IS DISTINCT FROM`."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Logical(Expression):
    operator: str
    terms: tuple[Expression, ...]


@dataclass(frozen=True)
class Not(Expression):
    value: Expression


@dataclass(frozen=True)
class Between(Expression):
    value: Expression
    low: Expression
    high: Expression


@dataclass(frozen=True)
class InList(Expression):
    value: Expression
    items: tuple[Expression, ...]


@dataclass(frozen=True)
class InQuery(Expression):
    value: Expression
    query: Query


@dataclass(frozen=True)
class Quantified(Expression):
    operator: str
    value: Expression
    quantifier: str
    query: Query


@dataclass(frozen=True)
class Like(Expression):
    value: Expression
    pattern: Expression
    escape: Expression | None


@dataclass(frozen=True)
class IsNull(Expression):
    value: Expression


@dataclass(frozen=True)
class Subscript(Expression):
    base: Expression
    index: Expression


@dataclass(frozen=True)
class AtTimeZone(Expression):
    value: Expression
    zone: Expression


@dataclass(frozen=True)
class When(Node):
    condition: Expression
    result: Expression


@dataclass(frozen=True)
class Case(Expression):
    operand: Expression | None
    whens: tuple[When, ...]
    default: Expression | None


@dataclass(frozen=True)
class Cast(Expression):
    value: Expression
    type: TypeName
    safe: bool


@dataclass(frozen=True)
class Extract(Expression):
    field: str
    value: Expression


@dataclass(frozen=True)
class Row(Expression):
    values: tuple[Expression, ...]


@dataclass(frozen=True)
class Array(Expression):
    items: tuple[Expression, ...]


@dataclass(frozen=True)
class Exists(Expression):
    query: Query


@dataclass(frozen=True)
class Subquery(Expression):
    query: Query
