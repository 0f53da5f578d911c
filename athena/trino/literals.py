"""`1.5` is a double in Athena and a decimal in Trino, which has no setting for it any more.

So the exponent that makes it a double is written for Trino, and places in its messages are put back.
Sources: the docs of aoyagikouhei/athena-local (measured on Athena); AWS's list of data types; Trino 428
removed `parse_decimal_literals_as_double`. Not reached: the text of a view, which Trino reads itself.
"""

from dataclasses import dataclass

from athena.sql.lexer import tokens_of

EXPONENT = "E0"


@dataclass(frozen=True)
class ForTrino:
    """A statement as Trino gets it; `inserted` are the offsets behind the exponents in it."""

    sql: str
    inserted: tuple[int, ...] = ()

    @classmethod
    def of(cls, sql: str) -> "ForTrino":
        tokens = [token for token in tokens_of(sql) if token.kind == "decimal"]
        pieces, inserted, start = [], [], 0
        for number, token in enumerate(tokens, start=1):
            pieces += [sql[start : token.end], EXPONENT]
            inserted.append(token.end + number * len(EXPONENT))
            start = token.end
        return cls("".join([*pieces, sql[start:]]), tuple(inserted))

    def column(self, line: int, column: int) -> int:
        """The column in the statement as it was written."""
        line_start = sum(len(text) + 1 for text in self.sql.split("\n")[: line - 1])
        place = line_start + column - 1
        before = sum(line_start < offset <= place for offset in self.inserted)
        return column - before * len(EXPONENT)
