"""Trino's types: how Trino, Hive (the Glue catalog), DuckDB and Arrow write them, and what reads them.

Intervals are integers in DuckDB (milliseconds, months), because its own INTERVAL mixes months, days and
microseconds and compares them by 30-day months. `timestamp with time zone` is the instant as a plain
TIMESTAMP; the zone is a property of the expression, since DuckDB keeps none per value.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from athena.errors import SqlError, unsupported
from athena.quoting import quoted

UNBOUNDED = 2_147_483_647  # the length of `varchar` without one
LONGEST_DECIMAL = 38
DEFAULT_PRECISION = 3  # of time and timestamp
INTEGERS = {"tinyint": 3, "smallint": 5, "integer": 10, "bigint": 19}  # decimal digits
NUMBERS = (*INTEGERS, "decimal", "real", "double")
ZONED, ZONED_TIME = "timestamp with time zone", "time with time zone"
DAYS, MONTHS = "interval day to second", "interval year to month"


class Spelling(NamedTuple):
    """A type in the other languages, as Athena writes it; None where it can't be written or held."""

    hive: str | None
    duckdb: str | None
    arrow: str | None  # as pyarrow.type_for_alias takes it


SPELLINGS = {
    "boolean": Spelling("boolean", "BOOLEAN", "bool"),
    "tinyint": Spelling("tinyint", "TINYINT", "int8"),
    "smallint": Spelling("smallint", "SMALLINT", "int16"),
    "integer": Spelling("int", "INTEGER", "int32"),
    "bigint": Spelling("bigint", "BIGINT", "int64"),
    "real": Spelling("float", "FLOAT", "float"),
    "double": Spelling("double", "DOUBLE", "double"),
    "varchar": Spelling("string", "VARCHAR", "string"),
    "char": Spelling("char", None, "string"),
    "varbinary": Spelling("binary", "BLOB", "binary"),
    "date": Spelling("date", "DATE", "date32"),
    "time": Spelling(None, "TIME", None),
    "timestamp": Spelling("timestamp", "TIMESTAMP", "timestamp[ms]"),
    ZONED: Spelling(None, "TIMESTAMP", None),
    DAYS: Spelling(None, "BIGINT", None),
    MONTHS: Spelling(None, "INTEGER", None),
    "json": Spelling(None, "VARCHAR", None),
    "uuid": Spelling(None, "UUID", None),
    "unknown": Spelling(None, "INTEGER", None),
}


@dataclass(frozen=True)
class Type:
    """A Trino type. `size` is a length, precision, or precision and scale; `of` the inner types.

    `names` are a row's field names, None where a field has none. `zone` is where values of a zoned
    timestamp are shown; it is no part of the type.
    """

    base: str
    size: tuple[int, ...] = ()
    of: tuple["Type", ...] = ()
    names: tuple[str | None, ...] = ()
    zone: str = field(default="UTC", compare=False)

    def __str__(self) -> str:
        return self._text(", ")

    @property
    def signature(self) -> str:
        """As Trino writes it in messages about functions: `map(varchar,double)`."""
        return self._text(",")

    def _text(self, comma: str) -> str:
        if self.base == "row":
            return f"row({comma.join(self._fields(comma))})"
        if self.base == "function":
            return "<function>"
        if self.of:
            return f"{self.base}({comma.join(inner._text(comma) for inner in self.of)})"
        if self.base in (ZONED, ZONED_TIME):
            return f"{self.base.split()[0]}({self.size[0]}) with time zone"
        if self.base == "varchar" and self.size[0] == UNBOUNDED:
            return "varchar"
        return f"{self.base}({','.join(map(str, self.size))})" if self.size else self.base

    def _fields(self, comma: str) -> list[str]:
        pairs = zip(self.names, self.of, strict=True)
        return [f"{name} {of._text(comma)}" if name else of._text(comma) for name, of in pairs]

    @property
    def duckdb(self) -> str:
        """The type of its values in DuckDB. Raises UnsupportedStatement where there is none."""
        match self.base:
            case "array":
                return f"{self.of[0].duckdb}[]"
            case "map":
                return f"MAP({self.of[0].duckdb}, {self.of[1].duckdb})"
            case "row":
                fields = zip(self.field_names, self.of, strict=True)
                return f"STRUCT({', '.join(f'{quoted(name)} {of.duckdb}' for name, of in fields)})"
            case "decimal":
                return f"DECIMAL({self.size[0]},{self.size[1]})"
        found = SPELLINGS.get(self.base)
        too_precise = self.base.startswith("time") and self.size > (6,)
        if found is None or found.duckdb is None or too_precise:
            raise unsupported(f"the type {self}")
        return found.duckdb

    @property
    def hive(self) -> str:
        """As the Glue catalog spells it. Raises SqlError when Hive has no such type."""
        match self.base:
            case "array" | "map":
                return f"{self.base}<{','.join(inner.hive for inner in self.of)}>"
            case "row" if all(self.names):
                fields = zip(self.field_names, self.of, strict=True)
                return f"struct<{','.join(f'{name.lower()}:{of.hive}' for name, of in fields)}>"
            case "varchar" | "char" | "decimal" if self.size != (UNBOUNDED,):
                return f"{self.base}({','.join(map(str, self.size))})"
        found = SPELLINGS.get(self.base)
        if found is None or found.hive is None:
            raise not_in_hive(str(self))
        return found.hive

    @property
    def field_names(self) -> tuple[str, ...]:
        """Names of a row's fields, as Athena shows those that have none."""
        return tuple(name or f"field{place}" for place, name in enumerate(self.names))

    def holds(self, base: str) -> bool:
        """Is it, or has it inside, a type of that kind?"""
        return self.base == base or any(inner.holds(base) for inner in self.of)

    @property
    def orderable(self) -> bool:
        return self.base not in ("map", "json", "function") and all(t.orderable for t in self.of)

    @property
    def comparable(self) -> bool:
        return self.base != "function" and all(t.comparable for t in self.of)


