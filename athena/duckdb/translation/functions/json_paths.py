"""Trino's JSON paths (`$.team`, `$["user:team"]`, `$.a[1]`) as DuckDB spells them."""

import re

from athena.errors import SqlError

STEP = re.compile(r"""\.(\w+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\['([^']*)'\]""")


def json_path(path: str) -> str:
    """Raises SqlError for wildcards and anything else that Trino's json_extract doesn't take."""
    if not path.startswith("$"):
        raise SqlError("INVALID_FUNCTION_ARGUMENT", f"Invalid JSON path: '{path}'")
    found, place = "$", 1
    while place < len(path):
        step = STEP.match(path, place)
        if step is None:
            raise SqlError("INVALID_FUNCTION_ARGUMENT", f"Invalid JSON path: '{path}'")
        name, number, double, single = step.groups()
        if number is not None:
            found += f"[{number}]"
        else:
            key = next(key for key in (name, double, single) if key is not None)
            found += '."' + key.replace('"', '\\"') + '"'
        place = step.end()
    return found
