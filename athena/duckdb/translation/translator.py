"""The common ground of expression translation: dispatch by node, names, and widening to a type."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass

from athena.duckdb.translation.casts import widened
from athena.duckdb.translation.scope import Scope, name_of
from athena.duckdb.translation.session import Session
from athena.duckdb.translation.typed import Column, Field, Typed
from athena.duckdb.widening import common
from athena.errors import SqlError, unsupported
from athena.quoting import quoted
from athena.sql import tree
from athena.types import BOOLEAN, Type


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


class Translator(ABC):
    """`typed` gives the meaning of a node; `on_comparison` and so on know one kind of node each.

    Meanings are kept, so that a GROUP BY can compare them. `depth` counts the lambdas around.
    """

    def __init__(self, session: Session, scope: Scope, depth: int = 0) -> None:
        self.session = session
        self.scope = scope
        self.depth = depth
        self.known: dict[int, Typed] = {}
        self.windows: dict[str, tree.Window] = {}

    @abstractmethod
    def query(self, query: tree.Query) -> QueryResult:
        """A query inside an expression."""

    @abstractmethod
    def inside(self, fields: tuple[Field, ...]) -> "Translator":
        """For the body of a lambda with these parameters."""

    def typed(self, node: tree.Expression) -> Typed:
        if id(node) not in self.known:
            method = getattr(self, f"on_{type(node).__name__.lower()}")
            found: Typed = method(node)
            self.known[id(node)] = found
        return self.known[id(node)]

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
        self, nodes: Iterable[tree.Expression], message: str, start: Type | None = None
    ) -> tuple[tuple[Typed, ...], Type]:
        """Expressions widened to the type they have in common, or TYPE_MISMATCH at the first misfit."""
        found = [(node, self.typed(node)) for node in nodes]
        seen = [start] if start else []
        type_ = start
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

    # Names

    def on_identifier(self, node: tree.Identifier) -> Typed:
        found = self.scope.find((node.name,), node.span)
        if found is None:
            raise _unresolved(node, node.name)
        return _of_field(found)

    def on_dereference(self, node: tree.Dereference) -> Typed:
        name = name_of(node)
        if name and (found := self.scope.find(name, node.span)):
            return _of_field(found)
        if name and name_of(node.base) and not self._resolves(node.base):
            raise _unresolved(node, ".".join(name))
        base = self.typed(node.base)
        if base.type.base != "row":
            what = f"Expression {node.base.span.text} is not of type ROW"
            raise node.span.error("TYPE_MISMATCH", what)
        if node.field not in base.type.names:
            raise _unresolved(node, f"{node.base.span.text}.{node.field}")
        place = base.type.names.index(node.field)
        return base.as_(f"({base.sql}).{quoted(node.field)}", base.type.of[place])

    def _resolves(self, node: tree.Expression) -> bool:
        name = name_of(node)
        if self.scope.find(name, node.span):
            return True
        return isinstance(node, tree.Dereference) and self._resolves(node.base)


def _unresolved(node: tree.Expression, name: str) -> SqlError:
    if name.rpartition(".")[2].startswith("$"):
        return unsupported(f"the hidden column {name}")
    return node.span.error("COLUMN_NOT_FOUND", f"Column '{name}' cannot be resolved")


def _of_field(field: Field) -> Typed:
    return Typed(field.sql, field.type, field.reads, frozenset({field}))
