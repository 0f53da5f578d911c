"""CAST and implicit widening, value for value as Trino converts.

Where DuckDB's own cast reads more than Trino's (`CAST('42.0' AS bigint)`), or writes differently
(doubles), a macro of macros.sql stands in.
"""

from dataclasses import replace

from athena.duckdb.translation.json_casts import from_json, to_json
from athena.duckdb.translation.texts import decimal_text, timestamp_text
from athena.duckdb.translation.typed import Typed
from athena.errors import unsupported
from athena.quoting import quoted
from athena.types import DAYS, INTEGERS, MONTHS, NUMBERS, UNBOUNDED, ZONED, Type

TIMES = ("timestamp", ZONED)
FROM_VARCHAR = ("boolean", *NUMBERS, "date", *TIMES, "json", "varbinary", "uuid")
TO_VARCHAR = ("boolean", *NUMBERS, "date", *TIMES, "json", "time", DAYS, MONTHS, "uuid")
LONGEST_TIME = 29  # characters of a timestamp with nanoseconds
BETWEEN = {
    "date": TIMES,
    "timestamp": ("date", "time", ZONED),
    ZONED: ("date", "time", "timestamp"),
    "boolean": NUMBERS,
}


def widened(value: Typed, to: Type) -> Typed:
    """The value under a type that its own widens to."""
    if value.type == to:
        return value
    # A wider literal is the same text or number.
    found = value.as_(cast_sql(value.sql, value.type, to), to)
    return replace(found, literal=value.literal, digits=value.digits)


def castable(source: Type, to: Type) -> bool:
    """Does Trino know this CAST?"""
    if source.base == "unknown" or source == to:
        return True
    if "json" in (source.base, to.base) and source.base != to.base:
        other = source if to.base == "json" else to
        inner_fit = all(castable(inner, Type("json")) for inner in other.of)
        to_only = ("date", "timestamp") if to.base == "json" else ()
        return other.base in ("varchar", "boolean", *NUMBERS, *to_only) or (
            bool(other.of) and inner_fit
        )
    if source.of or to.of:
        pairs = zip(source.of, to.of, strict=False)
        same = source.base == to.base and len(source.of) == len(to.of)
        return same and all(castable(inner, other) for inner, other in pairs)
    if to.base == "varchar":
        return source.base in (*TO_VARCHAR, "varchar")
    if source.base == "varchar":
        return to.base in FROM_VARCHAR
    if source.base in NUMBERS:
        return to.base in (*NUMBERS, "boolean")
    return to.base == source.base or to.base in BETWEEN.get(source.base, ())


def cast_sql(sql: str, source: Type, to: Type, safe: bool = False, depth: int = 0) -> str:
    """The cast of a castable value; NULL instead of an error when `safe`."""
    if source == to and source.names == to.names:
        return sql
    if source.base == "unknown":
        return f"CAST({sql} AS {to.duckdb})"
    if to.base == "json" or source.base == "json":
        found = (
            to_json(sql, source, depth) if to.base == "json" else from_json(sql, to, depth, _cast)
        )
        return f"TRY({found})" if safe else found
    if source.of:
        found = _of_container(sql, source, to, depth + 1)
        return f"TRY({found})" if safe else found
    if to.base == "varchar":
        return _to_varchar(sql, source, to, safe)
    if source.base == "varchar":
        return _from_varchar(sql, to, safe)
    found = _between_scalars(sql, source, to)
    return f"TRY({found})" if safe and found != sql else found


def _cast(sql: str, source: Type, to: Type, depth: int) -> str:
    return cast_sql(sql, source, to, depth=depth)


def _between_scalars(sql: str, source: Type, to: Type) -> str:
    if to.base == "boolean":
        return f"({sql} <> 0)"
    if source.base == "boolean":
        return f"CAST(CAST({sql} AS INTEGER) AS {to.duckdb})"
    if source.base in ("real", "double") and to.base in INTEGERS:
        return f"CAST(round({sql}) AS {to.duckdb})"
    if source.base in ("real", "double") and to.base == "decimal":
        # By its decimal text; where DuckDB can't read that, such as NaN, the plain cast fails too.
        return (
            f"coalesce(TRY_CAST(CAST({sql} AS VARCHAR) AS {to.duckdb}), CAST({sql} AS {to.duckdb}))"
        )
    if to.base in TIMES and source.base in TIMES:
        return _between_times(sql, source, to)
    if source.base == ZONED:
        sql = in_zone(sql, source)
    return f"CAST({sql} AS {to.duckdb})"


