"""Types by name: as CAST writes them, and as the Glue catalog (Hive) does."""

import re

from athena.errors import unsupported
from athena.sql.tree import TypeName
from athena.types import (
    DAYS,
    JSON,
    LONGEST_DECIMAL,
    MONTHS,
    UNBOUNDED,
    ZONED,
    Type,
    array,
    decimal,
    row,
)

PLAIN = {
    name: Type(name)
    for name in """boolean tinyint smallint integer bigint real double date json varbinary uuid
    unknown""".split()
} | {"int": Type("integer"), DAYS: Type(DAYS), MONTHS: Type(MONTHS)}
DEFAULT_PRECISION = 3  # of time and timestamp
FOREIGN = """char ipaddress hyperloglog p4hyperloglog setdigest qdigest tdigest geometry
    sphericalgeography color jsonpath joniregexp""".split()
HIVE = {
    "string": Type("varchar", (UNBOUNDED,)),
    "float": Type("real"),
    "binary": Type("varbinary"),
    "timestamp": Type("timestamp", (DEFAULT_PRECISION,)),
    "int": Type("integer"),
    "json": JSON,
} | {name: Type(name) for name in "boolean tinyint smallint integer bigint double date".split()}


class UnknownTypeError(Exception):
    """No type of Trino has that name; `str()` is the name as Trino repeats it."""


def named_type(name: TypeName) -> Type:
    """Raises UnknownTypeError, or UnsupportedStatement for one that has no values in DuckDB."""
    sizes = [size for size in name.arguments if isinstance(size, int)]
    inner = [named_type(type_) for type_ in name.arguments if isinstance(type_, TypeName)]
    if name.name in PLAIN and not name.arguments:
        return PLAIN[name.name]
    if name.name in FOREIGN:
        raise unsupported(f"the type {name.name}")
    match name.name:
        case "varchar" if not inner and len(sizes) <= 1:
            return Type("varchar", tuple(sizes) or (UNBOUNDED,))
        case "decimal" | "dec" | "numeric" if not inner and len(sizes) <= 2:
            precision, scale = [*sizes, 0][:2] if sizes else (LONGEST_DECIMAL, 0)
            if 1 <= precision <= LONGEST_DECIMAL and scale <= precision:
                return decimal(precision, scale)
        case "time" | "timestamp" if not inner and len(sizes) <= 1:
            return Type(name.name, tuple(sizes) or (DEFAULT_PRECISION,))
        case "timestamp with time zone" if len(sizes) <= 1:
            return Type(ZONED, tuple(sizes) or (DEFAULT_PRECISION,))
        case "array" if len(inner) == 1:
            return array(inner[0])
        case "map" if len(inner) == 2:
            return Type("map", of=tuple(inner))
        case "row":
            return row(*inner, names=name.names)
    raise UnknownTypeError(_written(name))


def _written(name: TypeName) -> str:
    inner = [str(part) if isinstance(part, int) else _written(part) for part in name.arguments]
    return f"{name.name}({', '.join(inner)})" if inner else name.name


def hive_type(name: str) -> Type:
    """`map<string,decimal(16,8)>` → map(varchar, decimal(16,8)); raises UnsupportedStatement."""
    name = name.strip().lower()
    if name in HIVE:
        return HIVE[name]
    if found := re.fullmatch(r"(array|map)<(.*)>", name, re.DOTALL):
        return Type(found[1], of=tuple(hive_type(part) for part in _parts(found[2])))
    if found := re.fullmatch(r"struct<(.*)>", name, re.DOTALL):
        fields = [part.split(":", 1) for part in _parts(found[1])]
        return row(*(hive_type(kind) for _, kind in fields), names=tuple(n for n, _ in fields))
    if found := re.fullmatch(r"decimal(?:\((\d+)(?:\s*,\s*(\d+))?\))?", name):
        return decimal(int(found[1] or 10), int(found[2] or 0))
    if found := re.fullmatch(r"varchar\((\d+)\)", name):
        return Type("varchar", (int(found[1]),))
    raise unsupported(f"a column of the type {name}")


def _parts(inside: str) -> list[str]:
    """What stands between the commas that are in no brackets."""
    parts, depth = [""], 0
    for character in inside:
        depth += (character in "<(") - (character in ">)")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]
