"""The columns of a SELECT, asterisks written out."""

from dataclasses import dataclass

from athena.duckdb.translation.context import Context
from athena.duckdb.translation.scope import name_of, shown_fields
from athena.duckdb.translation.typed import Field, Plan, Typed
from athena.errors import unsupported
from athena.sql import tree


@dataclass(frozen=True)
class Output:
    """A column of a SELECT; `node` is None for those an asterisk stands for."""

    name: str | None
    value: Typed
    node: tree.Expression | None
    field: Field | None = None


def outputs_of(item: tree.SelectItem, plan: Plan, context: Context) -> list[Output]:
    """The columns of one item: one, or all that an asterisk stands for."""
    if item.value is not None:
        value = context.typed(item.value)
        parts = name_of(item.value)
        plain = isinstance(item.value, tree.Identifier | tree.Dereference) and parts
        name = item.alias or (parts[-1] if plain else None)
        return [Output(name, value, item.value)]
    fields = shown_fields(plan)
    if item.of is not None:
        name_parts = name_of(item.of)
        if not name_parts:
            raise unsupported("the fields of a row as columns")
        fields = tuple(f for f in fields if f.qualifier[-len(name_parts) :] == name_parts)
        if not fields:
            what = f"Unable to resolve reference {'.'.join(name_parts)}"
            raise item.span.error("TABLE_NOT_FOUND", what)
    if not plan.sql:
        what = "SELECT * not allowed in queries without FROM clause"
        raise item.span.error("COLUMN_NOT_FOUND", what)
    return [
        Output(
            field.name, Typed(field.sql, field.type, field.reads, frozenset({field})), None, field
        )
        for field in fields
    ]