def in_zone(sql: str, type_: Type) -> str:
    """The wall clock of an instant where it is shown."""
    if type_.base != ZONED or type_.zone == "UTC":
        return sql
    return f"timezone('{type_.zone}', timezone('UTC', {sql}))"


def _between_times(sql: str, source: Type, to: Type) -> str:
    if source.base == ZONED and to.base == "timestamp":
        sql = in_zone(sql, source)
    if to.size >= source.size or to.size >= (6,):
        return sql
    return rounded_time(sql, to.size[0])


def rounded_time(sql: str, digits: int) -> str:
    """A timestamp with fewer fractional digits, half up."""
    unit = 10 ** (6 - digits)
    return f"make_timestamp((epoch_us({sql}) + {unit // 2}) // {unit} * {unit})"


def _from_varchar(sql: str, to: Type, safe: bool) -> str:
    if to.base == "varbinary":
        return f"encode({sql})"
    name = f"trino_to_{to.base.replace(' ', '_')}"
    if to.base == "uuid":
        return f"{'TRY_CAST' if safe else 'CAST'}({sql} AS UUID)"
    if to.base == "decimal":
        read = f"trino_number_or_null({sql}, TRY_CAST(trim({sql}) AS {to.duckdb}))"
    else:
        read = f"{name}({sql})"
    if to.base == "timestamp" and to.size[0] < 6:
        read = rounded_time(read, to.size[0])
    return read if safe else f"trino_must({read}, {sql}, {_refusal(to)})"


def _refusal(to: Type) -> str:
    """Trino's words around a text that can't be cast."""
    if to.base in ("date", *TIMES):
        return f"'Value cannot be cast to {to.base.split()[0]}: ', ''"
    if to.base == "decimal":
        words = f"DECIMAL({to.size[0]}, {to.size[1]}). Value is not a number."
        return f"'Cannot cast VARCHAR ''', ''' to {words}'"
    name = {"integer": "INT"}.get(to.base, to.base.upper())
    return f"'Cannot cast ''', ''' to {name}'"


def _to_varchar(sql: str, source: Type, to: Type, safe: bool) -> str:
    found = _text_of(sql, source)
    length = to.size[0]
    if length == UNBOUNDED or (source.base == "varchar" and source.size[0] <= length):
        return found
    if source.base == "varchar":
        return f"substr({found}, 1, {length})"
    if source.base in TIMES and length < LONGEST_TIME:
        # Trino 476 gives the whole text under the shorter type.
        raise unsupported(f"CAST from {source} to {to}")
    short = f"CASE WHEN length({found}) <= {length} THEN {found} END"
    return (
        short
        if safe
        else f"trino_must({short}, {found}, 'Value ', ' cannot be represented as {to}')"
    )


def _text_of(sql: str, source: Type) -> str:
    match source.base:
        case "varchar":
            return sql
        case "double":
            return f"trino_double_text({sql})"
        case "real":
            raise unsupported("the text of a real")
        case "decimal":
            return decimal_text(sql, source)
        case "timestamp":
            return timestamp_text(sql, source.size[0])
        case "timestamp with time zone":
            local = timestamp_text(in_zone(sql, source), source.size[0])
            return f"({local} || ' {source.zone}')"
        case "interval day to second":
            return f"trino_days_text({sql})"
        case "interval year to month":
            return f"trino_months_text({sql})"
    return f"CAST({sql} AS VARCHAR)"


def _of_container(sql: str, source: Type, to: Type, depth: int) -> str:
    entry = f"an_entry{depth}"
    if source.base == "array":
        item = cast_sql(entry, source.of[0], to.of[0], depth=depth)
        return sql if item == entry else f"list_transform({sql}, lambda {entry}: {item})"
    if source.base == "map":
        key = cast_sql(f"{entry}.key", source.of[0], to.of[0], depth=depth)
        item = cast_sql(f"{entry}.value", source.of[1], to.of[1], depth=depth)
        if (key, item) == (f"{entry}.key", f"{entry}.value"):
            return sql
        pair = f"{{'key': {key}, 'value': {item}}}"
        return f"map_from_entries(list_transform(map_entries({sql}), lambda {entry}: {pair}))"
    if source.base != "row":
        raise unsupported(f"CAST from {source} to {to}")
    parts = [
        cast_sql(f"({sql}).{quoted(name)}", inner, other, depth=depth)
        for name, inner, other in zip(source.field_names, source.of, to.of, strict=True)
    ]
    fields = ", ".join(f"{quoted(n)} := {p}" for n, p in zip(to.field_names, parts, strict=True))
    return f"CASE WHEN {sql} IS NOT NULL THEN struct_pack({fields}) END"
