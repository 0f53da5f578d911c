"""A place in a row of tokens, and the small forms that all others are made of: names and types."""

from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from athena.errors import SqlError, UnsupportedStatement, unsupported
from athena.sql.lexer import RESERVED, Name, Span, Token, whole
from athena.sql.tree import TypeName

T = TypeVar("T")
INTERVAL_UNITS = ("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND")


class Cursor:
    """Methods either step over what they name or raise SqlError at the token that doesn't fit."""

    def __init__(self, sql: str, tokens: Sequence[Token]) -> None:
        self.sql = sql
        self._tokens = tokens
        self._at = 0
        self._read: dict[tuple[str, int], tuple[object, int]] = {}

    @property
    def next(self) -> Token:
        return self._tokens[self._at]

    def ahead(self, count: int) -> Token:
        """The token after the next `count` ones."""
        return self._tokens[min(self._at + count, len(self._tokens) - 1)]

    def sees(self, *words: str) -> bool:
        """Do these words or marks come next?"""
        return all(self.ahead(place).word == word for place, word in enumerate(words))

    def take(self) -> Token:
        """The next token, whatever it is but the end."""
        token = self.next
        if token.kind == "end":
            raise self.unexpected()
        self._at += 1
        return token

    def skip(self, *words: str) -> bool:
        """Step over these words if all of them come next."""
        if not self.sees(*words):
            return False
        self._at += len(words)
        return True

    def expect(self, *words: str) -> None:
        for word in words:
            if not self.skip(word):
                raise self.unexpected(f"'{word}'")

    def one_of(self, *words: str) -> str:
        """Step over one of these words, and which one it was."""
        if self.next.word not in words:
            raise self.unexpected(", ".join(f"'{word}'" for word in sorted(words)))
        return self.take().word

    def unexpected(self, expected: str = "") -> SqlError:
        """Trino's words; of its list of what could have been there only what is certain."""
        hint = f". Expecting: {expected}" if expected else ""
        what = f"mismatched input '{self.next.text}'{hint}"
        return self.span(self.next.start).error("SYNTAX_ERROR", what)

    def refused(self, what: str) -> UnsupportedStatement:
        return unsupported(what)

    def finish(self) -> None:
        """Raises SqlError when the text goes on."""
        if self.next.kind != "end":
            raise self.unexpected("<EOF>")

    def span(self, start: int, at: int | None = None) -> Span:
        """From `start` to the end of the last token that was taken."""
        end = self._tokens[self._at - 1].end if self._at else start
        return Span(self.sql, start, max(end, start), start if at is None else at)

    def listed(self, item: Callable[[], T]) -> tuple[T, ...]:
        """One or more items with commas between them."""
        found = [item()]
        while self.skip(","):
            found.append(item())
        return tuple(found)

    def wrapped(self, item: Callable[[], T]) -> T:
        """An item in parentheses."""
        self.expect("(")
        found = item()
        self.expect(")")
        return found

    def first_that_fits(
        self, first: Callable[[], T], second: Callable[[], T], ambiguous: bool
    ) -> T:
        """What the first reads or, where that is refused, the second; unless `ambiguous` only that.

        When both are refused, the error is that of the one which came further.
        """
        if not ambiguous:
            return second()
        start = self._at
        try:
            return first()
        except SqlError as refused:
            if isinstance(refused, UnsupportedStatement):
                raise
            self._at = start
            try:
                return second()
            except SqlError as error:
                if isinstance(error, UnsupportedStatement) or _further(error, refused):
                    raise
                raise refused from None

    def once(self, rule: str, read: Callable[[], T]) -> T:
        """What a rule reads at this place, or its error: parentheses may try it again and again."""
        key = (rule, self._at)
        if key not in self._read:
            try:
                found = read()
            except SqlError as error:
                self._read[key] = (error, self._at)
            else:
                self._read[key] = (found, self._at)
        known, self._at = self._read[key]
        if isinstance(known, SqlError):
            raise known
        return cast("T", known)

    @property
    def sees_name(self) -> bool:
        token = self.next
        return token.kind == "quoted" or (token.kind == "word" and token.word not in RESERVED)

    def name(self) -> Name:
        """One identifier."""
        if not self.sees_name:
            raise self.unexpected("<identifier>")
        token = self.take()
        return Name(token.value)

    def names(self) -> tuple[Name, ...]:
        """`(name, name, ...)`."""
        return self.wrapped(lambda: self.listed(self.name))

    def qualified_name(self) -> tuple[Name, ...]:
        parts = [self.name()]
        while self.skip("."):
            parts.append(self.name())
        return tuple(parts)

    def string(self) -> str:
        if self.next.kind not in ("string", "unicode"):
            raise self.unexpected("<string>")
        return self.take().value

    def integer(self) -> int:
        if self.next.kind != "integer":
            raise self.unexpected("<integer>")
        return whole(self.take().text)

    # Types

    def type_name(self) -> TypeName:
        """A type as CAST names it, whether or not Trino knows it."""
        start = self.next.start
        found = self._type_of_name(start)
        while self.skip("ARRAY"):
            found = TypeName(self.span(start), "array", (found,))
        return found

    def _type_of_name(self, start: int) -> TypeName:
        if self.sees("ROW", "("):
            self.take()
            fields = self.wrapped(lambda: self.listed(self._row_field))
            types = tuple(type_ for _, type_ in fields)
            return TypeName(self.span(start), "row", types, tuple(name for name, _ in fields))
        name: str = self.name()
        if name == "double" and self.skip("PRECISION"):
            return TypeName(self.span(start), "double")
        if name == "interval" and self.next.word in INTERVAL_UNITS:
            return self._interval_type(start)
        arguments: tuple[TypeName | int, ...] = ()
        if name in ("array", "map") and self.skip("<"):
            arguments = self.listed(self.type_name)
            self.expect(">")
        elif self.sees("("):
            arguments = self.wrapped(lambda: self.listed(self._type_argument))
        if name in ("time", "timestamp") and self.sees("WITH", "TIME", "ZONE"):
            self.expect("WITH", "TIME", "ZONE")
            name += " with time zone"
        elif name in ("time", "timestamp"):
            self.skip("WITHOUT", "TIME", "ZONE")
        return TypeName(self.span(start), name, arguments)

    def _interval_type(self, start: int) -> TypeName:
        first = self.one_of(*INTERVAL_UNITS).lower()
        self.expect("TO")
        last = self.one_of(*INTERVAL_UNITS).lower()
        return TypeName(self.span(start), f"interval {first} to {last}")

    def _type_argument(self) -> TypeName | int:
        return self.integer() if self.next.kind == "integer" else self.type_name()

    def _row_field(self) -> tuple[str | None, TypeName]:
        after = self.ahead(1)
        named = after.kind in ("word", "quoted") and after.word not in (
            "PRECISION",
            "WITH",
            "ARRAY",
        )
        if self.sees_name and named:
            return self.name(), self.type_name()
        return None, self.type_name()


def _further(one: SqlError, other: SqlError) -> bool:
    return (one.line or 0, one.column or 0) > (other.line or 0, other.column or 0)
