"""Where Athena reads a query otherwise than Trino, which has no setting for either.

`1.5` is a double in Athena and a decimal in Trino: its exponent is written for Trino. `map['missing']`
is NULL in Athena and an error in Trino: a subscript that can only be a map's, whatever the column's type
is, is written as element_at. Places in Trino's messages are put back.
Sources: the docs of aoyagikouhei/athena-local (measured on Athena); AWS's list of data types; Trino 428
removed `parse_decimal_literals_as_double`. The texts of views are written by `views.py`. Not reached:
subscripts that may be an array's, such as `m[1]` or `m[k]`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from athena.errors import SqlError
from athena.sql import parse_query, tree
from athena.sql.lexer import Token, tokens_of

ELEMENT = "element_at("
NO_ELEMENT = re.compile(
    r"Unexpected parameters \((?P<base>.+), (?P<index>[\w ]+(?:\([^()]*\))?)\) for function element_at"
)
# Functions whose result is always text; `concat` of arrays is no index either.
TEXTS = frozenset(
    """concat concat_ws date_format format format_datetime json_extract_scalar lower lpad ltrim
    regexp_extract regexp_replace replace rpad rtrim split_part substr substring trim upper""".split()
)
INDEXES = ("tinyint", "smallint", "integer", "int", "bigint")


@dataclass(frozen=True)
class Edit:
    """`text` instead of what stands from `start` to `end` in the statement as it was written."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class ForTrino:
    """A statement as Trino gets it; `edits` made it, in the order of the text."""

    sql: str
    edits: tuple[Edit, ...] = ()

    @classmethod
    def of(cls, sql: str) -> "ForTrino":
        tokens = tokens_of(sql)
        exponents = [_double(t) for t in tokens if t.kind == "decimal"]
        found = [*exponents, *_elements(sql, tokens)]
        edits = sorted(found, key=lambda edit: (edit.start, edit.end))
        pieces, start = [], 0
        for edit in edits:
            pieces += [sql[start : edit.start], edit.text]
            start = edit.end
        return cls("".join([*pieces, sql[start:]]), tuple(edits))

    def column(self, line: int, column: int) -> int:
        """The column in the statement as it was written."""
        line_start, place = self._offset(line, 1), self._offset(line, column)
        shift = before = 0
        for edit in self.edits:
            grown = len(edit.text) - (edit.end - edit.start)
            if edit.end + shift + grown > place:
                break
            if edit.start + shift < line_start:
                before += grown
            shift += grown
        return column - (shift - before)

    def subscript_error(self, line: int, column: int, message: str) -> str | None:
        """What Trino says of a subscript, where its error is about the element_at written for one."""
        found = NO_ELEMENT.match(message)
        if found is None or found["base"].startswith("row("):
            return None
        place, shift = self._offset(line, column), 0
        for edit in self.edits:
            if edit.text == ELEMENT and edit.start + shift == place:
                base = found["base"].replace(", ", ",").replace(",", ", ")
                return f"Cannot use {found['index']} for subscript of {base}"
            shift += len(edit.text) - (edit.end - edit.start)
        return None

    def _offset(self, line: int, column: int) -> int:
        return sum(len(text) + 1 for text in self.sql.split("\n")[: line - 1]) + column - 1


def _double(token: Token) -> Edit:
    """A number with an exponent has no underscores."""
    if "_" in token.text:
        return Edit(token.start, token.end, f"{token.text.replace('_', '')}E0")
    return Edit(token.end, token.end, "E0")


def _elements(sql: str, tokens: list[Token]) -> Iterator[Edit]:
    """`element_at(m, 'k')` for each `m['k']` of a query; nothing for what is none."""
    try:
        query = parse_query(sql)
    except SqlError:
        return
    places = {token.start: number for number, token in enumerate(tokens)}
    for node in query.walk():
        if isinstance(node, tree.Subscript) and _is_key(node.index):
            opening = places[node.index.span.start] - 1
            while tokens[opening].word != "[":
                opening -= 1
            bracket = tokens[opening]
            yield Edit(node.span.start, node.span.start, ELEMENT)
            yield Edit(bracket.start, bracket.end, ", ")
            yield Edit(node.span.end - 1, node.span.end, ")")


def _is_key(index: tree.Expression) -> bool:
    """Is this of a type that no array is counted by?"""
    if isinstance(index, tree.Cast):
        return index.type.name not in INDEXES
    text = isinstance(index, tree.Call) and index.name in TEXTS
    return text or isinstance(index, tree.String | tree.TypedLiteral)
