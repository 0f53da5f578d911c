"""FROM: tables and views, derived tables, UNNEST, joins and aliases."""

from dataclasses import replace

from athena.duckdb.translation.about_catalog import about_catalog
from athena.duckdb.translation.casts import cast_sql
from athena.duckdb.translation.conditions import note_conditions
from athena.duckdb.translation.context import QueryContext, translate_relation
from athena.duckdb.translation.placeholders import Names
from athena.duckdb.translation.predicates import conjunction
from athena.duckdb.translation.queries import common_table, derived, translate_query
from athena.duckdb.translation.scope import Scope, shown_fields
from athena.duckdb.translation.session import invalid_view
from athena.duckdb.translation.typed import Field, Key, Plan
from athena.duckdb.translation.unnesting import unnested
from athena.duckdb.widening import common
from athena.errors import SqlError, unsupported
from athena.sql import tree

Before = tuple[Field, ...]


@translate_relation.register
def _derived(node: tree.Derived, context: QueryContext, before: Before) -> Plan:
    inner = replace(context, outer=Scope(before, context.outer)) if node.lateral else context
    return derived(translate_query(node.query, inner), context.session, node.lateral)


@translate_relation.register
def _unnest(node: tree.Unnest, context: QueryContext, before: Before) -> Plan:
    values = context.expressions(before).all_typed(node.values)
    return unnested(node, values, context.session.names)


@translate_relation.register
def _table(node: tree.Table, context: QueryContext, before: Before) -> Plan:
    if len(node.parts) == 1 and node.parts[0] in context.tables:
        return common_table(context.tables[node.parts[0]], context.outer)
    if about := about_catalog(node, context.session):
        return about
    found = context.session.table(node)
    if found.view_sql is None:
        return context.session.read(found)
    query, inner = context.session.view(found, node.span)
    try:
        result = translate_query(query, QueryContext(inner))
    except SqlError as error:
        raise invalid_view(found, node.span, error) from error
    plan = derived(result, context.session)
    qualifier = ("awsdatacatalog", found.database, found.name)
    names = [column.name for column in (*found.columns, *found.partition_keys)]
    if len(names) != len(plan.fields):
        names = [field.name or "" for field in plan.fields]
    fields = zip(plan.fields, names, strict=True)
    return replace(
        plan, fields=tuple(replace(f, name=name, qualifier=qualifier) for f, name in fields)
    )


@translate_relation.register
def _aliased(node: tree.Aliased, context: QueryContext, before: Before) -> Plan:
    plan = translate_relation(node.relation, context, before)
    shown = shown_fields(plan)
    if node.columns and len(node.columns) != len(shown):
        what = f"Column alias list has {len(node.columns)} entries but '{node.name}' has"
        text = f"{what} {len(shown)} columns available"
        raise node.span.error("MISMATCHED_COLUMN_ALIASES", text)
    names: tuple[str | None, ...] = node.columns or tuple(field.name for field in shown)
    fields = [
        replace(field, name=name, qualifier=(node.name,))
        for field, name in zip(shown, names, strict=True)
    ]
    hidden = [replace(f, qualifier=(node.name,)) for f in plan.fields if f.hidden]
    return replace(plan, fields=(*fields, *(hidden if not node.columns else ())))


@translate_relation.register
def _sampled(node: tree.Sampled, context: QueryContext, before: Before) -> Plan:
    plan = translate_relation(node.relation, context, before)
    percentage = context.expressions(()).typed(node.percentage)
    if not isinstance(node.percentage, tree.Number):
        raise unsupported("a sample whose size is no number")
    names = context.session.names
    alias = names.alias()
    columns = ", ".join(f"{f.sql} AS c{n}" for n, f in enumerate(plan.fields))
    sql = f"(SELECT {columns} FROM {plan.sql}) AS {alias}"
    sample = f"SELECT * FROM {sql} TABLESAMPLE BERNOULLI ({node.percentage.digits} PERCENT)"
    outer = names.alias()
    fields = tuple(replace(f, sql=names.column(f"{outer}.c{n}")) for n, f in enumerate(plan.fields))
    return Plan(f"({sample}) AS {outer}", fields, plan.always | percentage.reads)


