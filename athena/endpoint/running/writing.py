"""CREATE TABLE AS SELECT and UNLOAD: a query's rows as Parquet in S3.

In a workgroup that enforces its settings, CTAS may not choose a location
(https://docs.aws.amazon.com/athena/latest/ug/ctas-considerations-limitations.html). An UNLOAD's target
is free of that rule, but must be empty unless the result is partitioned. As in AWS, files written by a
statement that then fails stay where they are.
"""

from athena.endpoint.results.outcome import Outcome, written_rows
from athena.endpoint.running.parquet import ParquetTarget
from athena.endpoint.running.properties import names, read_properties, require_parquet, text
from athena.endpoint.running.session import Session
from athena.engine import EngineResult
from athena.errors import SqlError
from athena.glue.definitions import parquet_table
from athena.glue.objects import S3Uri
from athena.sql.column_names import expect_names
from athena.sql.statement_cursor import StatementCursor
from athena.types import trino_type

COMPRESSION = "write_compression", "parquet_compression", "compression"
TABLE_PROPERTIES = (
    *("format", "external_location", "partitioned_by", "table_type", "is_external"),
    *("bucketed_by", "bucket_count"),  # taken; how rows lie in files changes no answer
)
UNLOAD_PROPERTIES = ("format", "partitioned_by", "field_delimiter")
NOT_IN_ENFORCED = (
    "The Create Table As Select query failed because it was submitted with an 'external_location' "
    "property to an Athena Workgroup that enforces a centralized output location for all queries. "
    "Please remove the 'external_location' property and resubmit the query."
)


def create_table_as(session: Session) -> Outcome:
    """`CREATE TABLE [IF NOT EXISTS] t [WITH (...)] AS query [WITH [NO] DATA]`."""
    cursor = StatementCursor(session.sql)
    cursor.expect("CREATE", "TABLE")
    optional = cursor.skip("IF", "NOT", "EXISTS")
    database, name = session.locate(cursor.qualified_name())
    known = TABLE_PROPERTIES + COMPRESSION
    properties = read_properties(cursor, known) if cursor.skip("WITH") else {}
    require_parquet(properties)
    if session.metastore.database(database) is None:
        raise SqlError("SCHEMA_NOT_FOUND", f"Schema '{database}' does not exist")
    if session.metastore.table(database, name) is not None:
        if optional:
            return Outcome()
        raise SqlError("TABLE_ALREADY_EXISTS", f"Table '{database}.{name}' already exists")
    cursor.expect("AS")
    location = _table_location(session, properties.get("external_location"))
    if session.objects.listing(location.bucket).below(location.key):
        message = f"Target directory for table '{database}.{name}' already exists: {location}"
        raise SqlError("HIVE_PATH_ALREADY_EXISTS", message)
    keys = names(properties, "partitioned_by")
    target = ParquetTarget(session, location, keys, _compression(properties))
    empty = cursor.ends_with("WITH", "NO", "DATA")
    cursor.ends_with("WITH", "DATA")
    query = cursor.rest
    result = session.query(f"SELECT * FROM ({query}\n) WHERE false" if empty else query)
    expect_names(result.columns, query)
    count = target.write(result)
    _register(session, database, name, result, target, location, keys)
    return written_rows(result, "CREATE TABLE", count, target.files)


def unload(session: Session) -> Outcome:
    """`UNLOAD (query) TO 's3://...' WITH (format = 'PARQUET' ...)`."""
    cursor = StatementCursor(session.sql)
    cursor.expect("UNLOAD")
    query = cursor.group()
    cursor.expect("TO")
    location = _parsed(cursor.string())
    cursor.expect("WITH")
    properties = read_properties(cursor, UNLOAD_PROPERTIES + COMPRESSION)
    cursor.finish()
    require_parquet(properties)
    keys = names(properties, "partitioned_by")
    if not keys and session.objects.listing(location.bucket).below(location.key):
        message = f"Target directory for table already exists: {location}"
        raise SqlError("HIVE_PATH_ALREADY_EXISTS", message)
    target = ParquetTarget(session, location, keys, _compression(properties))
    result = session.query(query)
    count = target.write(result)
    return written_rows(result, "UNLOAD", count, target.files)


def _register(
    session: Session,
    database: str,
    name: str,
    result: EngineResult,
    target: ParquetTarget,
    location: S3Uri,
    keys: list[str],
) -> None:
    columns = [(column.name, trino_type(column.type).hive) for column in result.columns]
    width = len(columns) - len(keys)
    table = parquet_table(name, columns[:width], columns[width:], str(location))
    session.metastore.put_table(database, table)
    for values, folder in target.partitions.items():
        session.metastore.add_partition(database, name, values, str(folder))


def _table_location(session: Session, chosen: object) -> S3Uri:
    rules = session.execution.submission.rules
    if chosen is None:
        return session.execution.location.folder
    if rules.enforced:
        raise SqlError("INVALID_TABLE_PROPERTY", NOT_IN_ENFORCED)
    return _parsed(str(chosen))


def _parsed(location: str) -> S3Uri:
    try:
        return S3Uri.parse(location).folder
    except ValueError as wrong:
        raise SqlError("INVALID_TABLE_PROPERTY", str(wrong)) from wrong


def _compression(properties: dict[str, str | list[str]]) -> str:
    chosen = (text(properties, name, "") for name in COMPRESSION)
    return next(filter(None, chosen), "GZIP")  # Athena's default for Parquet
