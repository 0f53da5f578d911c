"""Three spellings of a type: Glue's (Hive), DuckDB's, and Trino's, which is what Athena reports."""

import re

from sqlglot import exp

QUOTE = '"'
_DUCKDB_TO_TRINO = {
    "VARCHAR": "varchar",
    "BIGINT": "bigint",
    "HUGEINT": "bigint",
    "UBIGINT": "bigint",
    "INTEGER": "integer",
    "SMALLINT": "smallint",
    "TINYINT": "tinyint",
    "DOUBLE": "double",
    "FLOAT": "real",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "timestamp(3)",
    "TIMESTAMP_MS": "timestamp(3)",
    "TIMESTAMP_S": "timestamp(3)",
    "TIMESTAMP_NS": "timestamp(3)",
    "TIMESTAMP WITH TIME ZONE": "timestamp(3) with time zone",
    "TIME": "time(3)",
    "BLOB": "varbinary",
    "INTERVAL": "interval day to second",
    "UUID": "uuid",
    "JSON": "json",
    '"NULL"': "unknown",
    "NULL": "unknown",
}


def hive_to_duckdb(type_: str) -> str:
    """`map<string,double>` → `MAP(TEXT, DOUBLE)`."""
    return exp.DataType.build(type_, dialect="hive").sql(dialect="duckdb")


def hive_to_trino(type_: str) -> str:
    """`map<string,double>` → `MAP(VARCHAR, DOUBLE)`, for sqlglot's schema."""
    return exp.DataType.build(type_, dialect="hive").sql(dialect="trino")


def duckdb_to_trino(type_: str) -> str:
    """The type of a result column, in Athena's words."""
    text = str(type_)
    if text.endswith("[]"):
        return f"array({duckdb_to_trino(text[:-2])})"
    if found := re.fullmatch(r"MAP\((.*)\)", text):
        key, value = _split(found[1])
        return f"map({duckdb_to_trino(key)}, {duckdb_to_trino(value)})"
    if found := re.fullmatch(r"STRUCT\((.*)\)", text):
        fields = [field.split(" ", 1) for field in _split(found[1])]
        named = [f"{name.strip(QUOTE)} {duckdb_to_trino(kind)}" for name, kind in fields]
        return f"row({', '.join(named)})"
    if text.startswith("DECIMAL"):
        return text.lower().replace(", ", ",")
    return _DUCKDB_TO_TRINO.get(text, text.lower())


def _split(inside: str) -> list[str]:
    """Split at the commas outside of parentheses."""
    parts, depth, start = [], 0, 0
    for position, character in enumerate(inside):
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append(inside[start:position].strip())
            start = position + 1
    return [*parts, inside[start:].strip()]
