"""CREATE EXTERNAL TABLE and DROP: Hive DDL into a Glue table, nothing checked against the data.

Reads what people write for Parquet and CSV data: columns with comments, PARTITIONED BY, a SerDe or
DELIMITED, STORED AS, LOCATION, TBLPROPERTIES. Iceberg and bucketed tables are absent.
"""

from athena.endpoint.results.outcome import Outcome
from athena.endpoint.running.hive import columns, pairs
from athena.endpoint.running.session import Session, table_not_found
from athena.endpoint.running.unplayed import not_played
from athena.errors import SqlError
from athena.glue.definitions import PARQUET
from athena.sql.lexer import tokens_of
from athena.sql.statement_cursor import StatementCursor

LAZY = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"
TEXT_INPUT = "org.apache.hadoop.mapred.TextInputFormat"
TEXT_OUTPUT = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat"
TEXTFILE = {
    "InputFormat": TEXT_INPUT,
    "OutputFormat": TEXT_OUTPUT,
    "SerdeInfo": {"SerializationLibrary": LAZY, "Parameters": {"serialization.format": "1"}},
}
FORMATS = ("ORC", "AVRO", "ION", "JSON", "JSONFILE", "RCFILE", "SEQUENCEFILE")  # of others'
DELIMITERS = {"FIELDS": "field.delim", "LINES": "line.delim", "COLLECTION": "colelction.delim"}

Storage = dict[str, object]


def create_table(session: Session) -> Outcome:
    """`CREATE EXTERNAL TABLE [IF NOT EXISTS] t (...) ... LOCATION '...'`."""
    cursor = StatementCursor(session.sql)
    if any(token.value.lower() == "iceberg" for token in tokens_of(session.sql)):
        raise not_played("Iceberg tables")
    cursor.expect("CREATE", "EXTERNAL", "TABLE")
    optional = cursor.skip("IF", "NOT", "EXISTS")
    database, name = session.locate(cursor.qualified_name())
    declared = columns(cursor)
    table: dict[str, object] = {"Name": name, "TableType": "EXTERNAL_TABLE", "PartitionKeys": []}
    parameters, storage = {"EXTERNAL": "TRUE"}, dict[str, object](TEXTFILE)
    if cursor.skip("COMMENT"):
        parameters["comment"] = cursor.string()
    if cursor.skip("PARTITIONED", "BY"):
        table["PartitionKeys"] = columns(cursor)
    if cursor.sees("CLUSTERED"):
        raise not_played("CLUSTERED BY")
    storage |= _row_format(cursor) | _stored_as(cursor)
    cursor.expect("LOCATION")
    storage |= {"Location": cursor.string(), "Columns": declared}
    if cursor.skip("TBLPROPERTIES"):
        parameters |= pairs(cursor)
    cursor.finish()
    if session.metastore.table(database, name) is not None:
        if optional:
            return Outcome()
        raise SqlError("TABLE_ALREADY_EXISTS", f"Table '{database}.{name}' already exists")
    table |= {"Parameters": parameters, "StorageDescriptor": storage}
    session.metastore.put_table(database, table)
    return Outcome()


def drop(session: Session) -> Outcome:
    """`DROP TABLE|VIEW [IF EXISTS] name`; the data stays in S3."""
    cursor = StatementCursor(session.sql)
    cursor.expect("DROP")
    is_view = cursor.skip("VIEW") or not cursor.skip("TABLE")
    optional = cursor.skip("IF", "EXISTS")
    database, name = session.locate(cursor.qualified_name())
    cursor.finish()
    found = session.metastore.table(database, name)
    if found is None:
        if optional:
            return Outcome()
        raise table_not_found(database, name)
    if is_view and found.get("TableType") != "VIRTUAL_VIEW":
        raise SqlError("NOT_SUPPORTED", f"'{database}.{name}' is a table, not a view")
    session.metastore.drop_table(database, name)
    return Outcome()


def _row_format(cursor: StatementCursor) -> Storage:
    if not cursor.skip("ROW", "FORMAT"):
        return {}
    if cursor.skip("SERDE"):
        library = cursor.string()
        given = pairs(cursor) if cursor.skip("WITH", "SERDEPROPERTIES") else {}
        serde = {
            "SerializationLibrary": library,
            "Parameters": {"serialization.format": "1"} | given,
        }
        storage: Storage = dict(PARQUET) if "parquet" in library.lower() else {}
        return storage | {"SerdeInfo": serde}
    cursor.expect("DELIMITED")
    parameters = {"serialization.format": ","}
    while cursor.next.word in DELIMITERS:
        kind = cursor.take().word
        if kind == "COLLECTION":
            cursor.expect("ITEMS")
        cursor.expect("TERMINATED", "BY")
        parameters[DELIMITERS[kind]] = cursor.string().replace("\\t", "\t").replace("\\n", "\n")
    return {"SerdeInfo": {"SerializationLibrary": LAZY, "Parameters": parameters}}


def _stored_as(cursor: StatementCursor) -> Storage:
    if not cursor.skip("STORED", "AS"):
        return {}
    if cursor.skip("PARQUET"):
        return dict(PARQUET)
    if cursor.skip("TEXTFILE"):
        return {"InputFormat": TEXT_INPUT, "OutputFormat": TEXT_OUTPUT}
    if cursor.next.word in FORMATS:
        raise not_played(f"STORED AS {cursor.next.word}")
    cursor.expect("INPUTFORMAT")
    input_format = cursor.string()
    cursor.expect("OUTPUTFORMAT")
    return {"InputFormat": input_format, "OutputFormat": cursor.string()}
