"""Subqueries in expressions: scalar ones, EXISTS, IN and the quantified comparisons."""

from typing import TypeGuard

from athena.duckdb.translation.casts import cast_sql, widened
from athena.duckdb.translation.context import Context, QueryResult, translate
from athena.duckdb.translation.queries import translate_query
from athena.duckdb.translation.typed import Typed, made_of
from athena.duckdb.widening import common
from athena.errors import unsupported
from athena.sql import tree
from athena.types import BOOLEAN, Type, row

SAME = "Value expression and result of subquery must be of the same type"


@translate.register
def _subquery(node: tree.Subquery, context: Context) -> Typed:
    found = _inner(node.query, context)
    if len(found.columns) == 1:
        return _reading(f"({found.sql})", found.columns[0].type, found)
    type_ = _row_of(found)
    fields = ", ".join(f"'{name}': c{n}" for n, name in enumerate(type_.field_names))
    return _reading(f"(SELECT {{{fields}}} FROM ({found.sql}))", type_, found)


def _inner(query: tree.Query, context: Context) -> QueryResult:
    """A query inside. Trino can't plan every one that looks outside, DuckDB can."""
    context.session.joins.found = True
    found = translate_query(query, context.for_query())
    limited = any(isinstance(node, tree.Limit) for node in query.walk())
    if _unnests_around(query.body) and (limited or query.body.where is not None):
        raise unsupported("a query inside that unnests the rows around it under a WHERE or LIMIT")
    if found.outer and (limited or not found.outer <= set(context.scope.fields)):
        raise unsupported(
            "a query with a LIMIT, or two levels deep, that depends on the rows around it"
        )
    return found


def _unnests_around(body: tree.Body) -> TypeGuard[tree.Select]:
    """FROM has nothing but UNNEST, so a column in it is one of the query around.

    Trino plans that only where all that it gives is taken.
    """
    relation = body.relation if isinstance(body, tree.Select) else None
    inner = relation.relation if isinstance(relation, tree.Aliased) else relation
    names = (tree.Identifier, tree.Dereference)
    return isinstance(inner, tree.Unnest) and any(isinstance(n, names) for n in inner.walk())


@translate.register
def _exists(node: tree.Exists, context: Context) -> Typed:
    found = _inner(node.query, context)
    return _reading(f"EXISTS ({found.sql})", BOOLEAN, found)


@translate.register
def _in_query(node: tree.InQuery, context: Context) -> Typed:
    value, found = context.typed(node.value), _inner(node.query, context)
    if isinstance(node.value, tree.Row) and len(found.columns) == len(node.value.values) > 1:
        raise unsupported("IN over the rows of a query")
    if len(found.columns) != 1:
        raise node.span.error("TYPE_MISMATCH", f"{SAME}: {row(value.type)} vs {_row_of(found)}")
    column = found.columns[0]
    type_ = common(value.type, column.type)
    if type_ is None:
        raise node.span.error("TYPE_MISMATCH", f"{SAME}: {value.type} vs {column.type}")
    if type_.holds("map"):
        raise unsupported("IN over maps")
    items = f"SELECT {cast_sql('c0', column.type, type_)} FROM ({found.sql})"
    inner = _reading("", BOOLEAN, found)
    sql = f"({widened(value, type_).sql} IN ({items}))"
    return made_of(sql, BOOLEAN, (value, inner), pure=False)


@translate.register
def _quantified(node: tree.Quantified, context: Context) -> Typed:
    value, found = context.typed(node.value), _inner(node.query, context)
    column = found.columns[0]
    type_ = common(value.type, column.type)
    if type_ is None or len(found.columns) != 1 or not type_.comparable:
        what = f"{SAME} for quantified comparison: {value.type} vs {column.type}"
        raise node.span.error("TYPE_MISMATCH", what)
    items = f"SELECT {cast_sql('c0', column.type, type_)} FROM ({found.sql})"
    inner = _reading("", BOOLEAN, found)
    sql = f"({widened(value, type_).sql} {node.operator} {node.quantifier} ({items}))"
    return made_of(sql, BOOLEAN, (value, inner), pure=False)


def _row_of(query: QueryResult) -> Type:
    names = tuple(column.name for column in query.columns)
    return row(*(column.type for column in query.columns), names=names)


def _reading(sql: str, type_: Type, query: QueryResult) -> Typed:
    reads = query.always.union(*(column.reads for column in query.columns))
    return Typed(sql, type_, reads, query.outer, pure=False)
