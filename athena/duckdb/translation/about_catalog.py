"""Tables that speak of the catalog itself: information_schema, and `"t$partitions"`.

Their rows are known before the statement runs, so they become VALUES. Columns are Trino's. Absent: the
columns of information_schema itself, roles and privileges.
"""

from collections.abc import Iterator, Sequence

from athena.duckdb.column_types import column_type
from athena.duckdb.translation.session import CATALOG, Session
from athena.duckdb.translation.typed import Field, Plan
from athena.errors import SqlError, UnsupportedStatement, unsupported
from athena.quoting import text
from athena.sql import tree
from athena.sql.lexer import Name
from athena.tables import Catalog
from athena.types import BIGINT, VARCHAR, Type

SCHEMA = "information_schema"
PARTITIONS = "$partitions"
COLUMNS = {
    "schemata": ("catalog_name", "schema_name"),
    "tables": ("table_catalog", "table_schema", "table_name", "table_type"),
    "views": ("table_catalog", "table_schema", "table_name", "view_definition"),
    "columns": (
        *("table_catalog", "table_schema", "table_name", "column_name", "ordinal_position"),
        *("column_default", "is_nullable", "data_type"),
    ),
}
OWN_TABLES = sorted([*COLUMNS, "applicable_roles", "enabled_roles", "roles", "table_privileges"])
Row = Sequence[str | int | None]


def about_catalog(node: tree.Table, session: Session) -> Plan | None:
    """The relation, if the name is one of these. Raises SqlError as Trino does."""
    database, name = session.located(node)
    qualifier = (CATALOG, database, name)
    if name.endswith(PARTITIONS):
        return _partitions(node, session, qualifier)
    if "$" in name or (database == SCHEMA and name not in COLUMNS):
        raise unsupported(".".join(node.parts))
    if database != SCHEMA:
        return None
    columns = [
        (column, BIGINT if column == "ordinal_position" else VARCHAR) for column in COLUMNS[name]
    ]
    return _values(columns, list(_rows(name, session.find.catalog)), qualifier, session)


def _partitions(node: tree.Table, session: Session, qualifier: tuple[str, ...]) -> Plan:
    *before, name = node.parts
    of = Name(name.removesuffix(PARTITIONS))
    table = session.table(tree.Table(node.span, (*before, of)))
    if not table.partition_keys:
        what = f"Table '{'.'.join(qualifier)}' does not exist"
        raise node.span.error("TABLE_NOT_FOUND", what)
    columns = [(key.name, column_type(key.type)) for key in table.partition_keys]
    return _values(columns, [one.values for one in table.partitions], qualifier, session)


def _rows(name: str, catalog: Catalog) -> Iterator[Row]:
    for database in catalog.databases():
        if name == "schemata":
            yield CATALOG, database
            continue
        for table in catalog.tables(database):
            yield from _of_table(name, catalog, database, table)
    if name == "schemata":
        yield CATALOG, SCHEMA
    if name == "tables":
        yield from ((CATALOG, SCHEMA, own, "BASE TABLE") for own in OWN_TABLES)


def _of_table(name: str, catalog: Catalog, database: str, table: str) -> Iterator[Row]:
    place = (CATALOG, database, table)
    if name == "columns":
        columns, keys = catalog.columns(database, table) or ((), ())
        for number, column in enumerate((*columns, *keys), start=1):
            yield *place, column.name, number, None, "YES", _type_name(column.type)
        return
    found = catalog.table(database, table)
    view = found.view_sql if found else None
    if name == "tables":
        yield *place, "BASE TABLE" if view is None else "VIEW"
    elif view is not None:
        yield *place, view


def _type_name(declared: str) -> str:
    try:
        return str(column_type(declared))
    except (SqlError, UnsupportedStatement):
        return declared


def _values(
    columns: Sequence[tuple[str, Type]],
    rows: Sequence[Row],
    qualifier: tuple[str, ...],
    session: Session,
) -> Plan:
    alias = session.names.alias()
    cells = [
        ", ".join(_cell(value, type_) for value, (_, type_) in zip(row, columns, strict=True))
        for row in rows or [[None] * len(columns)]
    ]
    names = ", ".join(f"c{n}" for n in range(len(columns)))
    values = f"(VALUES {', '.join(f'({line})' for line in cells)}) AS v({names})"
    sql = f"(SELECT * FROM {values}{'' if rows else ' WHERE false'}) AS {alias}"
    fields = tuple(
        Field(name, type_, session.names.column(f"{alias}.c{n}"), qualifier)
        for n, (name, type_) in enumerate(columns)
    )
    return Plan(sql, fields)


def _cell(value: str | int | None, type_: Type) -> str:
    written = "NULL" if value is None else text(value) if isinstance(value, str) else str(value)
    return f"CAST({written} AS {type_.duckdb})"
