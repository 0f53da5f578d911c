"""CAST to and from JSON. A JSON value is its text in DuckDB, without blanks, as json_format shows it."""

from collections.abc import Callable

from athena.duckdb.translation.texts import timestamp_text
from athena.errors import unsupported
from athena.quoting import quoted, text
from athena.types import BOOLEAN, INTEGERS, JSON, NUMBERS, VARCHAR, Type

Cast = Callable[[str, Type, Type, int], str]


def to_json(sql: str, source: Type, depth: int) -> str:
    """The JSON text of a value; SQL NULL for NULL."""
    match source.base:
        case "json":
            return sql
        case "varchar":
            return f"trino_json_text({sql})"
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
    entry = f"an_entry{depth}"
    if source.base == "array":
        item = f"coalesce({to_json(entry, source.of[0], depth)}, 'null')"
        items = f"list_transform({sql}, lambda {entry}: {item})"
        return f"('[' || array_to_string({items}, ',') || ']')"
    key = _key_text(f"{entry}.key", source)
    item = f"coalesce({to_json(f'{entry}.value', source.of[1], depth)}, 'null')"
    order = f"trino_in_java({key})" if source.of[0].base == "varchar" else key
    pair = f"{{'o': {order}, 'k': {key}, 'v': {item}}}"
    pairs = f"list_transform(map_entries({sql}), lambda {entry}: {pair})"
    written = f"lambda {entry}: trino_json_text({entry}.k) || ':' || {entry}.v"
    return f"('{{' || array_to_string(list_transform(list_sort({pairs}), {written}), ',') || '}}')"


def _key_text(sql: str, source: Type) -> str:
    """Keys are in the order of their texts, whatever their type."""
    key = source.of[0]
    if key.base in ("double", "real"):
        return f"trim(trino_json_number({sql}), '\"')"
    if key.base in ("varchar", "boolean", "decimal", *INTEGERS):
        return f"CAST({sql} AS VARCHAR)"
    raise unsupported(f"CAST from {source} to json")


def _row(sql: str, source: Type, depth: int) -> str:
    pieces = []
    for name, field, inner in zip(source.names, source.field_names, source.of, strict=True):
        if name and getattr(name, "written", name) != name:
            raise unsupported("a row with a field name in capitals as JSON")
        value = to_json(f"({sql}).{quoted(field)}", inner, depth)
        label = text(f'"{name or ""}":')
        pieces.append(f"{label} || coalesce({value}, 'null')")
    joined = " || ',' || ".join(pieces)
    return f"CASE WHEN {sql} IS NOT NULL THEN '{{' || {joined} || '}}' END"


def from_json(sql: str, to: Type, depth: int, cast: Cast) -> str:
    """A value from JSON text; JSON's null is NULL."""
    entry = f"an_entry{depth + 1}"
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
        packed = []
        for values in (
            [f"trino_json_field({sql}, {text(name)})" for name in to.field_names],
            [f"CAST(json_extract({sql}, '$[{n}]') AS VARCHAR)" for n in range(len(to.of))],
        ):
            fields = zip(to.field_names, values, to.of, strict=True)
            parts = [f"{quoted(n)} := {cast(v, JSON, type_, depth)}" for n, v, type_ in fields]
            packed.append(f"struct_pack({', '.join(parts)})")
        from_array = f"json_type({sql}) = 'ARRAY' AND json_array_length({sql}) = {len(to.of)}"
        from_object = f"trino_json_only({sql}, 'OBJECT', {packed[0]})"
        return f"CASE WHEN {from_array} THEN {packed[1]} ELSE {from_object} END"
    if to.of:
        raise unsupported(f"CAST from json to {to}")
    if to == BOOLEAN:
        return f"trino_json_boolean({sql})"
    if to.base == "varchar" and to != VARCHAR:
        raise unsupported(f"CAST from json to {to}")  # Trino fails where it is too long
    scalar = f"trino_json_scalar({sql})"
    if to.base in NUMBERS:
        scalar = f"trino_json_{'whole' if to.base in INTEGERS else 'numeral'}({sql})"
    return scalar if to == VARCHAR else cast(scalar, VARCHAR, to, depth)
