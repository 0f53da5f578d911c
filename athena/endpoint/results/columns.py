"""How Athena describes result columns, in GetQueryResults and in the `.metadata` object.

Trino's types lose their arguments (`varchar(8)` is `varchar` with precision 8) and `real` is called
`float`. Which of precision, scale and case sensitivity a type has was measured by
https://github.com/aoyagikouhei/athena-local (metadata.md); the API reports what is missing as 0 or
false, the `.metadata` object leaves it out.
"""

from dataclasses import dataclass

from athena.engine import ResultColumn
from athena.types import UNBOUNDED, trino_type

# precision, scale, case-sensitive
TYPES: dict[str, tuple[int | None, int | None, bool | None]] = {
    "tinyint": (3, 0, False),
    "smallint": (5, 0, False),
    "integer": (10, 0, False),
    "bigint": (19, 0, False),
    "float": (17, 0, False),
    "double": (17, 0, False),
    "decimal": (38, 0, False),
    "varchar": (UNBOUNDED, 0, True),
    "char": (1, 0, True),
    "varbinary": (1073741824, 0, False),
    "timestamp": (3, 0, False),
    "timestamp with time zone": (3, 0, False),
    "time": (3, 0, False),
    "time with time zone": (3, 0, False),
    "date": (None, 0, False),
    "boolean": (None, None, False),
    "interval day to second": (None, None, False),
    "interval year to month": (None, None, False),
}
SIZED = ("decimal", "varchar", "char")


@dataclass(frozen=True)
class ColumnInfo:
    """One column; None means that Athena's type has no such property."""

    name: str
    type: str
    precision: int | None = None
    scale: int | None = None
    case_sensitive: bool | None = None

    @classmethod
    def of(cls, column: ResultColumn) -> "ColumnInfo":
        """Describe a column of an engine's result."""
        type_ = trino_type(column.type)
        base = "float" if type_.base == "real" else type_.base.lower()
        precision, scale, case_sensitive = TYPES.get(base, (None, None, None))
        if base in SIZED:
            precision, scale = [*type_.size, 0][:2]
        return cls(column.name, base, precision, scale, case_sensitive)

    def describe(self) -> dict[str, object]:
        """A member of ResultSetMetadata.ColumnInfo."""
        return {
            "CatalogName": "hive",
            "SchemaName": "",
            "TableName": "",
            "Name": self.name,
            "Label": self.name,
            "Type": self.type,
            "Precision": self.precision or 0,
            "Scale": self.scale or 0,
            "Nullable": "UNKNOWN",
            "CaseSensitive": bool(self.case_sensitive),
        }
