"""Column types in the three spellings that meet here: Trino's, Hive's (the Glue catalog) and Arrow's.

Athena's CTAS and UNLOAD write Hive tables, so a Trino type without a Hive counterpart (time, json,
uuid, timestamp with time zone) is refused as Athena refuses it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa

from athena.errors import SqlError

TO_HIVE = {"integer": "int", "real": "float", "varbinary": "binary"}
SAME_IN_HIVE = ("boolean", "tinyint", "smallint", "bigint", "double", "date")
ARROW: dict[str, pa.DataType] = {
    "boolean": pa.bool_(),
    "tinyint": pa.int8(),
    "smallint": pa.int16(),
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "real": pa.float32(),
    "double": pa.float64(),
    "varchar": pa.string(),
    "char": pa.string(),
    "varbinary": pa.binary(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("ms"),
}
FROM_HIVE = {
    "int": "integer",
    "float": "real",
    "binary": "varbinary",
    "string": "varchar",
    "timestamp": "timestamp(3)",
}
HIVE_NESTED = re.compile(r"(array|map|struct)<(.*)>")
TYPE = re.compile(r"(?P<base>[a-z]+)\s*(?:\((?P<args>.*)\))?(?P<rest>.*)", re.DOTALL)
FIELD = re.compile(r'\s*(?:"(?P<quoted>(?:[^"]|"")*)"|(?P<bare>\w+))\s+(?P<type>.+)', re.DOTALL)

Convert = Callable[[object], object]


@dataclass(frozen=True)
class TrinoType:
    """A parsed type: `map(varchar, double)` has the base `map` and two parts."""

    text: str
    base: str
    sizes: tuple[str, ...] = ()  # of varchar, char, decimal and timestamp
    parts: tuple["TrinoType", ...] = ()  # of array, map and row
    names: tuple[str, ...] = ()  # of a row's fields

    @classmethod
    def parse(cls, text: str) -> "TrinoType":
        found = TYPE.fullmatch(text.strip().lower())
        if not found or found["rest"].strip():
            return cls(text, text)
        base, args = found["base"], split_top(found["args"] or "")
        if base in ("array", "map"):
            return cls(text, base, parts=tuple(map(cls.parse, args)))
        if base == "row":
            fields = [FIELD.fullmatch(arg) for arg in args]
            named = [(f["quoted"] or f["bare"], cls.parse(f["type"])) for f in fields if f]
            return cls(
                text, base, (), tuple(type_ for _, type_ in named), tuple(n for n, _ in named)
            )
        return cls(text, base, tuple(args))

    @classmethod
    def from_hive(cls, text: str) -> "TrinoType":
        """The type of a column as the Glue catalog spells it."""
        return cls.parse(_trino_text(text.strip().lower()))

    @property
    def hive(self) -> str:
        """The Glue catalog's spelling. Raises SqlError when Hive has no such type."""
        if self.base in SAME_IN_HIVE or self.base in TO_HIVE:
            return TO_HIVE.get(self.base, self.base)
        inner = [part.hive for part in self.parts]
        match self.base:
            case "varchar" | "char" | "decimal" if self.sizes:
                return f"{self.base}({','.join(self.sizes)})"
            case "varchar":
                return "string"
            case "timestamp":
                return "timestamp"
            case "array" | "map":
                return f"{self.base}<{','.join(inner)}>"
            case "row" if self.names:
                fields = zip(self.names, inner, strict=True)
                return f"struct<{','.join(f'{name}:{type_}' for name, type_ in fields)}>"
        raise SqlError("NOT_SUPPORTED", f"Unsupported Hive type: {self.text}")

    @property
    def arrow(self) -> pa.DataType:
        """What a Parquet file holds. Raises SqlError when Hive has no such type."""
        if self.base in ARROW:
            return ARROW[self.base]
        inner = [part.arrow for part in self.parts]
        match self.base:
            case "decimal":
                return pa.decimal128(int(self.sizes[0]), int(self.sizes[1]))
            case "array":
                return pa.list_(inner[0])
            case "map":
                return pa.map_(inner[0], inner[1])
            case "row" if self.names:
                return pa.struct(list(zip(self.names, inner, strict=True)))
        raise SqlError("NOT_SUPPORTED", f"Unsupported Hive type: {self.text}")

    @property
    def convert(self) -> Convert | None:
        """Turns an engine's value into what Arrow takes; None where it is taken as it is."""
        if not self.parts:
            return None
        inner = [part.convert or (lambda value: value) for part in self.parts]
        return lambda value: None if value is None else _converted(self, inner, value)


def _trino_text(hive: str) -> str:
    nested = HIVE_NESTED.fullmatch(hive)
    if not nested:
        return FROM_HIVE.get(hive, hive)
    parts = split_top(nested[2])
    if nested[1] != "struct":
        return f"{nested[1]}({', '.join(map(_trino_text, parts))})"
    fields = (part.partition(":") for part in parts)
    return f"row({', '.join(f'{name} {_trino_text(type_)}' for name, _, type_ in fields)})"


def _converted(type_: TrinoType, inner: list[Convert], value: object) -> object:
    match type_.base, value:
        case "array", list():
            return [inner[0](item) for item in value]
        case "map", dict():
            return [(inner[0](key), inner[1](item)) for key, item in value.items()]
        case "row", dict():
            return {n: f(v) for n, f, v in zip(type_.names, inner, value.values(), strict=True)}
        case "row", tuple() | list():
            return {n: f(v) for n, f, v in zip(type_.names, inner, value, strict=True)}
    raise TypeError(f"{value!r} is not a {type_.text}")


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
