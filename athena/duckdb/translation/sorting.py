"""ORDER BY, wherever it stands: in queries, calls and windows."""

from athena.duckdb.translation.context import Context
from athena.duckdb.translation.predicates import FLOATS, without_null_inside
from athena.duckdb.translation.typed import Typed
from athena.sql import tree
from athena.types import Type


def order_by(items: tuple[tree.SortItem, ...], context: Context) -> tuple[str, tuple[Typed, ...]]:
    """An ORDER BY inside a call or window."""
    values = context.all_typed(item.value for item in items)
    keys = []
    for item, value in zip(items, values, strict=True):
        check_orderable(value.type, item)
        keys.append(sort_key(value.sql, value.type, item))
    return f" ORDER BY {', '.join(keys)}" if keys else "", values


def place_of(item: tree.SortItem, count: int) -> int | None:
    """The column, counted from 0, that an ORDER BY names by number."""
    if not isinstance(item.value, tree.Number) or item.value.kind != "integer":
        return None
    place = int(item.value.digits)
    if not 1 <= place <= count:
        what = f"ORDER BY position {place} is not in select list"
        raise item.span.error("INVALID_COLUMN_REFERENCE", what)
    return place - 1


def sort_key(sql: str, type_: Type, item: tree.SortItem, place: str = "") -> str:
    """NULLs come last in Trino, whichever the direction, unless it is said; NaN is then the least.

    `place` is the column's in the result, where it has one.
    """
    how = f"{'DESC' if item.descending else 'ASC'} NULLS {'FIRST' if item.nulls_first else 'LAST'}"
    if type_.of:
        return f"{without_null_inside(sql, type_)} {how}"
    least = f"NOT trino_isnan({sql}) {how}, " if item.nulls_first and type_.base in FLOATS else ""
    return f"{least}{place or sql} {how}"


def check_orderable(type_: Type, item: tree.SortItem, of: tree.Node | None = None) -> None:
    """`of` is where the message points, if not to the item itself."""
    if not type_.orderable:
        what = f"Type {type_} is not orderable, and therefore cannot be used in ORDER BY"
        raise (of or item).span.error("TYPE_MISMATCH", f"{what}: {item.value.span.text}")
