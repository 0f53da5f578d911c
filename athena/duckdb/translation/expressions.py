"""The whole translation of expressions, closed by what it needs of queries."""

from collections.abc import Callable

from athena.duckdb.translation.aggregates import Aggregates
from athena.duckdb.translation.printf import printf
from athena.duckdb.translation.scope import Scope
from athena.duckdb.translation.session import Session
from athena.duckdb.translation.translator import QueryResult
from athena.duckdb.translation.typed import Field, Typed, made_of
from athena.errors import unsupported
from athena.sql import tree
from athena.types import VARCHAR

Subqueries = Callable[[tree.Query, Scope | None], QueryResult]


class Expressions(Aggregates):
    """`subqueries` translates a query within a scope."""

    def __init__(
        self, session: Session, scope: Scope, subqueries: Subqueries, depth: int = 0
    ) -> None:
        super().__init__(session, scope, depth)
        self._subqueries = subqueries

    def query(self, query: tree.Query) -> QueryResult:
        return self._subqueries(query, self.scope)

    def inside(self, fields: tuple[Field, ...]) -> "Expressions":
        scope = self.scope.inside(fields)
        return Expressions(self.session, scope, self._subqueries, self.depth + 1)

    def on_extract(self, node: tree.Extract) -> Typed:
        """`EXTRACT(YEAR FROM x)` is year(x)."""
        call = tree.Call(node.span, node.field.lower(), (node.value,))
        return self.on_call(call)

    def form_format(self, node: tree.Call) -> Typed:
        pattern, *values = self.all_typed(node.arguments)
        if pattern.literal is None:
            raise unsupported("a format that is no string literal")
        sql = printf(pattern.literal, values)
        return made_of(sql, VARCHAR, (pattern, *values))
