"""CASE and what is one in other words: IF, COALESCE, NULLIF and TRY."""

from dataclasses import replace

from athena.duckdb.translation.casts import widened
from athena.duckdb.translation.context import Context, translate
from athena.duckdb.translation.predicates import compared
from athena.duckdb.translation.typed import Typed, made_of
from athena.duckdb.widening import common
from athena.sql import tree
from athena.types import BOOLEAN


@translate.register
def _case(node: tree.Case, context: Context) -> Typed:
    results = [when.result for when in node.whens]
    conditions = [_when(node, when, context) for when in node.whens]
    last = [node.default] if node.default is not None else []
    values, type_ = context.shared([*results, *last], "All CASE results")
    branches = "".join(
        f" WHEN {condition.sql} THEN {value.sql}"
        for condition, value in zip(conditions, values, strict=False)
    )
    default = f" ELSE {values[-1].sql}" if last else ""
    parts = (*conditions, *values)
    return made_of(f"CASE{branches}{default} END", type_, parts)


def _when(node: tree.Case, when: tree.When, context: Context) -> Typed:
    if node.operand is None:
        message = "CASE WHEN clause must evaluate to a boolean (actual: {type})"
        return context.condition(when.condition, message)
    operand, value = context.typed(node.operand), context.typed(when.condition)
    type_ = common(operand.type, value.type)
    if type_ is None:
        what = "CASE operand type does not match WHEN clause operand type"
        text = f"{what}: {operand.type} vs {value.type}"
        raise when.condition.span.error("TYPE_MISMATCH", text)
    sql = compared("=", widened(operand, type_), widened(value, type_))
    return made_of(sql, BOOLEAN, (operand, value))


def if_(node: tree.Call, context: Context) -> Typed:
    message = "IF condition must evaluate to a boolean (actual: {type})"
    condition = context.condition(node.arguments[0], message)
    values = context.all_typed(node.arguments[1:])
    type_ = values[0].type if len(values) == 1 else common(values[0].type, values[1].type)
    if type_ is None:
        what = f"Result types for IF must be the same: {values[0].type} vs {values[1].type}"
        raise node.span.error("TYPE_MISMATCH", what)
    branches = [widened(value, type_).sql for value in values]
    default = f" ELSE {branches[1]}" if len(branches) == 2 else ""
    sql = f"CASE WHEN {condition.sql} THEN {branches[0]}{default} END"
    return made_of(sql, type_, (condition, *values))


def coalesce(node: tree.Call, context: Context) -> Typed:
    values, type_ = context.shared(node.arguments, "All COALESCE operands")
    sql = f"coalesce({', '.join(value.sql for value in values)})"
    return made_of(sql, type_, values)


def nullif(node: tree.Call, context: Context) -> Typed:
    first, second = context.all_typed(node.arguments)
    type_ = common(first.type, second.type)
    if type_ is None:
        what = f"Types are not comparable with NULLIF: {first.type} vs {second.type}"
        raise node.span.error("TYPE_MISMATCH", what)
    same = compared("=", widened(first, type_), widened(second, type_))
    sql = f"CASE WHEN {same} THEN NULL ELSE {first.sql} END"
    return made_of(sql, first.type, (first, second))


def try_(node: tree.Call, context: Context) -> Typed:
    value = context.typed(node.arguments[0])
    return replace(value.as_(f"TRY({value.sql})", value.type), fails=False)
