"""Functions whose DuckDB form depends on more than types: on literals, or on the number of arguments."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from athena.duckdb.translation.casts import cast_sql, in_zone
from athena.duckdb.translation.functions.formats import (
    joda_format,
    mysql_format,
    parsable,
    unit_of,
)
from athena.duckdb.translation.functions.json_paths import json_paths
from athena.duckdb.translation.functions.regular_expressions import regexp
from athena.duckdb.translation.texts import moment_sql, rounded, timestamp_text
from athena.duckdb.translation.typed import Typed
from athena.errors import unsupported
from athena.quoting import text
from athena.types import VARCHAR, ZONED, Type, array, varchar

PLURAL = {"quarter": ("months", 3), "week": ("days", 7), "year": ("years", 1)}


@dataclass(frozen=True)
class Meaning:
    """A call whose overload is known. `literals` are the values of string literals in it."""

    name: str
    arguments: tuple[Typed, ...]
    literals: tuple[str | None, ...]
    returns: Type
    now: datetime

    @property
    def sqls(self) -> list[str]:
        return [argument.sql for argument in self.arguments]


Found = str | tuple[str, Type]


def _extreme(call: Meaning) -> Found:
    """NaN is the greatest number in DuckDB; to Trino it is the greatest to `least` and the least to
    `greatest`."""
    nulls = " OR ".join(f"{sql} IS NULL" for sql in call.sqls)
    found = f"{call.name}({', '.join(call.sqls)})"
    if call.name == "greatest" and call.returns.base in ("double", "real"):
        numbers = ", ".join(f"CASE WHEN NOT isnan({sql}) THEN {sql} END" for sql in call.sqls)
        found = f"coalesce(greatest({numbers}), {call.sqls[0]})"
    return f"CASE WHEN {nulls} THEN NULL ELSE {found} END"


def _array_extreme(call: Meaning) -> Found:
    """NULL where the array holds one. NaN is the greatest number in DuckDB and left out in Trino."""
    items = call.sqls[0]
    found = f"trino_without_null({items}, list_{call.name.removeprefix('array_')}({items}))"
    if call.returns.of:
        raise unsupported(f"{call.name} of containers")
    if call.returns.base not in ("double", "real"):
        return found
    nan = f"len(list_filter({items}, lambda n: isnan(n))) > 0"
    return f"CASE WHEN {nan} THEN trino_refuse('{call.name} of NaN') ELSE {found} END"


def _typeof(call: Meaning) -> Found:
    """A constant, but an aggregate inside must stay one."""
    name = text(str(call.arguments[0].type))
    return f"CASE WHEN {call.sqls[0]} IS NULL THEN {name} ELSE {name} END"


def _concat(call: Meaning) -> Found:
    if call.returns.base != "array":
        return " || ".join(call.sqls)
    lists = [
        a.sql if a.type.base == "array" else f"[{a.sql}]"
        for a in call.arguments
    ]  # fmt: skip
    nulls = " OR ".join(f"{sql} IS NULL" for sql in call.sqls)
    joined = lists[0]
    for other in lists[1:]:
        joined = f"list_concat({joined}, {other})"
    return f"CASE WHEN {nulls} THEN NULL ELSE {joined} END"


def _date_trunc(call: Meaning) -> Found:
    value = call.arguments[1]
    type_ = value.type
    unit = unit_of(call.literals[0], type_)
    if type_.base == ZONED and type_.zone != "UTC":
        raise unsupported("date_trunc in another zone than UTC")
    sql = f"date_trunc('{unit}', {value.sql})"
    return (f"CAST({sql} AS DATE)" if type_.base == "date" else sql), type_


def _date_add(call: Meaning) -> Found:
    value = call.arguments[2]
    type_ = value.type
    unit = unit_of(call.literals[0], type_)
    if type_.base == ZONED and type_.zone != "UTC":
        raise unsupported("date_add in another zone than UTC")
    units, times = PLURAL.get(unit, (f"{unit}s", 1))
    amount = f"CAST({call.sqls[1]} * {times} AS INTEGER)"
    sql = f"{value.sql} + to_{units}({amount})"
    return (f"CAST({sql} AS DATE)" if type_.base == "date" else sql), type_


def _date_diff(call: Meaning) -> Found:
    unit = unit_of(call.literals[0], call.arguments[1].type)
    start, end = (f"CAST({argument.sql} AS TIMESTAMP)" for argument in call.arguments[1:])
    return f"date_sub('{unit}', {start}, {end})"


def _date_format(call: Meaning) -> Found:
    pieces = mysql_format(call.literals[1])
    value = call.arguments[0]
    return f"strftime({in_zone(value.sql, value.type)}, {text(''.join(pieces))})"


def _format_datetime(call: Meaning) -> Found:
    pieces = joda_format(call.literals[1])
    value = call.arguments[0]
    return f"strftime({in_zone(value.sql, value.type)}, {text(''.join(pieces))})"


def _date_parse(call: Meaning) -> Found:
    return f"strptime({call.sqls[0]}, {text(parsable(mysql_format(call.literals[1])))})"


def _parse_datetime(call: Meaning) -> Found:
    return f"strptime({call.sqls[0]}, {text(parsable(joda_format(call.literals[1])))})"


def _to_iso8601(call: Meaning) -> Found:
    digits = call.arguments[0].type.size[0]
    return timestamp_text(call.sqls[0], digits, "T"), varchar(22 + (digits and digits + 1))


def _zone(call: Meaning) -> str:
    zone = call.literals[1]
    if zone is None:
        raise unsupported("a time zone that is no string literal")
    return zone


def _at_timezone(call: Meaning) -> Found:
    value = call.arguments[0]
    return value.sql, Type(ZONED, value.type.size, zone=_zone(call))


def _with_timezone(call: Meaning) -> Found:
    zone, value = _zone(call), call.arguments[0]
    sql = f"timezone('UTC', timezone({text(zone)}, {value.sql}))"
    return sql, Type(ZONED, value.type.size, zone=zone)


def _now(call: Meaning) -> Found:
    return moment_sql(rounded(call.now, 3))


def _array_join(call: Meaning) -> Found:
    items = call.arguments[0]
    if items.type.of[0].of or items.type.of[0].base == "varbinary":
        raise unsupported("array_join of containers")
    texts = cast_sql(items.sql, items.type, array(VARCHAR))
    if len(call.arguments) == 3:
        filled = f"list_transform({texts}, lambda j: coalesce(j, {call.sqls[2]}))"
        texts = f"CASE WHEN {call.sqls[2]} IS NOT NULL THEN {filled} END"
    else:
        texts = f"list_filter({texts}, lambda j: j IS NOT NULL)"
    return f"array_to_string({texts}, {call.sqls[1]})"


def _map_from_entries(call: Meaning) -> Found:
    entries = call.arguments[0]
    key, value = entries.type.of[0].field_names
    # Not a name that a column may have: DuckDB takes `m.key` for a field of the column m.
    pair = f"{{'key': an_entry.{key}, 'value': an_entry.{value}}}"
    return f"map_from_entries(list_transform({entries.sql}, lambda an_entry: {pair}))"


def _map_concat(call: Meaning) -> Found:
    """The last map's entries win and come first."""
    nulls = " OR ".join(f"{sql} IS NULL" for sql in call.sqls)
    entries = f"map_entries({call.sqls[-1]})"
    for sql in reversed(call.sqls[:-1]):
        entries = f"list_concat({entries}, map_entries({sql}))"
    return f"CASE WHEN {nulls} THEN NULL ELSE trino_first_entries({entries}) END"


