"""The bodies of queries but SELECT: set operations, VALUES, TABLE, and queries in parentheses."""

from collections.abc import Sequence
from dataclasses import replace

from athena.duckdb.translation.casts import cast_sql
from athena.duckdb.translation.context import QueryContext, QueryResult, translate_body
from athena.duckdb.translation.queries import derived, translate_query
from athena.duckdb.translation.sorting import check_orderable, place_of, sort_key
from athena.duckdb.translation.typed import Field
from athena.duckdb.widening import common
from athena.errors import unsupported
from athena.sql import tree
from athena.types import Type, row

Order = Sequence[tree.SortItem]


@translate_body.register
def _table_body(node: tree.TableBody, context: QueryContext, order: Order) -> QueryResult:
    item = tree.SelectItem(node.span, None)
    return translate_body(tree.Select(node.span, False, (item,), node.table), context, order)


@translate_body.register
def _nested(node: tree.Nested, context: QueryContext, order: Order) -> QueryResult:
    return _sorted(translate_query(node.query, context), context, order)


@translate_body.register
def _set_operation(node: tree.SetOperation, context: QueryContext, order: Order) -> QueryResult:
    left = translate_body(node.left, context, ())
    right = translate_body(node.right, context, ())
    if len(left.columns) != len(right.columns):
        counts = f"{len(left.columns)}, {len(right.columns)}"
        what = f"{node.operator} query has different number of fields: {counts}"
        raise node.span.error("TYPE_MISMATCH", what)
    types = []
    for place, (one, other) in enumerate(zip(left.columns, right.columns, strict=True)):
        type_ = common(one.type, other.type)
        if type_ is None:
            what = f"column {place + 1} in {node.operator} query has incompatible types"
            text = f"{what}: {one.type}, {other.type}"
            raise node.span.error("TYPE_MISMATCH", text)
        if type_.base == "map" and (node.distinct or node.operator != "UNION"):
            raise unsupported(f"{node.operator} of maps")
        types.append(type_)
    return _sorted(_united(node, left, right, types), context, order)


def _united(
    node: tree.SetOperation,
    left: QueryResult,
    right: QueryResult,
    types: Sequence[Type],
) -> QueryResult:
    sides = [_as_types(side, types) for side in (left, right)]
    operator = f"{node.operator} {'' if node.distinct else 'ALL '}"
    always = left.always | right.always
    columns = []
    for one, other, type_ in zip(left.columns, right.columns, types, strict=True):
        reads, keys = one.reads | other.reads, one.keys | other.keys
        columns.append(Field(one.name, type_, "", (), reads, keys))
    if node.distinct or node.operator != "UNION":
        always = always.union(*(column.reads for column in columns))
    sql = f"({sides[0]}) {operator}({sides[1]})"
    return QueryResult(sql, tuple(columns), always, left.outer | right.outer)


@translate_body.register
def _values(node: tree.Values, context: QueryContext, order: Order) -> QueryResult:
    expressions = context.expressions(())
    rows = [
        expressions.all_typed(item.values if isinstance(item, tree.Row) else (item,))
        for item in node.rows
    ]
    types = [value.type for value in rows[0]]
    for values in rows[1:]:
        if len(values) != len(types):
            what = f"Values rows have mismatched sizes: {len(types)} vs {len(values)}"
            raise node.span.error("TYPE_MISMATCH", what)
        both = [common(type_, value.type) for type_, value in zip(types, values, strict=True)]
        if any(type_ is None for type_ in both):
            given = row(*(value.type for value in values))
            what = f"Values rows have mismatched types: {row(*types)} vs {given}"
            raise node.span.error("TYPE_MISMATCH", what)
        types = [type_ for type_ in both if type_ is not None]
    lines = []
    for values in rows:
        cells = zip(values, types, strict=True)
        line = ", ".join(cast_sql(value.sql, value.type, type_) for value, type_ in cells)
        lines.append(f"({line})")
    names = ", ".join(f"c{n}" for n in range(len(types)))
    sql = f"SELECT * FROM (VALUES {', '.join(lines)}) AS v({names})"
    reads = frozenset().union(*(value.reads for values in rows for value in values))
    columns = tuple(Field(None, type_, "") for type_ in types)
    found = QueryResult(sql, columns, reads, frozenset(expressions.scope.captured))
    return _sorted(found, context, order)


def _sorted(result: QueryResult, context: QueryContext, order: Order) -> QueryResult:
    """ORDER BY over what has columns only by name or place."""
    if not order:
        return result
    plan = derived(result, context.session)
    expressions = context.expressions(plan.fields)
    keys, reads = [], result.always
    for item in order:
        place = place_of(item, len(plan.fields))
        value = expressions.typed(item.value) if place is None else None
        field = plan.fields[place] if place is not None else None
        type_ = field.type if field else value.type if value else Type("unknown")
        check_orderable(type_, item)
        keys.append(sort_key(field.sql if field else value.sql if value else "", type_, item))
        reads |= field.reads if field else value.reads if value else frozenset()
    columns = ", ".join(f"{field.sql} AS c{n}" for n, field in enumerate(plan.fields))
    sql = f"SELECT {columns} FROM {plan.sql} ORDER BY {', '.join(keys)}"
    return replace(result, sql=sql, always=reads)


def _as_types(result: QueryResult, types: Sequence[Type]) -> str:
    """A query whose columns have these types."""
    if all(column.type == type_ for column, type_ in zip(result.columns, types, strict=True)):
        return result.sql
    columns = ", ".join(
        f"{cast_sql(f'c{n}', column.type, type_)} AS c{n}"
        for n, (column, type_) in enumerate(zip(result.columns, types, strict=True))
    )
    return f"SELECT {columns} FROM ({result.sql})"
