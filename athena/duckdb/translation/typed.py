"""An expression once its meaning is known, and the columns it stands on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from athena.types import Type


@dataclass(frozen=True)
class Column:
    """A column, or partition key, of one table as one FROM reads it."""

    source: int
    name: str


@dataclass(frozen=True)
class Key:
    """What a column is made of when that is partition keys alone: `sql` over their quoted names."""

    source: int
    sql: str


@dataclass(frozen=True)
class Field:
    """A column that names can resolve to; `sql` is its placeholder, or an expression without keys.

    `reads` are the table columns behind it. `keys` say what it is of partition keys, so that a condition
    on it is one on them. `qualifier` is what may stand before its name.
    """

    name: str | None
    type: Type
    sql: str
    qualifier: tuple[str, ...] = ()
    reads: frozenset[Column] = frozenset()
    keys: frozenset[Key] = frozenset()
    hidden: bool = False  # `$path`: there when named, not in an asterisk


@dataclass(frozen=True)
class Typed:
    """A DuckDB expression with the Trino type of its value.

    `literal` is the value of a string literal, which decides the meaning of formats and units, `digits`
    that of a number.
    `pure` says that it depends on `fields` alone: no aggregate, window, subquery or random number.
    `fails` says that it may raise, so that it mustn't run where Trino doesn't run it.
    """

    sql: str
    type: Type
    reads: frozenset[Column] = frozenset()
    fields: frozenset[Field] = frozenset()
    literal: str | None = None
    digits: str = ""
    constant: bool = False
    pure: bool = True
    fails: bool = False
    terms: tuple["Typed", ...] = ()  # of AND and OR
    operator: str = ""

    def as_(self, sql: str, type_: Type) -> "Typed":
        """The same columns under another expression."""
        return replace(self, sql=sql, type=type_, literal=None, digits="", terms=(), operator="")


def made_of(
    sql: str, type_: Type, parts: Iterable[Typed], pure: bool = True, fails: bool = False
) -> Typed:
    """An expression whose parts are these."""
    parts = tuple(parts)
    return Typed(
        sql,
        type_,
        frozenset().union(*(part.reads for part in parts)),
        frozenset().union(*(part.fields for part in parts)),
        constant=all(part.constant for part in parts),
        pure=pure and all(part.pure for part in parts),
        fails=fails or any(part.fails for part in parts),
    )


@dataclass(frozen=True)
class Plan:
    """A relation in DuckDB's SQL. `always` are the columns it reads whoever asks for what."""

    sql: str
    fields: tuple[Field, ...]
    always: frozenset[Column] = frozenset()