def _json(call: Meaning, macro: str = "") -> Found:
    if call.literals[1] is None:
        raise unsupported("a JSON path that is no string literal")
    paths = [text(path) for path in json_paths(call.literals[1])]
    found = [f"trino_{macro or call.name}({call.sqls[0]}, {path})" for path in paths]
    return f"coalesce({', '.join(found)})" if len(found) > 1 else found[0]


def _json_in_order(call: Meaning) -> Found:
    """Of a text: the keys of an object keep their order, which a value of the type JSON has lost."""
    return _json(call, "json_extract_text")


def _regexp(call: Meaning) -> Found:
    if call.literals[1] is None:
        raise unsupported("a regular expression that is no string literal")
    return regexp(call.name, call.arguments, call.literals)


SPECIAL: dict[str, Callable[[Meaning], Found]] = {
    "extreme": _extreme,
    "array_extreme": _array_extreme,
    "typeof": _typeof,
    "concat": _concat,
    "date_trunc": _date_trunc,
    "date_add": _date_add,
    "date_diff": _date_diff,
    "date_format": _date_format,
    "format_datetime": _format_datetime,
    "date_parse": _date_parse,
    "parse_datetime": _parse_datetime,
    "to_iso8601": _to_iso8601,
    "at_timezone": _at_timezone,
    "with_timezone": _with_timezone,
    "now": _now,
    "array_join": _array_join,
    "map_from_entries": _map_from_entries,
    "map_concat": _map_concat,
    "json": _json,
    "json_in_order": _json_in_order,
    "regexp": _regexp,
}
