"""The functions that mean the same in DuckDB, read from functions.txt; all others are refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from athena.duckdb.translation.signatures import Signature, parse_signature

CATALOGUE = Path(__file__).with_name("functions.txt")


@dataclass(frozen=True)
class Functions:
    """Overloads by name, in the order of preference; `kinds` are scalar, aggregate or window.

    `foreign` are functions that Trino has and this engine has not.
    """

    overloads: Mapping[str, tuple[Signature, ...]]
    kinds: Mapping[str, str]
    foreign: frozenset[str]

    def expected(self, name: str) -> str:
        """Trino's list of overloads in an error message."""
        return ", ".join(sorted(signature.display for signature in self.overloads[name]))


@cache
def functions() -> Functions:
    """The catalogue. Sections are kinds; `unsupported` lists names."""
    overloads: dict[str, list[Signature]] = {}
    kinds: dict[str, str] = {}
    foreign: set[str] = set()
    section = ""
    for line in CATALOGUE.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        if found := re.fullmatch(r"\[(\w+)\]", line):
            section = found[1]
        elif section == "unsupported":
            foreign.update(line.split())
        else:
            name, signature = parse_signature(line)
            overloads.setdefault(name, []).append(signature)
            kinds[name] = section
    fixed = {name: tuple(signatures) for name, signatures in overloads.items()}
    return Functions(fixed, kinds, frozenset(foreign))
