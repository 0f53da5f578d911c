"""CAST and AT TIME ZONE, as the grammar writes them."""

from dataclasses import replace
from zoneinfo import available_timezones

from athena.duckdb.translation.casts import cast_sql, castable
from athena.duckdb.translation.context import Context, translate
from athena.duckdb.translation.type_names import named_type
from athena.duckdb.translation.typed import Typed, made_of
from athena.duckdb.widening import widens
from athena.errors import SqlError, unsupported
from athena.sql import tree
from athena.types import ZONED, Type, UnknownTypeError


@translate.register
def _cast(node: tree.Cast, context: Context) -> Typed:
    value = context.typed(node.value)
    try:
        type_ = named_type(node.type)
    except UnknownTypeError as error:
        raise node.span.error("TYPE_MISMATCH", f"Unknown type: {error}") from None
    if not castable(value.type, type_):
        what = f"Cannot cast {value.type} to {type_}"
        raise node.span.error("TYPE_MISMATCH", what)
    if type_.base == value.type.base == ZONED:
        type_ = replace(type_, zone=value.type.zone)
    found = value.as_(cast_sql(value.sql, value.type, type_, node.safe), type_)
    fails = not node.safe and not widens(value.type, type_)
    return replace(found, fails=value.fails or fails)


@translate.register
def _at_time_zone(node: tree.AtTimeZone, context: Context) -> Typed:
    value, zone = context.typed(node.value), context.typed(node.zone)
    if value.type.base not in ("timestamp", ZONED):
        what = "Type of value must be a time or timestamp with or without time zone"
        raise node.span.error("TYPE_MISMATCH", f"{what} (actual {value.type})")
    type_ = Type(ZONED, value.type.size, zone=_zone_name(zone, node))
    return made_of(value.sql, type_, (value, zone))


def _zone_name(zone: Typed, node: tree.Expression) -> str:
    """The region a string literal names; it must be known before rows are."""
    if zone.literal is None:
        raise unsupported("a time zone that is no string literal")
    if zone.literal not in available_timezones():
        what = f"'{zone.literal}' is not a valid time zone"
        raise SqlError("INVALID_FUNCTION_ARGUMENT", what)
    return zone.literal
