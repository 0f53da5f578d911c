"""Execution parameters, which Athena does not take verbatim.

A value that is an expression without names is used as one (`'abc'`, `1 + 1`, `DATE '2026-01-01'`);
anything else becomes a string literal (`abc`, `it's`), and values for a statement without `?` are
ignored. Measured by https://github.com/aoyagikouhei/athena-local (docs/parameters.md).
"""

from athena.errors import SqlError
from athena.sql import parse_expression, tree
from athena.sql.lexer import tokens_of


def bind(sql: str, values: tuple[str, ...]) -> tuple[str, ...]:
    """The SQL literals to put for the `?` of a statement, in order.

    A wrong number of values is left for the engine to refuse.
    """
    if not any(token.word == "?" for token in tokens_of(sql)):
        return ()
    return tuple(as_literal(value) for value in values)


def as_literal(value: str) -> str:
    """A value as SQL."""
    return value if _is_constant(value) else "'" + value.replace("'", "''") + "'"


def _is_constant(value: str) -> bool:
    try:
        found = parse_expression(f"({value})")
    except SqlError:
        return False
    return not any(isinstance(node, tree.Identifier) for node in found.walk())
