"""Execution parameters, which Athena does not take verbatim.

A value that is an expression without names is used as one (`'abc'`, `1 + 1`, `DATE '2026-01-01'`);
anything else becomes a string literal (`abc`, `it's`), and values for a statement without `?` are
ignored. Measured by https://github.com/aoyagikouhei/athena-local (docs/parameters.md).
"""

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from athena.endpoint.lexer import tokens_of


def bind(sql: str, values: tuple[str, ...]) -> tuple[str, ...]:
    """The SQL literals to put for the `?` of a statement, in order.

    A wrong number of values is left for the engine to refuse.
    """
    if not any(token.text == "?" for token in tokens_of(sql)):
        return ()
    return tuple(as_literal(value) for value in values)


def as_literal(value: str) -> str:
    """A value as SQL."""
    return value if _is_constant(value) else "'" + value.replace("'", "''") + "'"


def _is_constant(value: str) -> bool:
    try:
        query = sqlglot.parse_one(f"SELECT ({value})", read="trino")
    except SqlglotError:
        return False
    if not isinstance(query, exp.Select) or len(query.selects) != 1 or query.args.get("from_"):
        return False
    return query.find(exp.Column) is None
