"""The syntax tree of a query: one class for each form of Trino's grammar, nothing translated yet."""

from __future__ import annotations

from athena.sql.lexer import Name
from athena.sql.node import Node as Node


class Expression(Node):
    """Anything with a value."""


class Relation(Node):
    """Anything that FROM takes."""


class Body(Node):
    """What stands before ORDER BY."""


# Literals, names, operators and the forms that have words inside, such as CASE and CAST


class Null(Expression):
    """`NULL`."""


class Boolean(Expression):
    value: bool


class Number(Expression):
    """`kind` is integer, decimal or double, as written."""

    kind: str
    digits: str


class String(Expression):
    value: str


class Binary(Expression):
    hexadecimal: str


class TypeName(Node):
    """`decimal(10,2)`, `map(varchar, double)`, `row(id bigint)`; `names` are those of row fields."""

    name: str
    arguments: tuple[TypeName | int, ...] = ()
    names: tuple[str | None, ...] = ()


class TypedLiteral(Expression):
    """`DATE '2018-10-01'`."""

    type: TypeName
    value: str


class IntervalLiteral(Expression):
    """`INTERVAL -'1' DAY TO SECOND`."""

    sign: int
    value: str
    first: str
    last: str


class Parameter(Expression):
    number: int


class Identifier(Expression):
    name: Name


class Dereference(Expression):
    base: Expression
    field: Name


class Current(Expression):
    """`CURRENT_DATE` and the like."""

    what: str
    precision: int | None


class Sign(Expression):
    operator: str
    value: Expression


class Arithmetic(Expression):
    operator: str
    left: Expression
    right: Expression


class Comparison(Expression):
    """Also `IS DISTINCT FROM`."""

    operator: str
    left: Expression
    right: Expression


class Logical(Expression):
    operator: str
    terms: tuple[Expression, ...]


class Not(Expression):
    value: Expression


class Between(Expression):
    value: Expression
    low: Expression
    high: Expression


class InList(Expression):
    value: Expression
    items: tuple[Expression, ...]


class InQuery(Expression):
    value: Expression
    query: Query


class Quantified(Expression):
    operator: str
    value: Expression
    quantifier: str
    query: Query


class Like(Expression):
    value: Expression
    pattern: Expression
    escape: Expression | None


class IsNull(Expression):
    value: Expression


class Subscript(Expression):
    base: Expression
    index: Expression


class AtTimeZone(Expression):
    value: Expression
    zone: Expression


class When(Node):
    condition: Expression
    result: Expression


class Case(Expression):
    operand: Expression | None
    whens: tuple[When, ...]
    default: Expression | None


class Cast(Expression):
    value: Expression
    type: TypeName
    safe: bool


class Extract(Expression):
    field: str
    value: Expression


class Row(Expression):
    values: tuple[Expression, ...]


class Array(Expression):
    items: tuple[Expression, ...]


class Exists(Expression):
    query: Query


class Subquery(Expression):
    query: Query


class Lambda(Expression):
    names: tuple[str, ...]
    body: Expression


class Grouping(Expression):
    columns: tuple[Expression, ...]


class Frame(Node):
    """Bounds are `UNBOUNDED PRECEDING`, `CURRENT ROW` or a value and `PRECEDING`/`FOLLOWING`."""

    unit: str
    start: tuple[str, Expression | None]
    end: tuple[str, Expression | None]


class Window(Node):
    """`name` alone is a reference to a WINDOW clause."""

    name: str | None
    partition: tuple[Expression, ...] = ()
    order: tuple[SortItem, ...] = ()
    frame: Frame | None = None


class Call(Expression):
    """A function call; `star` is `count(*)`, `order` also what WITHIN GROUP sorts by."""

    name: str
    arguments: tuple[Expression, ...]
    star: bool = False
    distinct: bool = False
    order: tuple[SortItem, ...] = ()
    where: Expression | None = None
    ignore_nulls: bool = False
    over: Window | None = None


class SortItem(Node):
    value: Expression
    descending: bool
    nulls_first: bool


# Queries and what FROM reads


class Table(Relation):
    """`parts` are the names between the dots, as written but lower case."""

    parts: tuple[Name, ...]


class Derived(Relation):
    """A query in parentheses; LATERAL ones see what stands before them."""

    query: Query
    lateral: bool


class Unnest(Relation):
    values: tuple[Expression, ...]
    ordinality: bool


class Aliased(Relation):
    relation: Relation
    name: str
    columns: tuple[str, ...]


class Sampled(Relation):
    relation: Relation
    method: str
    percentage: Expression


class Join(Relation):
    """`kind` is INNER, LEFT, RIGHT, FULL, CROSS or IMPLICIT (a comma)."""

    kind: str
    left: Relation
    right: Relation
    on: Expression | None = None
    using: tuple[Identifier, ...] = ()
    natural: bool = False


class SelectItem(Node):
    """An expression with its alias, or an asterisk, maybe of one relation (`of`)."""

    value: Expression | None
    alias: str | None = None
    of: Expression | None = None


class GroupingElement(Node):
    """`kind` is SIMPLE, ROLLUP, CUBE or SETS; `sets` holds a set for each column or listed set."""

    kind: str
    sets: tuple[tuple[Expression, ...], ...]

    def children(self) -> list[Node]:
        return [column for columns in self.sets for column in columns]


class NamedWindow(Node):
    name: str
    window: Window


class Select(Body):
    distinct: bool
    items: tuple[SelectItem, ...]
    relation: Relation | None = None
    where: Expression | None = None
    group: tuple[GroupingElement, ...] | None = None
    having: Expression | None = None
    windows: tuple[NamedWindow, ...] = ()


class SetOperation(Body):
    """`operator` is UNION, INTERSECT or EXCEPT."""

    operator: str
    distinct: bool
    left: Body
    right: Body


class Values(Body):
    rows: tuple[Expression, ...]


class TableBody(Body):
    """`TABLE cur`."""

    table: Table


class Nested(Body):
    """A body in parentheses with an ORDER BY or LIMIT of its own."""

    query: Query


class CommonTable(Node):
    name: str
    columns: tuple[str, ...]
    query: Query


class Limit(Node):
    """`count` is None for LIMIT ALL."""

    count: Expression | None
    with_ties: bool = False


class Query(Node):
    recursive: bool
    tables: tuple[CommonTable, ...]
    body: Body
    order: tuple[SortItem, ...] = ()
    offset: Expression | None = None
    limit: Limit | None = None