BOOLEAN, BIGINT, INTEGER = Type("boolean"), Type("bigint"), Type("integer")
DOUBLE, REAL, DATE, UNKNOWN = Type("double"), Type("real"), Type("date"), Type("unknown")
VARCHAR, VARBINARY, JSON = Type("varchar", (UNBOUNDED,)), Type("varbinary"), Type("json")
FUNCTION = Type("function")


def varchar(length: int) -> Type:
    return Type("varchar", (min(length, UNBOUNDED),))


def decimal(precision: int, scale: int) -> Type:
    return Type("decimal", (precision, scale))


def array(of: Type) -> Type:
    return Type("array", of=(of,))


def row(*of: Type, names: tuple[str | None, ...] = ()) -> Type:
    return Type("row", of=of, names=names or (None,) * len(of))


def not_in_hive(type_: str) -> SqlError:
    """What Athena says of a column that its tables can't have."""
    return SqlError("NOT_SUPPORTED", f"Unsupported Hive type: {type_}")


class UnknownTypeError(ValueError):
    """There is no type of that name; `str()` is the name."""


ALIASES = {"int": "integer", "dec": "decimal", "numeric": "decimal"}
PLAIN = ("boolean", *INTEGERS, "real", "double", "date", "varbinary", "json", "uuid", "unknown")
PLAIN += DAYS, MONTHS
# What Trino has besides: DuckDB has no values of them.
FOREIGN = (
    *(ZONED_TIME, "char", "ipaddress", "hyperloglog", "p4hyperloglog", "setdigest", "qdigest"),
    *("tdigest", "geometry", "sphericalgeography", "color", "jsonpath", "joniregexp"),
)


def named(
    name: str,
    sizes: Sequence[int] = (),
    of: Sequence[Type] = (),
    names: Sequence[str | None] = (),
) -> Type:
    """Trino's type of a name in lower case, with what stands in its parentheses.

    `names` are a row's fields. Raises UnknownTypeError, also for a size that the type can't have.
    """
    name = ALIASES.get(name, name)
    match name, len(sizes), len(of):
        case _, 0, 0 if name in PLAIN:
            return Type(name)
        case "varchar", 0 | 1, 0:
            return Type(name, tuple(sizes) or (UNBOUNDED,))
        case "char", 0 | 1, 0:
            return Type(name, tuple(sizes) or (1,))
        case "decimal", 0 | 1 | 2, 0:
            precision, scale = [*sizes, 0][:2] if sizes else (LONGEST_DECIMAL, 0)
            if 1 <= precision <= LONGEST_DECIMAL and scale <= precision:
                return decimal(precision, scale)
        case "time" | "timestamp" | "timestamp with time zone" | "time with time zone", 0 | 1, 0:
            return Type(name, tuple(sizes) or (DEFAULT_PRECISION,))
        case ("array", 0, 1) | ("map", 0, 2):
            return Type(name, of=tuple(of))
        case "row", _, _:
            return row(*of, names=tuple(names))
        case _ if name in FOREIGN:
            return Type(name, tuple(sizes), tuple(of))
    raise UnknownTypeError(name)


