"""The syntax tree of a query: one class for each form of Trino's grammar, nothing translated yet."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from emulator.engines.athena_sql.parsing.lexer import Span


class Name(str):
    """An identifier in lower case, as Trino compares them; `written` is what a result shows."""

    written: str

    def __new__(cls, written: str) -> "Name":
        name = super().__new__(cls, written.lower())
        name.written = written
        return name


@dataclass(frozen=True)
class Node:
    span: Span

    def children(self) -> Iterator["Node"]:
        """The nodes directly inside, in the order of the text."""
        for field in fields(self):
            value = getattr(self, field.name)
            for item in value if isinstance(value, tuple) else (value,):
                if isinstance(item, Node):
                    yield item

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, outermost first."""
        yield self
        for child in self.children():
            yield from child.walk()


class Expression(Node):
    """Anything with a value."""


# Literals and names


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
    arguments: tuple["TypeName | int", ...] = ()
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


# Operators


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
    query: "Query"


@dataclass(frozen=True)
class Quantified(Expression):
    operator: str
    value: Expression
    quantifier: str
    query: "Query"


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


# Forms


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
class Lambda(Expression):
    names: tuple[str, ...]
    body: Expression


@dataclass(frozen=True)
class Exists(Expression):
    query: "Query"


@dataclass(frozen=True)
class Subquery(Expression):
    query: "Query"


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
    """A function call; `star` is `count(*)`, `within` what WITHIN GROUP sorts by."""

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


# Relations and queries


class Relation(Node):
    """Anything that FROM takes."""


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


class Body(Node):
    """What stands before ORDER BY."""


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
