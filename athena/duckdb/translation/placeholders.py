"""Columns in generated SQL stand as placeholders and are written out once, at the end.

So the text of a column is never looked for in SQL, where a literal may hold the same characters. A
placeholder is a number between two NULs, which stand nowhere else: no statement has one (`session.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from athena.duckdb.translation.typed import Column

MARK = "\0"


@dataclass
class Names:
    """Names that the translation makes up, so that none meets another, and what columns stand for."""

    aliases: int = 0
    _columns: list[tuple[str, Column | None]] = field(default_factory=list)

    def alias(self) -> str:
        self.aliases += 1
        return f"t{self.aliases}"

    def column(self, sql: str, of: Column | None = None) -> str:
        """A placeholder for a column; `of` is the one of a table that it reads."""
        self._columns.append((sql, of))
        return f"{MARK}{len(self._columns) - 1}{MARK}"

    def written(self, sql: str) -> tuple[str, frozenset[Column]]:
        """SQL with its columns written out, and those of tables among them."""
        pieces, read = sql.split(MARK), set[Column]()
        for place in range(1, len(pieces), 2):
            inner, of = self._columns[int(pieces[place])]
            pieces[place], more = self.written(inner)
            read |= more | ({of} if of else set())
        return "".join(pieces), frozenset(read)


def exchanged(sql: str, instead: Mapping[str, str]) -> str:
    """SQL with other expressions in the place of some placeholders."""
    pieces = sql.split(MARK)
    for place in range(1, len(pieces), 2):
        placeholder = f"{MARK}{pieces[place]}{MARK}"
        pieces[place] = instead.get(placeholder, placeholder)
    return "".join(pieces)
