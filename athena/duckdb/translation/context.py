"""What a translation has at hand, and how it goes on to the nodes inside.

One function knows one kind of node and registers for it: with `translate` those of expressions, with
`translate_relation` what FROM takes, with `translate_body` the bodies of queries.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import singledispatch

from athena.duckdb.translation.casts import widened
from athena.duckdb.translation.scope import Scope
from athena.duckdb.translation.session import Session
from athena.duckdb.translation.typed import Column, Field, Plan, Typed
from athena.duckdb.widening import common
from athena.errors import unsupported
from athena.sql import tree
from athena.types import BOOLEAN, Type


@singledispatch
def translate(node: tree.Expression, context: "Context") -> Typed:
    """An expression with the Trino type of its value. Raises SqlError as Trino does.

    `Context.typed` calls it once for each node.
    """
    raise unsupported(type(node).__name__)


@singledispatch
def translate_relation(
    node: tree.Relation, context: "QueryContext", before: tuple[Field, ...]
) -> Plan:
    """What FROM takes.

    `before` are the columns that LATERAL and UNNEST see of what stands left of them.
    """
    raise unsupported(type(node).__name__)


@singledispatch
def translate_body(
    node: tree.Body, context: "QueryContext", order: Sequence[tree.SortItem]
) -> "QueryResult":
    """What stands before ORDER BY, sorted by `order`, which sees inside."""
    raise unsupported(type(node).__name__)


@dataclass(frozen=True)
class QueryResult:
    """A query in DuckDB's SQL, where its columns are named c0, c1 and so on.

    `always` are the table columns it reads whichever of its own are wanted; `outer` the columns of the
    queries around it that it speaks of.
    """

    sql: str
    columns: tuple[Field, ...]
    always: frozenset[Column]
    outer: frozenset[Field] = frozenset()


@dataclass(frozen=True)
class QueryContext:
    """Where a query stands: its statement, the WITH tables in sight, and the scope around it."""

    session: Session
    tables: Mapping[str, "CommonTable"] = field(default_factory=dict)
    outer: Scope | None = None

    def expressions(self, fields: tuple[Field, ...]) -> "Context":
        """For expressions over these columns."""
        return Context(self, Scope(fields, self.outer))


@dataclass
class CommonTable:
    """A WITH table and where it stands, which decides what it sees.

    `unread` is its relation, translated once for its errors, until somebody reads it.
    """

    table: tree.CommonTable
    context: QueryContext
    recursive: bool
    unread: Plan | None = None


class Context:
    """Where an expression stands: in which query, which columns it sees, within how many lambdas.

    Meanings are kept, so that a GROUP BY can compare them.
    """

    def __init__(self, around: QueryContext, scope: Scope, depth: int = 0) -> None:
        self.session = around.session
        self.scope = scope
        self.depth = depth
        self.known: dict[int, Typed] = {}
        self.windows: dict[str, tree.Window] = {}
        self._around = around

    def for_query(self) -> QueryContext:
        """For a query inside the expression."""
        return replace(self._around, outer=self.scope)

    def inside(self, fields: tuple[Field, ...], lambdas: int = 0) -> "Context":
        """For what sees these names first, such as the body of a lambda."""
        return Context(self._around, self.scope.inside(fields), self.depth + lambdas)

    def typed(self, node: tree.Expression) -> Typed:
        found = self.known.get(id(node))
        if found is None:
            found = self.known[id(node)] = translate(node, self)
        return found

    def all_typed(self, nodes: Iterable[tree.Expression]) -> tuple[Typed, ...]:
        return tuple(self.typed(node) for node in nodes)

    def condition(self, node: tree.Expression, otherwise: str) -> Typed:
        """A boolean; `otherwise` begins the message when it isn't one."""
        found = self.typed(node)
        if found.type.base not in ("boolean", "unknown"):
            text = otherwise.format(type=found.type)
            raise node.span.error("TYPE_MISMATCH", text)
        return widened(found, BOOLEAN)

    def shared(
        self, nodes: Iterable[tree.Expression], message: str
    ) -> tuple[tuple[Typed, ...], Type]:
        """Expressions widened to the type they have in common, or TYPE_MISMATCH at the first misfit."""
        found = [(node, self.typed(node)) for node in nodes]
        seen: list[Type] = []
        type_: Type | None = None
        for node, value in found:
            if value.type not in seen and value.type.base != "unknown":
                seen.append(value.type)
            both = value.type if type_ is None else common(type_, value.type)
            if both is None:
                every = ", ".join(str(type_) for type_ in seen)
                what = (
                    f"{message} must be the same type or coercible to a common type. Cannot find common"
                    f" type between {type_} and {value.type}, all types (without duplicates): [{every}]"
                )
                raise node.span.error("TYPE_MISMATCH", what)
            type_ = both
        assert type_ is not None
        return tuple(widened(value, type_) for _, value in found), type_
