"""Trino's JSON paths (`$.team`, `$.user:team`, `$["user team"]`, `$.a[1]`) as DuckDB spells them."""

import re

from athena.errors import SqlError, unsupported

STEP = re.compile(r"""\.([\w:]+)|\[(\w+)\]|\["((?:[^"\\]|\\.)*)"\]""")
MOST = 3  # numbers in a path


def json_paths(path: str) -> list[str]:
    """The paths of which one at most finds something: a number is an index or a key.

    Raises SqlError for wildcards and anything else that Trino's json_extract doesn't take.
    """
    if not path.startswith("$"):
        raise SqlError("INVALID_FUNCTION_ARGUMENT", f"Invalid JSON path: '{path}'")
    found, place, numbers = ["$"], 1, 0
    while place < len(path):
        step = STEP.match(path, place)
        if step is None:
            raise SqlError("INVALID_FUNCTION_ARGUMENT", f"Invalid JSON path: '{path}'")
        key = next(key for key in step.groups() if key is not None)
        spellings = ['."' + key.replace('"', '\\"') + '"']
        if re.fullmatch("[0-9]+", key):
            spellings.append(f"[{int(key)}]")
            numbers += 1
        found = [before + spelling for before in found for spelling in spellings]
        place = step.end()
    if numbers > MOST:
        raise unsupported(f"a JSON path with more than {MOST} numbers")
    return found
