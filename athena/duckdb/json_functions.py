"""JSON as Trino keeps it: no blanks, the keys of an object in order, numbers as Java writes them."""

import json
import re
from collections.abc import Callable, Iterable

import duckdb

from athena.text import athena_text

Order = Callable[[Iterable[str]], list[str]]
ASTRAL = re.compile(r"[\U00010000-\U0010FFFF]")
STEP = re.compile(r"""\.("(?:[^"\\]|\\.)*")|\[(\d+)\]""")


def register_json(database: duckdb.DuckDBPyConnection) -> None:
    """Add `trino_json_sorted(text)`, `trino_json_compact(text)` and `trino_json_digits(text, path)`.

    The text must be valid JSON. Compact keeps the order of keys.
    """
    database.create_function("trino_json_sorted", _sorted, ["VARCHAR"], "VARCHAR")
    database.create_function("trino_json_compact", _compact, ["VARCHAR"], "VARCHAR")
    database.create_function("trino_json_digits", _digits, ["VARCHAR", "VARCHAR"], "VARCHAR")


def _digits(text: str, path: str) -> str | None:
    """A number as it is written, at a path in DuckDB's spelling: `$."a"[1]`."""
    found = json.loads(text, parse_float=str)
    for name, place in STEP.findall(path):
        found = found[int(place)] if place else found[json.loads(name)]
    return str(found)


def _sorted(text: str) -> str:
    return _written(json.loads(text), lambda keys: sorted(keys, key=_in_java))


def _compact(text: str) -> str:
    return _written(json.loads(text), list)


def _in_java(key: str) -> bytes:
    """Java compares by UTF-16."""
    return key.encode("utf-16-be", "surrogatepass")


def _written(value: object, ordered: Order) -> str:
    match value:
        case dict():
            pairs = (f"{_text(k)}:{_written(value[k], ordered)}" for k in ordered(value))
            return f"{{{','.join(pairs)}}}"
        case list():
            return f"[{','.join(_written(item, ordered) for item in value)}]"
        case float():
            return athena_text(value, "double") or ""
        case str():
            return _text(value)
    return json.dumps(value, ensure_ascii=False)


def _text(value: str) -> str:
    """What lies beyond the Basic Multilingual Plane is escaped, as Trino does it."""
    written = json.dumps(value, ensure_ascii=False)
    return ASTRAL.sub(
        lambda found: json.dumps(found[0]).strip('"').upper().replace("U", "u"), written
    )