# Joins


@translate_relation.register
def _join(node: tree.Join, context: QueryContext, before: Before) -> Plan:
    if node.natural:
        raise node.span.error("NOT_SUPPORTED", "Natural join not supported")
    context.session.joins.found = True
    left = translate_relation(node.left, context, before)
    right = translate_relation(node.right, context, (*before, *left.fields))
    always = left.always | right.always
    if node.using:
        return _using(node, left, right, context.session.names)
    fields = (
        *_kept(left, node.kind in ("RIGHT", "FULL")),
        *_kept(right, node.kind in ("LEFT", "FULL")),
    )
    if node.on is None:
        return Plan(f"({left.sql} CROSS JOIN {right.sql})", fields, always)
    _check_unnest(node, node.on)
    scope_fields = (*before, *left.fields, *right.fields)
    message = "JOIN ON clause must evaluate to a boolean: actual type {type}"
    condition = context.expressions(scope_fields).condition(node.on, message)
    if node.kind == "INNER":
        note_conditions(context.session, condition, (*left.fields, *right.fields))
    elif node.kind == "LEFT":
        note_conditions(context.session, condition, right.fields)
    sql = f"({left.sql} {node.kind} JOIN {right.sql} ON {conjunction(condition)})"
    return Plan(sql, fields, always | condition.reads)


def _using(node: tree.Join, left: Plan, right: Plan, names: Names) -> Plan:
    """Columns of that name on both sides become one, which no relation's name qualifies."""
    pairs = [_pair(name, left, right) for name in node.using]
    terms, merged = [], []
    for name, (one, other) in zip(node.using, pairs, strict=True):
        type_ = common(one.type, other.type)
        if type_ is None:
            what = f"Column types of {one.type} and {other.type} do not match: {name.name}"
            raise name.span.error("TYPE_MISMATCH", what)
        if type_.holds("map"):
            raise unsupported("a join by maps")
        sides = [cast_sql(f.sql, f.type, type_) for f in (one, other)]
        terms.append(f"{sides[0]} = {sides[1]}")
        value = {"RIGHT": sides[1], "FULL": f"coalesce({sides[0]}, {sides[1]})"}
        keys = frozenset(
            Key(key.source, cast_sql(key.sql, field.type, type_))
            for field in (one, other)
            for key in (field.keys if node.kind == "INNER" else ())
        )
        sql = names.column(value.get(node.kind, sides[0]))
        merged.append(Field(name.name, type_, sql, (), one.reads | other.reads, keys))
    rest = [f for f in (*_kept(left, False), *_kept(right, False)) if f.name not in _names(node)]
    if node.kind != "INNER":
        rest = [replace(f, keys=frozenset()) for f in rest]
    always = left.always | right.always
    always |= frozenset().union(*(f.reads for pair in pairs for f in pair))
    sql = f"({left.sql} {node.kind} JOIN {right.sql} ON {' AND '.join(terms)})"
    return Plan(sql, (*merged, *rest), always)


def _pair(name: tree.Identifier, left: Plan, right: Plan) -> tuple[Field, Field]:
    found = []
    for side, plan in (("left", left), ("right", right)):
        field = Scope(plan.fields).find((name.name,), name.span)
        if field is None:
            what = f"Column '{name.name}' is missing from {side} side of join"
            raise name.span.error("COLUMN_NOT_FOUND", what)
        found.append(field)
    return found[0], found[1]


def _check_unnest(node: tree.Join, condition: tree.Expression) -> None:
    right = node.right.relation if isinstance(node.right, tree.Aliased) else node.right
    true = isinstance(condition, tree.Boolean) and condition.value
    if isinstance(right, tree.Unnest) and not true:
        what = f"{node.kind} JOIN involving UNNEST is only supported with condition ON TRUE"
        raise condition.span.error("NOT_SUPPORTED", what)


def _names(node: tree.Join) -> set[str]:
    return {name.name for name in node.using}


def _kept(plan: Plan, outer: bool) -> tuple[Field, ...]:
    """A side's columns; where NULLs may stand for its rows they are no longer partition keys."""
    return tuple(replace(f, keys=frozenset()) for f in plan.fields) if outer else plan.fields
