"""The types of a table's columns: what is declared, and whether what is stored is readable as that.

Parquet keeps types of its own. Athena fails on a text under a number, the classic of a column that
changed its type from month to month. Of the other mismatches only those are taken that are known to be
read alike.
"""

from collections.abc import Callable, Iterator

import pyarrow as pa

from athena.errors import SqlError, unsupported
from athena.tables import CatalogColumn
from athena.types import Type, UnknownTypeError, hive_type

READABLE: dict[str, tuple[Callable[[pa.DataType], bool], ...]] = {
    "varchar": (
        pa.types.is_string,
        pa.types.is_large_string,
        pa.types.is_binary,
        pa.types.is_integer,
    ),
    "varbinary": (pa.types.is_binary, pa.types.is_string),
    "double": (pa.types.is_float64, pa.types.is_float32, pa.types.is_signed_integer),
    "real": (pa.types.is_float32,),
    "boolean": (pa.types.is_boolean,),
    "date": (pa.types.is_date,),
    "timestamp": (pa.types.is_timestamp,),
    "decimal": (pa.types.is_decimal,),
    "array": (pa.types.is_list, pa.types.is_large_list),
    "map": (pa.types.is_map, lambda stored: is_list_of_pairs(stored)),
    "row": (pa.types.is_struct,),
} | dict.fromkeys(("tinyint", "smallint", "integer", "bigint"), (pa.types.is_integer,))

# Inside of these Athena takes less.
WITHIN: dict[str, tuple[Callable[[pa.DataType], bool], ...]] = READABLE | {
    "varchar": (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary),
    "double": (pa.types.is_float64, pa.types.is_float32),
}


def is_list_of_pairs(stored: pa.DataType) -> bool:
    """Lists of keys with values: the older way to store a map, read as one."""
    if not (pa.types.is_list(stored) or pa.types.is_large_list(stored)):
        return False
    pair = stored.value_type
    return pa.types.is_struct(pair) and [field.name for field in pair] == ["key", "value"]


def column_type(declared: str) -> Type:
    """A type of the Glue catalog. Raises UnsupportedStatement for one that DuckDB can't hold."""
    try:
        found = hive_type(declared)
    except UnknownTypeError:
        found = None
    if found is None or found.holds("char"):
        raise unsupported(f"a column of the type {declared}")
    return found


def check_type(column: CatalogColumn, stored: pa.DataType, uri: str) -> None:
    """Raises SqlError as Athena does, or UnsupportedStatement where nobody has looked."""
    if pa.types.is_dictionary(stored):
        stored = stored.value_type
    declared = column_type(column.type)
    if pa.types.is_null(stored) or any(fits(stored) for fits in READABLE.get(declared.base, ())):
        _check_within(declared, stored, [column.name], uri)
        return
    if pa.types.is_string(stored) or pa.types.is_binary(stored):
        what = f"Field {column.name}'s type BINARY in parquet file {uri} is incompatible with type"
        raise SqlError("HIVE_BAD_DATA", f"{what} {column.type} defined in table schema")
    raise unsupported(f"the column {column.name}, stored as {stored} and declared {column.type},")


def _check_within(declared: Type, stored: pa.DataType, path: list[str], uri: str) -> None:
    """Of what a map, list or row holds. Raises SqlError in Trino's words."""
    for type_, inside, steps in _parts(declared, stored):
        below = [*path, *steps]
        inside = inside.value_type if pa.types.is_dictionary(inside) else inside
        if not any(fits(inside) for fits in WITHIN.get(type_.base, ())):
            what = f"Unsupported Trino column type ({type_}) for Parquet column"
            raise SqlError("NOT_SUPPORTED", f"{what} ([{', '.join(below)}] {inside}) in {uri}")
        _check_within(type_, inside, below, uri)


def _parts(
    declared: Type, stored: pa.DataType
) -> Iterator[tuple[Type, pa.DataType, tuple[str, ...]]]:
    """Each type inside another, what is stored there, and the way to it."""
    match declared.base:
        case "map":
            stored_types = (
                (stored.key_type, stored.item_type)
                if pa.types.is_map(stored)
                else (field.type for field in stored.value_type)
            )
            steps = (("key_value", "key"), ("key_value", "value"))
            yield from zip(declared.of, stored_types, steps, strict=True)
        case "array":
            yield declared.of[0], stored.value_type, ("list", "element")
        case "row":
            fields = {field.name.lower(): field.type for field in stored}
            for name, type_ in zip(declared.field_names, declared.of, strict=True):
                if name.lower() in fields:
                    yield type_, fields[name.lower()], (name,)
