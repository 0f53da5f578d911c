"""The `WITH (format = 'PARQUET', ...)` of CTAS and UNLOAD."""

from collections.abc import Collection

from athena.endpoint.running.unplayed import not_played
from athena.errors import SqlError
from athena.sql.statement_cursor import StatementCursor

# https://docs.aws.amazon.com/athena/latest/ug/create-table-as.html
NOT_PLAYED = (
    *("location", "partitioning", "format_version", "orc_compression", "field_delimiter"),
    *("compression_level", "vacuum_max_snapshot_age_seconds", "vacuum_min_snapshots_to_keep"),
    *("vacuum_max_metadata_files_to_keep", "optimize_rewrite_min_data_file_size_bytes"),
    *("optimize_rewrite_max_data_file_size_bytes", "optimize_rewrite_data_file_threshold"),
    "optimize_rewrite_delete_file_threshold",
)
Properties = dict[str, str | list[str]]


def read_properties(cursor: StatementCursor, known: Collection[str]) -> Properties:
    """The properties in the parentheses that come next; an ARRAY gives a list.

    Raises SqlError for a syntax error, an unknown property, or one that isn't played.
    """
    found = dict(cursor.wrapped(lambda: cursor.listed(lambda: _property(cursor))))
    if text(found, "table_type", "HIVE").upper() != "HIVE":
        raise SqlError("NOT_SUPPORTED", "The emulator creates Hive tables only, not Iceberg tables")
    for name in found:
        if name in NOT_PLAYED and name not in known:
            raise not_played(f"the table property '{name}'")
        if name not in known:
            allowed = ", ".join(sorted(known))
            message = f"Table property '{name}' does not exist. Supported here: {allowed}"
            raise SqlError("INVALID_TABLE_PROPERTY", message)
    return found


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


def _property(cursor: StatementCursor) -> tuple[str, str | list[str]]:
    name = cursor.name()
    cursor.expect("=")
    return name, _strings(cursor) if cursor.skip("ARRAY") else cursor.take().value


def _strings(cursor: StatementCursor) -> list[str]:
    cursor.expect("[")
    values = () if cursor.sees("]") else cursor.listed(cursor.string)
    cursor.expect("]")
    return list(values)
