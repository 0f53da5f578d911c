"""What a statement fails with, in Athena's words, and the failures that a user can mend.

What an engine says of its own becomes one of these in `duckdb/errors.py` and `trino/errors.py`; what the
API makes of them, and what it refuses itself, is in `endpoint/errors.py`.
"""


class ExpectedFailure(Exception):
    """`str()` is one clear message: what happened and what to do. No traceback is needed."""


NO_COLUMN = " or requester is not authorized to access requested resources"  # Athena adds it


class SqlError(Exception):
    """A statement that Athena would refuse or that failed while it ran.

    `str()` is worded as Athena words it: `TYPE_MISMATCH: line 1:59: Cannot apply operator ...`.
    """

    def __init__(self, code: str, message: str, line: int | None = None, column: int | None = None):
        self.code = code  # SYNTAX_ERROR, TYPE_MISMATCH, COLUMN_NOT_FOUND, ...
        self.message = message
        self.line = line
        self.column = column
        place = f"line {line}:{column}: " if line is not None else ""
        more = NO_COLUMN if code == "COLUMN_NOT_FOUND" else ""
        super().__init__(f"{code}: {place}{message}{more}")


class UnsupportedStatement(SqlError):
    """Valid in Athena, but this engine can't promise the same answer; the message says what to do."""


class ScanLimitExceeded(Exception):
    """The statement would read more than the workgroup's limit; raised before or while reading."""

    def __init__(self, scanned_bytes: int, limit: int):
        self.scanned_bytes = scanned_bytes
        self.limit = limit
        super().__init__(f"{scanned_bytes} bytes scanned, limit {limit}")


class QueryCancelled(Exception):
    """The caller's `cancelled` event was set while the statement ran."""


def unsupported(what: str) -> UnsupportedStatement:
    """What the embedded engine refuses although Athena takes it."""
    return UnsupportedStatement(
        "NOT_SUPPORTED",
        f"The embedded engine can't answer {what} as Athena does: use --engine trino",
    )
