"""The functions that mean the same in DuckDB, read from functions.txt; all others are refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from athena.duckdb.translation.functions.reading import parse_signatures, parts_of
from athena.duckdb.translation.functions.signatures import Signature

CATALOGUE = Path(__file__).with_name("functions.txt")


@dataclass(frozen=True)
class Functions:
    """Overloads by name, in the order of their texts; `kinds` are scalar, aggregate or window.

    `foreign` are functions that Trino has and this engine has not.
    """

    overloads: Mapping[str, tuple[Signature, ...]]
    kinds: Mapping[str, str]
    foreign: frozenset[str]

    def expected(self, name: str) -> str:
        """Trino's list of overloads in an error message."""
        return ", ".join(signature.display for signature in self.overloads[name])


@cache
def functions() -> Functions:
    """The catalogue. Sections are kinds; `sets` names types, `unsupported` lists names."""
    sections = _sections(CATALOGUE.read_text())
    sets = {
        name: parts_of(types)
        for name, types in (line.split(" = ") for line in sections.pop("sets"))
    }
    foreign = frozenset(name for line in sections.pop("unsupported") for name in line.split())
    overloads: dict[str, list[Signature]] = {}
    kinds: dict[str, str] = {}
    for kind, lines in sections.items():
        for line in lines:
            for name, signature in parse_signatures(line, sets):
                overloads.setdefault(name, []).append(signature)
                kinds[name] = kind
    fixed = {
        name: tuple(sorted(signatures, key=lambda signature: signature.display))
        for name, signatures in overloads.items()
    }
    return Functions(fixed, kinds, foreign)


def _sections(text: str) -> dict[str, list[str]]:
    """The lines below each `[name]`."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            found[heading[1]] = lines = []
        else:
            lines.append(line)
    return found
