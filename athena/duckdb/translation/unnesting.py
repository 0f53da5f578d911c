"""UNNEST of arrays and maps, side by side, the shorter ones filled with NULL."""

from athena.duckdb.translation.placeholders import Names
from athena.duckdb.translation.typed import Field, Plan, Typed
from athena.errors import SqlError
from athena.quoting import quoted
from athena.sql import tree
from athena.types import BIGINT, Type


def unnested(node: tree.Unnest, values: tuple[Typed, ...], names: Names) -> Plan:
    """The rows inside. Raises SqlError for what is neither array nor map."""
    lists: list[str] = []
    columns: list[tuple[str, Type]] = []
    for value in values:
        if value.type.base == "map":
            lists += [f"map_keys({value.sql})", f"map_values({value.sql})"]
            columns += [
                (f"u{len(lists) - 2}", value.type.of[0]),
                (f"u{len(lists) - 1}", value.type.of[1]),
            ]
        elif value.type.base == "array":
            lists.append(value.sql)
            columns += _columns_of(f"u{len(lists) - 1}", value.type.of[0])
        else:
            what = f"Cannot unnest type: {value.type}"
            raise SqlError("INVALID_FUNCTION_ARGUMENT", what)
    if node.ordinality:
        longest = ", ".join(f"coalesce(len({items}), 0)" for items in lists)
        lists.append(f"range(1, greatest({longest}, 0) + 1)")
        columns.append((f"u{len(lists) - 1}", BIGINT))
    inside = ", ".join(f"unnest({items}) AS u{n}" for n, items in enumerate(lists))
    outside = ", ".join(f"{sql} AS c{n}" for n, (sql, _) in enumerate(columns))
    reads = frozenset().union(*(value.reads for value in values))
    alias = names.alias()
    fields = tuple(
        Field(None, type_, names.column(f"{alias}.c{n}")) for n, (_, type_) in enumerate(columns)
    )
    return Plan(f"(SELECT {outside} FROM (SELECT {inside})) AS {alias}", fields, reads)


def _columns_of(sql: str, type_: Type) -> list[tuple[str, Type]]:
    """An array of rows gives a column for each of their fields."""
    if type_.base != "row":
        return [(sql, type_)]
    fields = zip(type_.field_names, type_.of, strict=True)
    return [(f"({sql}).{quoted(name)}", inner) for name, inner in fields]
