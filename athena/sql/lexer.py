"""Cuts SQL into tokens, by the lexical rules of Trino's grammar (SqlBase.g4), with their places.

Only what Trino knows is a token: `::`, `==` or `&&` fall apart into marks that no rule of the grammar
takes, so they are refused at the place where Trino refuses them. What it knows only to refuse, names in
backquotes and with a digit first, are tokens too: Hive's statements may have them.
"""

import re
from dataclasses import dataclass

from athena.errors import SqlError, unsupported

_TOKEN = re.compile(
    r"""(?P<space>\s+|--[^\r\n]*|/\*.*?\*/)
      | (?P<unicode>[uU]&'(?:[^']|'')*')
      | (?P<binary>[xX]'(?:[^']|'')*')
      | (?P<string>'(?:[^']|'')*')
      | (?P<quoted>"(?:[^"]|"")*")
      | (?P<backquoted>`(?:[^`]|``)*`)
      | (?P<double>(?:\d+(?:\.\d*)?|\.\d+)[eE][+-]?\d+)
      | (?P<decimal>\d(?:_?\d)*\.(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)
      | (?P<integer>(?:0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|\d(?:_?\d)*)(?!\w))
      | (?P<digits>\d\w+)
      | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<mark><>|!=|<=|>=|\|\||->|=>|.)""",
    re.VERBOSE | re.DOTALL,
)
NUL = "a NUL in a statement"
QUOTED = ("string", "unicode", "binary", "quoted", "backquoted")
REFUSED = {
    "backquoted": (
        "backquoted identifiers are not supported; use double quotes to quote identifiers"
    ),
    "digits": (
        "identifiers must not start with a digit; surround the identifier with double quotes"
    ),
}
RESERVED = frozenset(
    """ALTER AND AS BETWEEN BY CASE CAST CONSTRAINT CREATE CROSS CUBE CURRENT_CATALOG CURRENT_DATE
    CURRENT_PATH CURRENT_ROLE CURRENT_SCHEMA CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER DEALLOCATE
    DELETE DESCRIBE DISTINCT DROP ELSE END ESCAPE EXCEPT EXECUTE EXISTS EXTRACT FALSE FOR FROM FULL
    GROUP GROUPING HAVING IN INNER INSERT INTERSECT INTO IS JOIN JSON_ARRAY JSON_EXISTS JSON_OBJECT
    JSON_QUERY JSON_TABLE JSON_VALUE LEFT LIKE LISTAGG LOCALTIME LOCALTIMESTAMP NATURAL NORMALIZE NOT
    NULL ON OR ORDER OUTER PREPARE RECURSIVE RIGHT ROLLUP SELECT SKIP TABLE THEN TRIM TRUE UESCAPE
    UNION UNNEST USING VALUES WHEN WHERE WITH""".split()
)


class Name(str):
    """An identifier in lower case, as Trino compares them; `written` is what a result shows."""

    written: str

    def __new__(cls, written: str) -> "Name":
        name = super().__new__(cls, written.lower())
        name.written = written
        return name


@dataclass(frozen=True)
class Token:
    """`kind` is a group of the pattern above or `end`; `start` and `end` are offsets."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """An unquoted word or a mark in upper case; empty for anything else."""
        return self.text.upper() if self.kind in ("word", "mark") else ""

    @property
    def value(self) -> str:
        """Without quotes, doubled ones undone; the text of what has none."""
        if self.kind not in QUOTED:
            return self.text
        start = self.text.index("'") if self.kind in ("unicode", "binary") else 0
        quote = self.text[start]
        return self.text[start + 1 : -1].replace(quote * 2, quote)


@dataclass(frozen=True)
class Span:
    """A piece of the statement; `at` is where Trino's messages about it point."""

    sql: str
    start: int
    end: int
    at: int

    @property
    def text(self) -> str:
        return self.sql[self.start : self.end]

    @property
    def place(self) -> tuple[int, int]:
        """Line and column, counted from 1."""
        line_start = self.sql.rfind("\n", 0, self.at) + 1
        return self.sql.count("\n", 0, self.at) + 1, self.at - line_start + 1

    def error(self, code: str, message: str) -> SqlError:
        return SqlError(code, message, *self.place)


def whole(text: str) -> int:
    """An integer as Trino writes it: `1_000`, `0x1F`, `0b101`."""
    digits = text.replace("_", "")
    return int(digits, 0 if digits[1:2].isalpha() else 10)


def tokens_of(sql: str) -> list[Token]:
    """All tokens, and one of kind `end`; white space and comments are none."""
    found = [
        Token(match.lastgroup or "", match[0], match.start(), match.end())
        for match in _TOKEN.finditer(sql)
        if match.lastgroup != "space"
    ]
    return [*found, Token("end", "<EOF>", len(sql), len(sql))]


def query_tokens(sql: str) -> list[Token]:
    """Those of a query. Raises SqlError for what Trino knows only to refuse."""
    if "\0" in sql:
        raise unsupported(NUL)
    found = tokens_of(sql)
    for token in found:
        if token.kind in REFUSED:
            span = Span(sql, token.start, token.end, token.start)
            raise span.error("SYNTAX_ERROR", REFUSED[token.kind])
    return found
