"""Tables and views as Glue holds them: Parquet's storage descriptor, and a view's query.

A view's query is base64 JSON in ViewOriginalText, with Trino types; the table's columns carry Hive
types. AWS does not document it (origin: https://stackoverflow.com/questions/56289272); Trino reads it
through its Hive connector. `runAsInvoker` is true because Trino otherwise asks for an owner.
"""

import base64
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from athena.engine import ResultColumn
from athena.errors import SqlError
from athena.types import trino_type

GlueTable = Mapping[str, Any]  # a Table as glue:GetTable returns it, or a TableInput
VIEW = "/* Presto View"
PRESTO_VIEW = re.compile(r"/\* Presto View: (\S+) \*/")
PARQUET = {
    "InputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
    "OutputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
    "SerdeInfo": {
        "SerializationLibrary": "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
        "Parameters": {"serialization.format": "1"},
    },
}

Columns = Sequence[tuple[str, str]]  # name and Hive type


def parquet_table(name: str, columns: Columns, keys: Columns, location: str) -> GlueTable:
    """A Glue TableInput for an external Parquet table."""
    return {
        "Name": name,
        "TableType": "EXTERNAL_TABLE",
        "Parameters": {"EXTERNAL": "TRUE", "has_encrypted_data": "false"},
        "PartitionKeys": [{"Name": key, "Type": type_} for key, type_ in keys],
        "StorageDescriptor": {
            "Columns": [{"Name": column, "Type": type_} for column, type_ in columns],
            "Location": location,
            **PARQUET,
        },
    }


def view_table(database: str, name: str, query: str, columns: Sequence[ResultColumn]) -> GlueTable:
    """A Glue TableInput for a view. Columns have Trino types."""
    definition = {
        "originalSql": query,
        "catalog": "awsdatacatalog",
        "schema": database,
        "columns": [{"name": column.name, "type": column.type} for column in columns],
        "runAsInvoker": True,
        "properties": {},
    }
    encoded = base64.b64encode(json.dumps(definition).encode()).decode()
    hive = [{"Name": column.name, "Type": hive_name(column.type)} for column in columns]
    return {
        "Name": name,
        "TableType": "VIRTUAL_VIEW",
        "Parameters": {"presto_view": "true", "comment": "Presto View"},
        "PartitionKeys": [],
        "StorageDescriptor": {"Columns": hive, "Location": "", "SerdeInfo": {}},
        "ViewOriginalText": f"{VIEW}: {encoded} */",
        "ViewExpandedText": f"{VIEW} */",
    }


def hive_name(trino: str) -> str:
    """The catalog's type of a view's column; `string` where Hive has none, as Athena does."""
    try:
        return trino_type(trino).hive
    except SqlError:
        return "string"


def view_definition(table: GlueTable) -> Mapping[str, Any] | None:
    """What Athena (or a Terraform table in its shape) stored for a view, or None for a table."""
    found = PRESTO_VIEW.fullmatch((table.get("ViewOriginalText") or "").strip())
    definition: Mapping[str, Any] | None = json.loads(base64.b64decode(found[1])) if found else None
    return definition
