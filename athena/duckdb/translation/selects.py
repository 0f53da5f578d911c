"""One SELECT: FROM, WHERE, the columns, GROUP BY, HAVING and the ORDER BY that sees them all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from athena.duckdb.translation.aggregates import aggregates_in, windows_in
from athena.duckdb.translation.conditions import keys_of, note_conditions
from athena.duckdb.translation.context import (
    Context,
    QueryContext,
    QueryResult,
    translate_body,
    translate_relation,
)
from athena.duckdb.translation.grouping import (
    GroupedCheck,
    Groups,
    groups_of,
    refuse_aggregates,
)
from athena.duckdb.translation.outputs import Output, outputs_of
from athena.duckdb.translation.placeholders import exchanged
from athena.duckdb.translation.predicates import conjunction
from athena.duckdb.translation.sorting import check_orderable, place_of, sort_key
from athena.duckdb.translation.typed import Column, Field, Plan, Typed
from athena.errors import unsupported
from athena.sql import tree

NOWHERE = Plan("", ())


@dataclass
class Selected:
    """A SELECT on the way: what it reads and shows so far."""

    node: tree.Select
    plan: Plan
    context: Context
    outputs: list[Output]
    where: Typed | None = None
    groups: Groups | None = None
    having: Typed | None = None


@translate_body.register
def _select(
    node: tree.Select, context: QueryContext, order: Sequence[tree.SortItem]
) -> QueryResult:
    found = _read(node, context)
    if node.group is not None:
        found.groups = groups_of(node.group, found.outputs, found.context)
    if node.having is not None:
        message = "HAVING clause must evaluate to a boolean: actual type {type}"
        found.having = found.context.condition(node.having, message)
    sorting = _sorting(found, order)
    _check_groups(found, order, sorting)
    return _written(found, order, sorting[1])


def _read(node: tree.Select, around: QueryContext) -> Selected:
    """FROM, WHERE and the columns."""
    plan = translate_relation(node.relation, around, ()) if node.relation else NOWHERE
    context = around.expressions(plan.fields)
    context.windows = {window.name: window.window for window in node.windows}
    where = None
    if node.where is not None:
        message = "WHERE clause must evaluate to a boolean: actual type {type}"
        where = context.condition(node.where, message)
        refuse_aggregates(node.where, "WHERE")
        note_conditions(context.session, where, plan.fields)
    outputs = [output for item in node.items for output in outputs_of(item, plan, context)]
    return Selected(node, plan, context, outputs, where)


# ORDER BY


def _sorting(found: Selected, order: Sequence[tree.SortItem]) -> tuple[Context, list[Typed]]:
    """The ORDER BY's values. Names mean the SELECT's columns first, then those of FROM."""
    named = tuple(
        Field(output.name, output.value.type, output.value.sql, (), output.value.reads)
        for output in found.outputs
        if output.name is not None
    )
    context = found.context.inside(named)
    context.windows = found.context.windows
    values = []
    for item in order:
        place = place_of(item, len(found.outputs))
        value = context.typed(item.value) if place is None else found.outputs[place].value
        check_orderable(value.type, item, found.node)
        values.append(value)
    return context, values


# GROUP BY


def _check_groups(
    found: Selected,
    order: Sequence[tree.SortItem],
    sorting: tuple[Context, list[Typed]],
) -> None:
    node = found.node
    shown = [output.node for output in found.outputs if output.node is not None]
    every = [*shown, *([node.having] if node.having is not None else [])]
    sorted_by = [item.value for item in order]
    grouped = node.group is not None or node.having is not None
    if not grouped and not any(True for part in (*every, *sorted_by) for _ in aggregates_in(part)):
        _refuse_grouping(node, (*every, *sorted_by))
        return
    if node.group is None:
        _refuse_grouping(node, (*every, *sorted_by))
    groups = found.groups.sqls if found.groups else frozenset()
    own = frozenset(found.plan.fields)
    check = GroupedCheck(found.context, groups, own)
    for output in found.outputs:
        if output.node is not None:
            check.check(output.node)
        elif output.field is not None:
            check.check_columns((output.field,))
    if node.having is not None:
        check.check(node.having)
    order_check = GroupedCheck(sorting[0], groups, own)
    for part in sorted_by:
        order_check.check(part)


def _refuse_grouping(node: tree.Select, parts: Sequence[tree.Expression]) -> None:
    if any(isinstance(inner, tree.Grouping) for part in parts for inner in part.walk()):
        what = "A GROUPING() operation can only be used with a corresponding"
        text = f"{what} GROUPING SET/CUBE/ROLLUP/GROUP BY clause"
        raise node.span.error("MISSING_GROUP_BY", text)


# The result


def _written(
    found: Selected, order: Sequence[tree.SortItem], sorted_by: Sequence[Typed]
) -> QueryResult:
    node, outputs = found.node, found.outputs
    shape = _maps_sorted(found)
    sqls = [output.value.sql for output in outputs]
    keys = []
    for item, value in zip(order, sorted_by, strict=True):
        shown = value.sql in sqls
        if node.distinct and not shown:
            what = "For SELECT DISTINCT, ORDER BY expressions must appear in select list"
            raise node.span.error("EXPRESSION_NOT_IN_DISTINCT", what)
        place = str(sqls.index(value.sql) + 1) if shown else ""
        keys.append(sort_key(shape(value.sql), value.type, item, place))
    columns = ", ".join(f"{_shown(sql, found, shape)} AS c{n}" for n, sql in enumerate(sqls))
    sql = f"SELECT {'DISTINCT ' if node.distinct else ''}{columns}"
    sql += f" FROM {found.plan.sql}" if found.plan.sql else ""
    sql += f" WHERE {conjunction(found.where)}" if found.where else ""
    sql += found.groups.written(shape) if found.groups else ""
    sql += f" HAVING {shape(conjunction(found.having))}" if found.having else ""
    sql += f" ORDER BY {', '.join(keys)}" if keys else ""
    captured = found.context.scope.captured
    return QueryResult(sql, _columns(found), _always(found, sorted_by), frozenset(captured))


def _shown(sql: str, found: Selected, shape: Callable[[str], str]) -> str:
    """A map that groups are made by shows its entries in the order of one of the group's."""
    alone = found.groups is not None and len(found.groups.sets) == 1 and not found.node.distinct
    grouped = found.groups.values if found.groups and alone else ()
    is_map = any(value.sql == sql and value.type.base == "map" for value in grouped)
    return f"first({sql})" if is_map else shape(sql)


