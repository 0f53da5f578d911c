"""CREATE EXTERNAL TABLE: Hive DDL into a Glue table, nothing checked against the data.

Reads what people write for Parquet and CSV data: columns with comments, PARTITIONED BY, a SerDe or
DELIMITED, STORED AS, LOCATION, TBLPROPERTIES. Iceberg and bucketed tables are absent.
"""

from athena.endpoint.lexer import Cursor
from athena.endpoint.outcome import Outcome
from athena.endpoint.running.session import Session
from athena.endpoint.running.tables import PARQUET
from athena.errors import SqlError
from athena.types import split_top

LAZY = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"
TEXT_INPUT = "org.apache.hadoop.mapred.TextInputFormat"
TEXT_OUTPUT = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat"
TEXTFILE = {
    "InputFormat": TEXT_INPUT,
    "OutputFormat": TEXT_OUTPUT,
    "SerdeInfo": {"SerializationLibrary": LAZY, "Parameters": {"serialization.format": "1"}},
}
DELIMITERS = {"FIELDS": "field.delim", "LINES": "line.delim", "COLLECTION": "colelction.delim"}

Storage = dict[str, object]


def create_table(session: Session) -> Outcome:
    """`CREATE EXTERNAL TABLE [IF NOT EXISTS] t (...) ... LOCATION '...'`."""
    cursor = Cursor(session.sql)
    cursor.expect("CREATE", "EXTERNAL", "TABLE")
    optional = cursor.skip("IF", "NOT", "EXISTS")
    database, name = session.locate(cursor.qualified_name())
    columns = _columns(cursor.group())
    table: dict[str, object] = {"Name": name, "TableType": "EXTERNAL_TABLE", "PartitionKeys": []}
    parameters, storage = {"EXTERNAL": "TRUE"}, dict[str, object](TEXTFILE)
    if cursor.skip("COMMENT"):
        parameters["comment"] = cursor.string()
    if cursor.skip("PARTITIONED", "BY"):
        table["PartitionKeys"] = _columns(cursor.group())
    storage |= _row_format(cursor) | _stored_as(cursor)
    cursor.expect("LOCATION")
    storage |= {"Location": cursor.string(), "Columns": columns}
    if cursor.skip("TBLPROPERTIES"):
        parameters |= _pairs(cursor.group())
    cursor.finish()
    if session.metastore.table(database, name) is not None:
        if optional:
            return Outcome()
        raise SqlError("TABLE_ALREADY_EXISTS", f"Table '{database}.{name}' already exists")
    table |= {"Parameters": parameters, "StorageDescriptor": storage}
    session.metastore.put_table(database, table)
    return Outcome()


def _columns(text: str) -> list[dict[str, str]]:
    columns = []
    for part in split_top(text):
        cursor = Cursor(part)
        name = cursor.name()
        column = {"Name": name, "Type": ""}
        while not cursor.done and not cursor.skip("COMMENT"):
            column["Type"] += cursor.take().text.lower()
        if not cursor.done:
            column["Comment"] = cursor.string()
        columns.append(column)
    return columns


def _row_format(cursor: Cursor) -> Storage:
    if not cursor.skip("ROW", "FORMAT"):
        return {}
    if cursor.skip("SERDE"):
        library = cursor.string()
        given = _pairs(cursor.group()) if cursor.skip("WITH", "SERDEPROPERTIES") else {}
        serde = {
            "SerializationLibrary": library,
            "Parameters": {"serialization.format": "1"} | given,
        }
        storage: Storage = dict(PARQUET) if "parquet" in library.lower() else {}
        return storage | {"SerdeInfo": serde}
    cursor.expect("DELIMITED")
    parameters = {"serialization.format": ","}
    while (what := cursor.peek()) and what.text.upper() in DELIMITERS:
        kind = cursor.take().text.upper()
        if kind == "COLLECTION":
            cursor.expect("ITEMS")
        cursor.expect("TERMINATED", "BY")
        parameters[DELIMITERS[kind]] = cursor.string().replace("\\t", "\t").replace("\\n", "\n")
    return {"SerdeInfo": {"SerializationLibrary": LAZY, "Parameters": parameters}}


def _stored_as(cursor: Cursor) -> Storage:
    if not cursor.skip("STORED", "AS"):
        return {}
    if cursor.skip("PARQUET"):
        return dict(PARQUET)
    if cursor.skip("TEXTFILE"):
        return {"InputFormat": TEXT_INPUT, "OutputFormat": TEXT_OUTPUT}
    cursor.expect("INPUTFORMAT")
    input_format = cursor.string()
    cursor.expect("OUTPUTFORMAT")
    return {"InputFormat": input_format, "OutputFormat": cursor.string()}


def _pairs(text: str) -> dict[str, str]:
    pairs = {}
    for part in split_top(text):
        cursor = Cursor(part)
        key = cursor.string()
        cursor.expect("=")
        pairs[key] = cursor.string()
    return pairs
