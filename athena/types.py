"""Trino's types: how they are written, which widen to which, and how DuckDB holds their values.

Intervals are integers in DuckDB (milliseconds, months), because its own INTERVAL mixes months, days and
microseconds and compares them by 30-day months. `timestamp with time zone` is the instant as a plain
TIMESTAMP; the zone is a property of the expression, since DuckDB keeps none per value.
"""

from dataclasses import dataclass, field

from athena.errors import unsupported
from athena.quoting import quoted

UNBOUNDED = 2_147_483_647  # the length of `varchar` without one
LONGEST_DECIMAL = 38
INTEGERS = {"tinyint": 3, "smallint": 5, "integer": 10, "bigint": 19}  # decimal digits
NUMBERS = (*INTEGERS, "decimal", "real", "double")
ZONED = "timestamp with time zone"
DAYS, MONTHS = "interval day to second", "interval year to month"

_DUCKDB = {
    "boolean": "BOOLEAN",
    "tinyint": "TINYINT",
    "smallint": "SMALLINT",
    "integer": "INTEGER",
    "bigint": "BIGINT",
    "real": "FLOAT",
    "double": "DOUBLE",
    "varchar": "VARCHAR",
    "varbinary": "BLOB",
    "date": "DATE",
    "time": "TIME",
    "timestamp": "TIMESTAMP",
    ZONED: "TIMESTAMP",
    DAYS: "BIGINT",
    MONTHS: "INTEGER",
    "json": "VARCHAR",
    "uuid": "UUID",
    "unknown": "INTEGER",
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
        if self.base == ZONED:
            return f"timestamp({self.size[0]}) with time zone"
        if self.base == "varchar" and self.size[0] == UNBOUNDED:
            return "varchar"
        return f"{self.base}({','.join(map(str, self.size))})" if self.size else self.base

    def _fields(self, comma: str) -> list[str]:
        pairs = zip(self.names, self.of, strict=True)
        return [f"{name} {of._text(comma)}" if name else of._text(comma) for name, of in pairs]

    @property
    def duckdb(self) -> str:
        """The type of its values in DuckDB; raises UnsupportedStatement where there is none."""
        if self.base == "array":
            return f"{self.of[0].duckdb}[]"
        if self.base == "map":
            return f"MAP({self.of[0].duckdb}, {self.of[1].duckdb})"
        if self.base == "row":
            fields = zip(self.field_names, self.of, strict=True)
            return f"STRUCT({', '.join(f'{quoted(name)} {of.duckdb}' for name, of in fields)})"
        if self.base == "decimal":
            return f"DECIMAL({self.size[0]},{self.size[1]})"
        if self.base not in _DUCKDB or (self.base.startswith("time") and self.size > (6,)):
            raise unsupported(f"the type {self}")
        return _DUCKDB[self.base]

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


def as_decimal(type_: Type) -> Type:
    """The decimal that holds every value of an integer type."""
    return decimal(INTEGERS[type_.base], 0) if type_.base in INTEGERS else type_


def common(left: Type, right: Type) -> Type | None:
    """The type both widen to, as CASE, COALESCE, UNION and comparisons need it; None without one."""
    if left == right or right.base == "unknown":
        return _same_zone(left, right)
    if left.base == "unknown":
        return right
    if left.base == right.base:
        return _common_of_kind(left, right)
    if left.base in NUMBERS and right.base in NUMBERS:
        return _common_number(left, right)
    for narrow, wide in ((left, right), (right, left)):
        if narrow.base == "date" and wide.base in ("timestamp", ZONED):
            return wide
        if narrow.base == "timestamp" and wide.base == ZONED:
            return Type(ZONED, max(narrow.size, wide.size), zone=wide.zone)
    return None


def _same_zone(left: Type, right: Type) -> Type:
    if right.base == ZONED and left.zone != right.zone:
        raise unsupported(f"timestamps of {left.zone} and of {right.zone} in one place")
    return left


def _common_of_kind(left: Type, right: Type) -> Type | None:
    if left.base == "decimal":
        scale = max(left.size[1], right.size[1])
        whole = max(left.size[0] - left.size[1], right.size[0] - right.size[1])
        return decimal(min(LONGEST_DECIMAL, whole + scale), scale)
    if left.size:
        return Type(left.base, max(left.size, right.size), zone=_same_zone(left, right).zone)
    if len(left.of) != len(right.of):
        return None
    inner = [common(a, b) for a, b in zip(left.of, right.of, strict=True)]
    if any(type_ is None for type_ in inner):
        return None
    pairs = zip(left.names, right.names, strict=True)
    names = tuple(a if a == b else None for a, b in pairs)
    return Type(left.base, of=tuple(t for t in inner if t is not None), names=names)


def _common_number(left: Type, right: Type) -> Type | None:
    wider = max(left, right, key=lambda type_: NUMBERS.index(type_.base))
    if wider.base != "decimal":
        return wider
    return _common_of_kind(as_decimal(left), as_decimal(right))


def widens(narrow: Type, wide: Type) -> bool:
    """Does Trino widen without a CAST?"""
    return common(narrow, wide) == wide
