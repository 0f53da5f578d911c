"""The `WITH (format = 'PARQUET', ...)` of CTAS and UNLOAD."""

from collections.abc import Collection

from athena.errors import SqlError
from athena.sql.statement_cursor import StatementCursor

Properties = dict[str, str | list[str]]


def read_properties(cursor: StatementCursor, known: Collection[str]) -> Properties:
    """The properties in the parentheses that come next; an ARRAY gives a list.

    Raises SqlError for a syntax error or an unknown property.
    """
    return dict(cursor.wrapped(lambda: cursor.listed(lambda: _property(cursor, known))))


def text(properties: Properties, name: str, default: str) -> str:
    found = properties.get(name, default)
    return found if isinstance(found, str) else ",".join(found)


def names(properties: Properties, name: str) -> list[str]:
    found = properties.get(name, [])
    return [found] if isinstance(found, str) else [one.lower() for one in found]


def require_parquet(properties: Properties) -> None:
    """Raises SqlError for another file format: no engine here reads it back."""
    format_ = text(properties, "format", "PARQUET")
    if format_.upper() != "PARQUET":
        message = f"The emulator writes format = 'PARQUET' only, not '{format_}'"
        raise SqlError("NOT_SUPPORTED", message)


def _property(cursor: StatementCursor, known: Collection[str]) -> tuple[str, str | list[str]]:
    name = cursor.name()
    cursor.expect("=")
    if name not in known:
        allowed = ", ".join(sorted(known))
        message = f"Table property '{name}' does not exist. Supported here: {allowed}"
        raise SqlError("INVALID_TABLE_PROPERTY", message)
    return name, _strings(cursor) if cursor.skip("ARRAY") else cursor.take().value


def _strings(cursor: StatementCursor) -> list[str]:
    cursor.expect("[")
    values = () if cursor.sees("]") else cursor.listed(cursor.string)
    cursor.expect("]")
    return list(values)