_TRINO = re.compile(
    r"(?P<name>[a-z]\w*(?: year to month| day to second)?)\s*"
    r"(?:\((?P<inside>.*)\))?(?P<zone> with(?:out)? time zone)?",
    re.DOTALL | re.IGNORECASE,
)
_FIELD = re.compile(r'(?:"(?P<quoted>(?:[^"]|"")*)"|(?P<bare>\w+))\s+(?P<type>.+)', re.DOTALL)
_UNNAMED = re.compile(r"interval .*|time(?:stamp)?(?:\(\d+\))? with.* time zone", re.IGNORECASE)


def trino_type(text: str) -> Type:
    """A type as an engine's result names it, e.g. `map(varchar, row(a decimal(12,2)))`.

    A name that isn't known is the type's base, so that values of types to come can be shown.
    """
    found = _TRINO.fullmatch(text.strip())
    if found is None:
        return Type(text)
    name = found["name"].lower() + (found["zone"] or "").lower()
    parts = split_top(found["inside"] or "")
    try:
        if name == "row":
            fields = [_field(part) for part in parts]
            return row(*(type_ for _, type_ in fields), names=tuple(field for field, _ in fields))
        sizes = [int(part) for part in parts if part.isdecimal()]
        inner = [trino_type(part) for part in parts if not part.isdecimal()]
        return named(name.replace(" without time zone", ""), sizes, inner)
    except UnknownTypeError:
        return Type(text)


def _field(text: str) -> tuple[str | None, Type]:
    found = None if _UNNAMED.fullmatch(text) else _FIELD.fullmatch(text)
    if found is None:
        return None, trino_type(text)
    return found["bare"] or found["quoted"].replace('""', '"'), trino_type(found["type"])


_HIVE = {
    spelling.hive: named(name)
    for name, spelling in SPELLINGS.items()
    if spelling.hive and name != "char"
} | {"json": JSON}
_HIVE_NESTED = re.compile(r"(array|map|struct)<(.*)>", re.DOTALL)
_HIVE_SIZED = re.compile(r"(varchar|char|decimal)\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)")
_HIVE_DECIMAL = decimal(10, 0)  # without a size


def hive_type(text: str) -> Type:
    """A type as the Glue catalog spells it: `map<string,decimal(16,8)>` is map(varchar, decimal(16,8)).

    Raises UnknownTypeError.
    """
    name = text.strip().lower()
    if name in _HIVE:
        return _HIVE[name]
    if name == "decimal":
        return _HIVE_DECIMAL
    if found := _HIVE_NESTED.fullmatch(name):
        parts = split_top(found[2])
        if found[1] == "struct":
            fields = [part.partition(":") for part in parts]
            inner = [hive_type(type_) for _, _, type_ in fields]
            return row(*inner, names=tuple(field.strip() for field, _, _ in fields))
        return named(found[1], of=[hive_type(part) for part in parts])
    if found := _HIVE_SIZED.fullmatch(name):
        return named(found[1], [int(size) for size in found.groups()[1:] if size])
    raise UnknownTypeError(name)


def split_top(text: str) -> list[str]:
    """The parts between commas that are in no parentheses, brackets, angles or quotes."""
    parts, depth, quote, start = [], 0, "", 0
    for at, char in enumerate(text):
        if quote or char in "\"'`":
            quote = "" if char == quote else quote or char
        elif char == "," and depth == 0:
            parts.append(text[start:at].strip())
            start = at + 1
        else:
            depth += (char in "(<[") - (char in ")>]")
    last = text[start:].strip()
    return [*parts, last] if last else parts
