"""CAST to and from JSON. A JSON value is its text in DuckDB, without blanks, as json_format shows it."""

from collections.abc import Callable

from athena.duckdb.translation.texts import timestamp_text
from athena.errors import unsupported
from athena.quoting import quoted, text
from athena.types import BOOLEAN, INTEGERS, JSON, VARCHAR, Type

Cast = Callable[[str, Type, Type, int], str]


def to_json(sql: str, source: Type, depth: int) -> str:
    """The JSON text of a value; SQL NULL for NULL."""
    match source.base:
        case "json":
            return sql
        case "varchar":
            return f"CAST(to_json({sql}) AS VARCHAR)"
        case "double" | "real":
            return f"trino_json_number({sql})"
        case "decimal":
            return f"CAST(CAST({sql} AS DECIMAL(38,{source.size[1]})) AS VARCHAR)"
        case "date":
            return f"('\"' || CAST({sql} AS VARCHAR) || '\"')"
        case "timestamp":
            return f"('\"' || {timestamp_text(sql, source.size[0])} || '\"')"
        case "array" | "map":
            return _container(sql, source, depth + 1)
        case "row":
            return _row(sql, source, depth)
    if source.base in (*INTEGERS, "boolean"):
        return f"CAST({sql} AS VARCHAR)"
    raise unsupported(f"CAST from {source} to json")


def _container(sql: str, source: Type, depth: int) -> str:
    entry = f"e{depth}"
    if source.base == "array":
        item = f"coalesce({to_json(entry, source.of[0], depth)}, 'null')"
        items = f"list_transform({sql}, lambda {entry}: {item})"
        return f"('[' || array_to_string({items}, ',') || ']')"
    key = f"to_json(CAST({entry}.key AS VARCHAR))"
    item = f"coalesce({to_json(f'{entry}.value', source.of[1], depth)}, 'null')"
    entries = f"list_sort(map_entries({sql}))"
    items = f"list_transform({entries}, lambda {entry}: {key} || ':' || {item})"
    return f"('{{' || array_to_string({items}, ',') || '}}')"


def _row(sql: str, source: Type, depth: int) -> str:
    pieces = []
    for name, inner in zip(source.field_names, source.of, strict=True):
        value = to_json(f"({sql}).{quoted(name)}", inner, depth)
        label = text(f'"{name}":')
        pieces.append(f"{label} || coalesce({value}, 'null')")
    joined = " || ',' || ".join(pieces)
    return f"CASE WHEN {sql} IS NOT NULL THEN '{{' || {joined} || '}}' END"


def from_json(sql: str, to: Type, depth: int, cast: Cast) -> str:
    """A value from JSON text; JSON's null is NULL."""
    entry = f"e{depth + 1}"
    if to.base == "array":
        items = f"CAST(json_extract({sql}, '$[*]') AS VARCHAR[])"
        item = cast(entry, JSON, to.of[0], depth + 1)
        return f"trino_json_only({sql}, 'ARRAY', list_transform({items}, lambda {entry}: {item}))"
    if to.base == "map":
        key = cast(entry, VARCHAR, to.of[0], depth + 1)
        found = f"CAST(json_extract({sql}, trino_json_key({entry})) AS VARCHAR)"
        pair = f"{{'key': {key}, 'value': {cast(found, JSON, to.of[1], depth + 1)}}}"
        pairs = f"list_transform(json_keys({sql}), lambda {entry}: {pair})"
        return f"trino_json_only({sql}, 'OBJECT', map_from_entries({pairs}))"
    if to.base == "row" and all(to.names):
        parts = []
        for name, inner in zip(to.field_names, to.of, strict=True):
            found = f"CAST(json_extract({sql}, {text(f'$.{quoted(name)}')}) AS VARCHAR)"
            parts.append(f"{quoted(name)} := {cast(found, JSON, inner, depth)}")
        return f"trino_json_only({sql}, 'OBJECT', struct_pack({', '.join(parts)}))"
    if to.of:
        raise unsupported(f"CAST from json to {to}")
    if to == BOOLEAN:
        return f"trino_json_boolean({sql})"
    scalar = f"trino_json_scalar({sql})"
    return scalar if to == VARCHAR else cast(scalar, VARCHAR, to, depth)
