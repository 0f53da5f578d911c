"""GROUP BY: its sets, and what may stand beside it.

An expression outside aggregates must be made of grouped expressions. Two expressions are the same when
their DuckDB text is: names are resolved in it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product

from athena.duckdb.translation.aggregates import (
    aggregates_in,
    is_aggregate,
    windows_in,
)
from athena.duckdb.translation.context import Context
from athena.duckdb.translation.outputs import Output
from athena.duckdb.translation.scope import name_of
from athena.duckdb.translation.typed import Field, Typed
from athena.errors import SqlError
from athena.sql import tree

NO_AGGREGATES = "cannot contain aggregations, window functions or grouping operations"


def refuse_aggregates(node: tree.Expression, clause: str) -> None:
    """WHERE and GROUP BY come before there are groups."""
    found = [*aggregates_in(node), *windows_in(node), *_groupings_in(node)]
    if found:
        listed = ", ".join(call.span.text for call in found)
        what = f"{clause} clause {NO_AGGREGATES}: [{listed}]"
        raise node.span.error("EXPRESSION_NOT_SCALAR", what)


def _groupings_in(node: tree.Node) -> list[tree.Expression]:
    return [inner for inner in node.walk() if isinstance(inner, tree.Grouping)]


@dataclass(frozen=True)
class Groups:
    """The grouping sets of a GROUP BY, as DuckDB texts."""

    sets: tuple[tuple[str, ...], ...]
    values: tuple[Typed, ...]

    @property
    def sqls(self) -> frozenset[str]:
        return frozenset(value.sql for value in self.values)

    def written(self, shape: Callable[[str], str]) -> str:
        """The clause, each expression in the shape that it has in all of the SELECT."""
        sets = [", ".join(map(shape, columns)) for columns in self.sets]
        if len(sets) > 1:
            return f" GROUP BY GROUPING SETS ({', '.join(f'({columns})' for columns in sets)})"
        return f" GROUP BY {sets[0] or '()'}"


def groups_of(
    elements: Sequence[tree.GroupingElement], outputs: Sequence[Output], context: Context
) -> Groups:
    """Raises SqlError for a position that isn't there and for aggregates."""
    values: list[Typed] = []

    def column(node: tree.Expression) -> str:
        value = _grouped(node, outputs, context)
        values.append(value)
        return value.sql

    choices = []
    for element in elements:
        if element.kind != "SIMPLE":
            _check_columns(element)
        sets = [tuple(column(node) for node in columns) for columns in element.sets]
        choices.append(_sets(element.kind, sets))
    joined = tuple(tuple(dict.fromkeys(chain(*choice))) for choice in product(*choices))
    return Groups(joined, tuple(values))


def _check_columns(element: tree.GroupingElement) -> None:
    """Sets of groups are of columns, not of positions and expressions."""
    for node in element.children():
        if isinstance(node, tree.Expression) and not name_of(node):
            what = f"GROUP BY expression must be a column reference: {node.span.text}"
            raise node.span.error("INVALID_COLUMN_REFERENCE", what)


def _grouped(node: tree.Expression, outputs: Sequence[Output], context: Context) -> Typed:
    if isinstance(node, tree.Number) and node.kind == "integer":
        place = int(node.digits)
        if not 1 <= place <= len(outputs):
            what = f"GROUP BY position {place} is not in select list"
            raise node.span.error("INVALID_COLUMN_REFERENCE", what)
        output = outputs[place - 1]
        if output.node is not None:
            refuse_aggregates(output.node, "GROUP BY")
        return output.value
    value = context.typed(node)
    refuse_aggregates(node, "GROUP BY")
    return value


def _sets(kind: str, sets: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """ROLLUP (a, b) is the sets (a, b), (a) and (); CUBE all of them."""
    if kind == "ROLLUP":
        return [tuple(chain(*sets[:count])) for count in range(len(sets), -1, -1)]
    if kind == "CUBE":
        sizes = range(len(sets), -1, -1)
        picked = chain.from_iterable(combinations(sets, size) for size in sizes)
        return [tuple(chain(*columns)) for columns in picked]
    return sets


@dataclass(frozen=True)
class GroupedCheck:
    """Is every expression of a grouped SELECT made of groups and aggregates?"""

    context: Context
    groups: frozenset[str]
    own: frozenset[Field]  # the columns of FROM

    def check(self, node: tree.Expression) -> None:
        """Raises SqlError at the first column that is neither."""
        self._check(node, node, frozenset())

    def _check(self, node: tree.Node, whole: tree.Expression, lambdas: frozenset[str]) -> None:
        typed = self.context.known.get(id(node))
        if typed is not None and typed.sql in self.groups:
            return
        if isinstance(node, tree.Call) and node.over is None and is_aggregate(node.name):
            return
        if isinstance(node, tree.Query):
            return
        if isinstance(node, tree.Subquery | tree.Exists | tree.InQuery | tree.Quantified):
            self._check_subquery(node, typed)
        if isinstance(node, tree.Lambda):
            lambdas |= set(node.names)
        column = isinstance(node, tree.Identifier | tree.Dereference)
        if column and typed is not None and typed.fields & self.own:
            self._refuse(whole)
        if isinstance(node, tree.Identifier) and typed is None and node.name not in lambdas:
            self._check_unknown(node, whole)
        for child in node.children():
            self._check(child, whole, lambdas)

    def _check_subquery(self, node: tree.Expression, typed: Typed | None) -> None:
        for field in typed.fields & self.own if typed is not None else ():
            if field.sql not in self.groups:
                what = f"Subquery uses '{field.name}' which must appear in GROUP BY clause"
                raise node.span.error("EXPRESSION_NOT_AGGREGATE", what)

    def _check_unknown(self, node: tree.Identifier, whole: tree.Expression) -> None:
        """A name inside a lambda's body, whose meaning another translation holds."""
        field = self.context.scope.find((node.name,), node.span)
        if field in self.own and field is not None and field.sql not in self.groups:
            self._refuse(whole)

    def _refuse(self, whole: tree.Expression) -> None:
        what = "must be an aggregate expression or appear in GROUP BY clause"
        raise whole.span.error("EXPRESSION_NOT_AGGREGATE", f"'{whole.span.text}' {what}")

    def check_columns(self, fields: Iterable[Field]) -> None:
        """The columns that an asterisk stands for."""
        for field in fields:
            if field.sql not in self.groups:
                name = ".".join((*field.qualifier[-1:], field.name or ""))
                what = f"Column '{name}' not in GROUP BY clause"
                raise SqlError("EXPRESSION_NOT_AGGREGATE", what)
