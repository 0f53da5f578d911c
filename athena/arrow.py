"""Types and values in Arrow, and so in Parquet files, in both directions."""

from collections.abc import Callable, Iterable

import pyarrow as pa

from athena.tables import CatalogColumn
from athena.types import SPELLINGS, Type, array, decimal, named, not_in_hive, row

Convert = Callable[[object], object]

_READ = {
    pa.type_for_alias(spelling.arrow): named(name)
    for name, spelling in SPELLINGS.items()
    if spelling.arrow and name != "char"
} | {  # what Athena never writes and others do
    pa.uint8(): named("smallint"),
    pa.uint16(): named("integer"),
    pa.uint32(): named("bigint"),
    pa.uint64(): named("bigint"),
    pa.float16(): named("real"),
    pa.large_string(): named("varchar"),
    pa.large_binary(): named("varbinary"),
    pa.null(): named("varchar"),
}


def arrow_type(type_: Type) -> pa.DataType:
    """What a Parquet file of Athena's holds. Raises SqlError when Hive has no such type."""
    match type_.base:
        case "decimal":
            return pa.decimal128(*type_.size)
        case "array":
            return pa.list_(arrow_type(type_.of[0]))
        case "map":
            return pa.map_(arrow_type(type_.of[0]), arrow_type(type_.of[1]))
        case "row" if all(type_.names):
            names = map(str.lower, type_.field_names)
            return pa.struct(list(zip(names, map(arrow_type, type_.of), strict=True)))
    found = SPELLINGS.get(type_.base)
    if found is None or found.arrow is None:
        raise not_in_hive(str(type_))
    return pa.type_for_alias(found.arrow)


def type_of(stored: pa.DataType) -> Type:
    """The type that a crawler declares for what a file holds. Raises ValueError where Hive has none.

    https://docs.aws.amazon.com/glue/latest/dg/crawler-data-types.html
    """
    if stored in _READ:
        return _READ[stored]
    if pa.types.is_timestamp(stored):
        return named("timestamp")
    if pa.types.is_decimal(stored):
        return decimal(stored.precision, stored.scale)
    if pa.types.is_dictionary(stored):
        return type_of(stored.value_type)
    if pa.types.is_map(stored):
        return named("map", of=(type_of(stored.key_type), type_of(stored.item_type)))
    if pa.types.is_list(stored) or pa.types.is_large_list(stored):
        return array(type_of(stored.value_type))
    if pa.types.is_struct(stored):
        names = tuple(field.name for field in stored)
        return row(*(type_of(field.type) for field in stored), names=names)
    raise ValueError(f"Hive has no type for Parquet's {stored}")


def columns_of(schemas: Iterable[pa.Schema]) -> tuple[CatalogColumn, ...]:
    """Every column of some files, the first file's first, in lower case; the first type seen stays."""
    found: dict[str, str] = {}
    for schema in schemas:
        for field in schema:
            found.setdefault(field.name.lower(), type_of(field.type).hive)
    return tuple(CatalogColumn(name, type_) for name, type_ in found.items())


def to_arrow(type_: Type) -> Convert | None:
    """Turns an engine's value into what Arrow takes; None where it is taken as it is."""
    if not type_.of:
        return None
    inner = [to_arrow(part) or (lambda value: value) for part in type_.of]
    return lambda value: None if value is None else _converted(type_, inner, value)


def _converted(type_: Type, inner: list[Convert], value: object) -> object:
    names = map(str.lower, type_.field_names)
    match type_.base, value:
        case "array", list():
            return [inner[0](item) for item in value]
        case "map", dict():
            return [(inner[0](key), inner[1](item)) for key, item in value.items()]
        case "row", dict():
            return {n: f(v) for n, f, v in zip(names, inner, value.values(), strict=True)}
        case "row", tuple() | list():
            return {n: f(v) for n, f, v in zip(names, inner, value, strict=True)}
    raise TypeError(f"{value!r} is not a {type_}")
