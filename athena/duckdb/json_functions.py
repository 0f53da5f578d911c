"""JSON as Trino keeps it: no blanks, the keys of an object in order, numbers as Java writes them."""

import json
import re

import duckdb

from athena.text import athena_text

STEP = re.compile(r"""\.("(?:[^"\\]|\\.)*")|\[(\d+)\]""")


def register_json(database: duckdb.DuckDBPyConnection) -> None:
    """Add `trino_json_sorted(text)` and `trino_json_digits(text, path)`; the text must be valid JSON."""
    database.create_function("trino_json_sorted", _sorted, ["VARCHAR"], "VARCHAR")
    database.create_function("trino_json_digits", _digits, ["VARCHAR", "VARCHAR"], "VARCHAR")


def _digits(text: str, path: str) -> str | None:
    """A number as it is written, at a path in DuckDB's spelling: `$."a"[1]`."""
    found = json.loads(text, parse_float=str)
    for name, place in STEP.findall(path):
        found = found[int(place)] if place else found[json.loads(name)]
    return str(found)


def _sorted(text: str) -> str:
    return _written(json.loads(text))


def _written(value: object) -> str:
    match value:
        case dict():
            pairs = (
                f"{json.dumps(k, ensure_ascii=False)}:{_written(value[k])}" for k in sorted(value)
            )
            return f"{{{','.join(pairs)}}}"
        case list():
            return f"[{','.join(map(_written, value))}]"
        case float():
            return athena_text(value, "double") or ""
    return json.dumps(value, ensure_ascii=False)
