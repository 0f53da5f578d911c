"""Trino's errors as Athena reports them: the same names and words, the position apart from both."""

import re

from trino.exceptions import TrinoQueryError

from athena.errors import QueryCancelled, SqlError
from athena.trino.dialect import ForTrino

MESSAGE = re.compile(
    r"(?:io\.trino\S+: )?(?:line (?P<line>\d+):(?P<column>\d+): )?(?P<text>.*)", re.DOTALL
)


def sql_error(
    error: TrinoQueryError, written: ForTrino, lines_before: int = 0
) -> SqlError | QueryCancelled:
    """The protocol's exception for an error; `lines_before` stood above the statement."""
    if error.error_name == "USER_CANCELED":
        return QueryCancelled()
    found = MESSAGE.match(str(error.message))
    code, text = str(error.error_name), found["text"] if found else str(error.message)
    if found is None or found["line"] is None:
        return SqlError(code, text)
    line, column = max(int(found["line"]) - lines_before, 1), int(found["column"])
    subscript = written.subscript_error(line, column, text)
    if subscript is not None:
        code, text = "TYPE_MISMATCH", subscript
    return SqlError(code, text, line, written.column(line, column))
