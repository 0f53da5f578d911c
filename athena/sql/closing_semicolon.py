"""The semicolon that people end a statement with. Athena's API takes it, Trino's grammar doesn't."""

import re

PIECE = re.compile(
    r"""(?P<space>\s+|--[^\n]*|/\*.*?\*/)
      | (?P<code>'[^']*'|"[^"]*"|.)""",
    re.VERBOSE | re.DOTALL,
)


def without_closing_semicolon(sql: str) -> str:
    """The statement up to a semicolon that only comments follow; places in it stay."""
    pieces = [found for found in PIECE.finditer(sql) if found["code"]]
    if pieces and pieces[-1]["code"] == ";":
        return sql[: pieces[-1].start()]
    return sql
