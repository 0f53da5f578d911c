"""INSERT INTO: a query's rows as one more Parquet file in each partition of an existing table.

It only adds: run twice, the rows are there twice, as in Athena. Columns are matched by position and
may widen (integer into double, varchar(3) into varchar), nothing else.
https://docs.aws.amazon.com/athena/latest/ug/insert-into.html
"""

from collections.abc import Sequence

import pyarrow as pa

from athena.endpoint.results.outcome import Outcome, written_rows
from athena.endpoint.running.parquet import ParquetTarget
from athena.endpoint.running.session import Session
from athena.engine import EngineResult, ResultColumn
from athena.errors import SqlError
from athena.glue.objects import S3Uri
from athena.sql.statement_cursor import StatementCursor
from athena.tables import CatalogColumn
from athena.types import Type, UnknownTypeError, hive_type, not_in_hive, trino_type

WIDENING = ("tinyint", "smallint", "integer", "bigint", "decimal", "real", "double")


def insert(session: Session) -> Outcome:
    """`INSERT INTO t [(column, ...)] query`; columns that are not named become NULL."""
    cursor = StatementCursor(session.sql)
    cursor.expect("INSERT", "INTO")
    database, name, table = session.find_table(cursor.qualified_name())
    found = session.catalog.table(database, name)
    if found is None or found.view_sql is not None or found.serde != "parquet":
        raise SqlError("NOT_SUPPORTED", f"The emulator inserts into Parquet tables, not {name}")
    columns = found.columns + found.partition_keys
    named = cursor.names() if cursor.sees("(") and not cursor.sees("(", "SELECT") else []
    result = session.query(cursor.rest)
    rows = _as_table(result, columns, named or [column.name for column in columns])
    keys = [key.name for key in found.partition_keys]
    location = S3Uri.parse(table["StorageDescriptor"]["Location"])
    target = ParquetTarget(session, location, keys, "SNAPPY")
    try:
        count = target.write(rows)
    except pa.ArrowInvalid as wrong:
        raise SqlError("INVALID_CAST_ARGUMENT", str(wrong)) from wrong
    for values, folder in target.partitions.items():
        session.metastore.add_partition(database, name, values, str(folder))
    return written_rows(result, "INSERT", count, target.files)


def _as_table(
    result: EngineResult, columns: Sequence[CatalogColumn], named: Sequence[str]
) -> EngineResult:
    """The query's rows with the table's columns, in the table's order."""
    wanted = {column.name: _declared(column) for column in columns}
    unknown = next((name for name in named if name not in wanted), None)
    if unknown:
        raise SqlError(
            "COLUMN_NOT_FOUND", f"Insert column name does not exist in target: {unknown}"
        )
    given = [trino_type(column.type) for column in result.columns]
    if len(given) != len(named) or not all(
        _fits(type_, wanted[name]) for type_, name in zip(given, named, strict=True)
    ):
        table = ", ".join(str(wanted[name]) for name in named)
        query = ", ".join(str(type_) for type_ in given)
        message = f"Insert query has mismatched column types: Table: [{table}], Query: [{query}]"
        raise SqlError("TYPE_MISMATCH", message)
    places = [named.index(column.name) if column.name in named else None for column in columns]
    rows = (tuple(None if at is None else row[at] for at in places) for row in result.rows)
    described = tuple(ResultColumn(name, str(type_)) for name, type_ in wanted.items())
    return EngineResult(described, rows, result.scanned_bytes)


def _declared(column: CatalogColumn) -> Type:
    try:
        return hive_type(column.type)
    except UnknownTypeError as unknown:
        raise not_in_hive(str(unknown)) from None


def _fits(given: Type, wanted: Type) -> bool:
    if given.base in WIDENING and wanted.base in WIDENING:
        return WIDENING.index(given.base) <= WIDENING.index(wanted.base)
    if given.base == "unknown" or given.base == wanted.base:
        return all(map(_fits, given.of, wanted.of))
    return (given.base, wanted.base) == ("date", "timestamp")
