"""Arrays, rows, and what is inside of arrays and maps."""

from athena.duckdb.translation.casts import widened
from athena.duckdb.translation.context import Context, translate
from athena.duckdb.translation.typed import Typed, made_of
from athena.duckdb.widening import common
from athena.errors import unsupported
from athena.sql import tree
from athena.types import BIGINT, UNKNOWN, Type, array, row


@translate.register
def _array(node: tree.Array, context: Context) -> Typed:
    if not node.items:
        return made_of("[]", array(UNKNOWN), ())
    values, type_ = context.shared(node.items, "All ARRAY elements")
    return made_of(f"[{', '.join(value.sql for value in values)}]", array(type_), values)


@translate.register
def _row(node: tree.Row, context: Context) -> Typed:
    parts = context.all_typed(node.values)
    type_ = row(*(part.type for part in parts))
    fields = ", ".join(
        f"'{name}': {part.sql}" for name, part in zip(type_.field_names, parts, strict=True)
    )
    return made_of(f"{{{fields}}}", type_, parts)


@translate.register
def _subscript(node: tree.Subscript, context: Context) -> Typed:
    base, index = context.typed(node.base), context.typed(node.index)
    if base.type.base == "map":
        key = common(base.type.of[0], index.type)
        if key is not None:
            whole = widened(base, Type("map", of=(key, base.type.of[1])))
            # Trino fails where the key is missing; Athena gives NULL.
            sql = f"({whole.sql})[{widened(index, key).sql}]"
            return made_of(sql, base.type.of[1], (base, index))
    if base.type.base == "array" and common(index.type, BIGINT) == BIGINT:
        sql = f"trino_subscript({base.sql}, {widened(index, BIGINT).sql})"
        return made_of(sql, base.type.of[0], (base, index), fails=True)
    if base.type.base == "row":
        raise unsupported("a field of a row by its place")
    what = f"Cannot use {index.type} for subscript of {base.type}"
    raise node.span.error("TYPE_MISMATCH", what)
