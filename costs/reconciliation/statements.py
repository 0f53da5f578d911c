"""The statements of `sql/`: what is run is what is shown, with its words in place."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from athena.quoting import text

FOLDER = Path(__file__).parent / "sql"
_WORD = re.compile(r":([a-z_]+)")


def statement(name: str, words: Mapping[str, str]) -> str:
    """A file with each `:word` replaced; raises KeyError for one that isn't given."""
    return _WORD.sub(lambda found: words[found[1]], _read(name))


def exists(name: str) -> bool:
    """Is there such a file?"""
    return (FOLDER / f"{name}.sql").is_file()


def listed(values: Iterable[str]) -> str:
    """Between the brackets of an IN."""
    return ", ".join(text(value) for value in values)


@cache
def _read(name: str) -> str:
    """Without its question: a shell's argument that begins with -- is an option."""
    lines = (FOLDER / f"{name}.sql").read_text().splitlines()
    return "\n".join(line for line in lines if not line.startswith("--"))
