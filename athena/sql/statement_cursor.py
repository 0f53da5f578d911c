"""Reads what Trino's query grammar doesn't hold: Hive's DDL, and what stands around the queries in
CREATE VIEW, CTAS, INSERT, UNLOAD and EXECUTE.

It knows no expressions. A query inside a statement is given out with its exact text and place, and goes
to the engine.
"""

import re
from dataclasses import replace

from athena.sql.closing_semicolon import without_closing_semicolon
from athena.sql.cursor import Cursor
from athena.sql.lexer import tokens_of


class StatementCursor(Cursor):
    """Takes any word for a name, and names in backquotes, as Hive does."""

    def __init__(self, sql: str) -> None:
        text = without_closing_semicolon(sql)
        super().__init__(text, tokens_of(text))

    @property
    def done(self) -> bool:
        return self.next.kind == "end"

    @property
    def rest(self) -> str:
        """The text from here on, at its place."""
        return "" if self.done else self._in_place(self.next.start, len(self.sql))

    @property
    def sees_name(self) -> bool:
        return self.next.kind in ("word", "quoted", "backquoted")

    def ends_with(self, *words: str) -> bool:
        """Leave out these words if the statement ends with them."""
        last = self._tokens[-1 - len(words) : -1]
        if tuple(token.word for token in last) != words:
            return False
        end = last[0].start
        self.sql = self.sql[:end]
        self._tokens = [*self._tokens[: -1 - len(words)], replace(self._tokens[-1], start=end)]
        return True

    def group(self) -> str:
        """The text inside the parentheses that come next, at its place, and step over them."""
        self.expect("(")
        start = self._tokens[self._at - 1].end
        depth = 1
        while depth:
            end = self.take()
            depth += {"(": 1, ")": -1}.get(end.word, 0)
        return self._in_place(start, end.start)

    def items(self) -> tuple[str, ...]:
        """The texts between the top-level commas from here to the end of the statement."""
        return () if self.done else self.listed(self._item)

    def _item(self) -> str:
        start, depth = self.next.start, 0
        while not self.done and not (depth == 0 and self.sees(",")):
            depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(self.take().word, 0)
        return self.span(start).text

    def _in_place(self, start: int, end: int) -> str:
        """A part of the statement with blanks before it, so that an engine's positions are right."""
        return re.sub(r"[^\n]", " ", self.sql[:start]) + self.sql[start:end].rstrip()
