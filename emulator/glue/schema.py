"""From a Parquet schema to the columns that a crawler writes into the catalog.

Hive's types and lower-case names:
https://docs.aws.amazon.com/glue/latest/dg/crawler-data-types.html
"""

from collections.abc import Iterable

import pyarrow as pa

Column = dict[str, str]  # Glue's: {"Name": …, "Type": …}

_SCALARS = {
    pa.bool_(): "boolean",
    pa.int8(): "tinyint",
    pa.int16(): "smallint",
    pa.int32(): "int",
    pa.int64(): "bigint",
    pa.uint8(): "smallint",
    pa.uint16(): "int",
    pa.uint32(): "bigint",
    pa.uint64(): "bigint",
    pa.float16(): "float",
    pa.float32(): "float",
    pa.float64(): "double",
    pa.string(): "string",
    pa.large_string(): "string",
    pa.binary(): "binary",
    pa.large_binary(): "binary",
    pa.date32(): "date",
    pa.null(): "string",
}


def columns_of(schemas: Iterable[pa.Schema]) -> list[Column]:
    """Every column of the files, the first file's first; the first type seen stays."""
    found: dict[str, str] = {}
    for schema in schemas:
        for field in schema:
            found.setdefault(field.name.lower(), hive_type(field.type))
    return [{"Name": name, "Type": type_} for name, type_ in found.items()]


def hive_type(type_: pa.DataType) -> str:
    """The Hive type of an Arrow type. Raises ValueError for what Hive doesn't have."""
    if type_ in _SCALARS:
        return _SCALARS[type_]
    if pa.types.is_timestamp(type_):
        return "timestamp"
    if pa.types.is_decimal(type_):
        return f"decimal({type_.precision},{type_.scale})"
    if pa.types.is_dictionary(type_):
        return hive_type(type_.value_type)
    if pa.types.is_map(type_):
        return f"map<{hive_type(type_.key_type)},{hive_type(type_.item_type)}>"
    if pa.types.is_list(type_) or pa.types.is_large_list(type_):
        return f"array<{hive_type(type_.value_type)}>"
    if pa.types.is_struct(type_):
        return f"struct<{','.join(f'{f.name.lower()}:{hive_type(f.type)}' for f in type_)}>"
    raise ValueError(f"Hive has no type for Parquet's {type_}")
