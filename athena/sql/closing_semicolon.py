"""The semicolon that people end a statement with. Athena's API takes it, Trino's grammar doesn't."""

from athena.sql.lexer import tokens_of


def without_closing_semicolon(sql: str) -> str:
    """The statement up to a semicolon that only comments follow; places in it stay."""
    *tokens, _ = tokens_of(sql)
    if tokens and tokens[-1].word == ";":
        return sql[: tokens[-1].start]
    return sql
