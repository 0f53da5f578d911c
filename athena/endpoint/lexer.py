"""Reading statements that no SQL grammar at hand covers: Athena's mix of Hive DDL and Trino.

`Cursor` walks over words, names, strings and punctuation and remembers where each began, so that the
query inside a CREATE VIEW, CTAS or UNLOAD keeps its exact text and place. It knows no expressions:
those go to the engine.
"""

import re
from dataclasses import dataclass

from athena.errors import SqlError
from athena.sql.closing_semicolon import without_closing_semicolon

TOKEN = re.compile(
    r"""(?P<space>\s+|--[^\n]*|/\*.*?\*/)
      | (?P<string>'(?:[^']|'')*')
      | (?P<name>"(?:[^"]|"")*"|`(?:[^`]|``)*`)
      | (?P<word>[^\W\d]\w*)
      | (?P<number>\d+(?:\.\d+)?)
      | (?P<mark>.)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Token:
    """A piece of a statement; `start` and `end` are offsets into its text."""

    kind: str  # word, name, string, number or mark
    text: str
    start: int
    end: int

    @property
    def value(self) -> str:
        """A string or quoted name without its quotes."""
        if self.kind not in ("string", "name"):
            return self.text
        quote = self.text[0]
        return self.text[1:-1].replace(quote * 2, quote)


def tokens_of(sql: str) -> list[Token]:
    """The tokens of a statement, without white space and comments."""
    found = (Token(m.lastgroup or "", m[0], m.start(), m.end()) for m in TOKEN.finditer(sql))
    return [token for token in found if token.kind != "space"]


class Cursor:
    """A place in a statement. Methods either step over what they name or leave the cursor be."""

    def __init__(self, sql: str) -> None:
        self.sql = without_closing_semicolon(sql)
        self._tokens = tokens_of(self.sql)
        self._at = 0

    @property
    def done(self) -> bool:
        return self._at >= len(self._tokens)

    @property
    def rest(self) -> str:
        """The text from here on, at its place."""
        return "" if self.done else self._in_place(self._tokens[self._at].start, len(self.sql))

    def peek(self) -> Token | None:
        return None if self.done else self._tokens[self._at]

    def take(self) -> Token:
        """The next token. Raises SqlError at the end of the statement."""
        if self.done:
            raise self.unexpected()
        self._at += 1
        return self._tokens[self._at - 1]

    def peek_words(self, *words: str) -> bool:
        """Do these words or marks come next?"""
        ahead = [token.text.upper() for token in self._tokens[self._at : self._at + len(words)]]
        return ahead == list(words)

    def skip(self, *words: str) -> bool:
        """Step over these words or marks if all of them come next."""
        if not self.peek_words(*words):
            return False
        self._at += len(words)
        return True

    def expect(self, *words: str) -> None:
        """Step over these words. Raises SqlError when something else comes next."""
        if not self.skip(*words):
            raise self.unexpected(" ".join(words))

    def string(self) -> str:
        """A string literal's value. Raises SqlError when there is none."""
        if (token := self.peek()) is None or token.kind != "string":
            raise self.unexpected("<string>")
        return self.take().value

    def name(self) -> str:
        """One identifier, lower case as the Glue catalog keeps it."""
        if (token := self.peek()) is None or token.kind not in ("word", "name"):
            raise self.unexpected("<identifier>")
        return self.take().value.lower()

    def qualified_name(self) -> tuple[str, ...]:
        """`catalog.database.table` and shorter."""
        parts = [self.name()]
        while self.skip("."):
            parts.append(self.name())
        return tuple(parts)

    def names(self) -> list[str]:
        """`(name, name, ...)`."""
        self.expect("(")
        found = [self.name()]
        while self.skip(","):
            found.append(self.name())
        self.expect(")")
        return found

    def group(self) -> str:
        """The text inside the parentheses that come next, at its place, and step over them."""
        self.expect("(")
        start = self._tokens[self._at - 1].end
        depth = 1
        while depth:
            mark = self.take()
            depth += {"(": 1, ")": -1}.get(mark.text, 0) if mark.kind == "mark" else 0
        return self._in_place(start, self._tokens[self._at - 1].start)

    def items(self) -> list[str]:
        """The texts between the top-level commas from here to the end of the statement."""
        found, depth, start = [], 0, self.peek()
        while start is not None:
            end = start
            while (token := self.peek()) and not (depth == 0 and token.text == ","):
                end = self.take()
                depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(token.text, 0)
            found.append(self.sql[start.start : end.end])
            start = self.peek() if self.skip(",") else None
        return found

    def finish(self) -> None:
        """Raises SqlError when the statement goes on."""
        if not self.done:
            raise self.unexpected("<EOF>")

    def _in_place(self, start: int, end: int) -> str:
        """A part of the statement with blanks before it, so that an engine's positions are right."""
        return re.sub(r"[^\n]", " ", self.sql[:start]) + self.sql[start:end].rstrip()

    def unexpected(self, expected: str = "") -> SqlError:
        """The syntax error at this place, as Trino words it."""
        token = self.peek()
        start = token.start if token else len(self.sql)
        line = self.sql.count("\n", 0, start) + 1
        column = start - self.sql.rfind("\n", 0, start)
        hint = f". Expecting: {expected!r}" if expected else ""
        text = token.text if token else "<EOF>"
        return SqlError("SYNTAX_ERROR", f"mismatched input '{text}'{hint}", line, column)