def _maps_sorted(found: Selected) -> Callable[[str], str]:
    """Groups of maps: the order of a map's entries makes no difference in Trino.

    Their columns are sorted wherever they stand, any other map where it stands alone.
    """
    maps = (
        [value for value in found.groups.values if value.type.base == "map"] if found.groups else []
    )
    if found.node.distinct:
        maps += [output.value for output in found.outputs if output.value.type.base == "map"]
    hidden = [*(found.groups.values if found.groups else ())]
    hidden += [output.value for output in found.outputs] if found.node.distinct else []
    if any(value.type.holds("map") and value.type.base != "map" for value in hidden):
        raise unsupported("groups of containers of maps")
    instead = {value.sql: f"trino_sorted_map({value.sql})" for value in maps}
    return lambda sql: instead.get(sql) or exchanged(sql, instead)


def _always(found: Selected, sorted_by: Sequence[Typed]) -> frozenset[Column]:
    parts = [part for part in (found.where, found.having) if part is not None]
    parts += [*sorted_by, *(found.groups.values if found.groups else ())]
    if found.node.distinct:
        parts += [output.value for output in found.outputs]
    captured = [field.reads for field in found.context.scope.captured]
    return found.plan.always.union(*(part.reads for part in parts), *captured)


def _columns(found: Selected) -> tuple[Field, ...]:
    several = found.groups is not None and len(found.groups.sets) > 1
    windows = [
        {found.context.typed(part).sql for part in call.over.partition}
        for output in found.outputs
        if output.node is not None
        for call in windows_in(output.node)
        if call.over is not None
    ]
    columns = []
    for output in found.outputs:
        value = output.value
        kept = not several and all(value.sql in part for part in windows)
        keys = keys_of(value) if kept else frozenset()
        columns.append(Field(output.name, value.type, "", (), value.reads, keys))
    return tuple(columns)
