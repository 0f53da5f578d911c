"""The types of a table's columns: what is declared, and whether what is stored is readable as that.

Parquet keeps types of its own. Athena fails on a text under a number, the classic of a column that
changed its type from month to month. Of the other mismatches only those are taken that are known to be
read alike.
"""

from collections.abc import Callable

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
    "double": (pa.types.is_float64, pa.types.is_float32),
    "real": (pa.types.is_float32,),
    "boolean": (pa.types.is_boolean,),
    "date": (pa.types.is_date,),
    "timestamp": (pa.types.is_timestamp,),
    "decimal": (pa.types.is_decimal,),
    "array": (pa.types.is_list, pa.types.is_large_list),
    "map": (pa.types.is_map,),
    "row": (pa.types.is_struct,),
} | dict.fromkeys(("tinyint", "smallint", "integer", "bigint"), (pa.types.is_integer,))


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
        return
    if pa.types.is_string(stored) or pa.types.is_binary(stored):
        what = f"Field {column.name}'s type BINARY in parquet file {uri} is incompatible with type"
        raise SqlError("HIVE_BAD_DATA", f"{what} {column.type} defined in table schema")
    raise unsupported(f"the column {column.name}, stored as {stored} and declared {column.type},")
