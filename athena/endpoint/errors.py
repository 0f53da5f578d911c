"""What Athena says when it refuses a request or a statement fails.

Requests are refused with InvalidRequestException and one of a few AthenaErrorCodes; a statement that
fails while it runs has a StateChangeReason and an AthenaError block. Wordings and numbers were
measured against Athena in September 2026 by https://github.com/aoyagikouhei/athena-local
(docs/dev/measurements); the error catalogue is
https://docs.aws.amazon.com/athena/latest/ug/error-reference.html
"""

from dataclasses import dataclass

from moto.core.exceptions import ServiceException

from athena.errors import SqlError

SYSTEM_ERROR, USER_ERROR = 1, 2  # AthenaError.ErrorCategory

ERROR_TYPES = {
    "DIVISION_BY_ZERO": 1001,
    "TYPE_MISMATCH": 1002,
    "SYNTAX_ERROR": 1006,
    "COLUMN_NOT_FOUND": 1006,
    "CATALOG_NOT_FOUND": 1006,
    "INVALID_CAST_ARGUMENT": 1100,
    "NUMERIC_VALUE_OUT_OF_RANGE": 1100,
    "INVALID_PARAMETER_USAGE": 1100,
    "INVALID_FUNCTION_ARGUMENT": 1106,
    "TABLE_ALREADY_EXISTS": 1110,
    "NOT_SUPPORTED": 1200,
    "TABLE_NOT_FOUND": 1301,
    "SCHEMA_NOT_FOUND": 1301,
    "FUNCTION_NOT_FOUND": 1303,
}


class InvalidRequest(ServiceException):  # type: ignore[misc]
    """InvalidRequestException; `code` is Athena's own, e.g. MALFORMED_QUERY."""

    code = "InvalidRequestException"

    def __init__(self, message: str, code: str = "INVALID_INPUT") -> None:
        super().__init__(message)
        self.AthenaErrorCode = code


class TooManyRequests(ServiceException):  # type: ignore[misc]
    """TooManyRequestsException: more statements under way than the account's quota."""

    code = "TooManyRequestsException"
    Reason = "CONCURRENT_QUERY_LIMIT_EXCEEDED"

    def __init__(self) -> None:
        super().__init__(
            "You have exceeded the limit for the number of queries you can run concurrently. "
            "Please reduce the number of concurrent queries submitted by this account."
        )


class NotFound(ServiceException):  # type: ignore[misc]
    """ResourceNotFoundException, which only a few operations raise."""

    code = "ResourceNotFoundException"

    def __init__(self, message: str, resource: str) -> None:
        super().__init__(message)
        self.ResourceName = resource


class MetadataError(ServiceException):  # type: ignore[misc]
    """MetadataException: the catalog has no such database or table."""

    code = "MetadataException"


@dataclass(frozen=True)
class Failure:
    """Why an execution FAILED."""

    reason: str
    category: int
    type: int
    retryable: bool = False

    @classmethod
    def of_statement(cls, error: SqlError) -> "Failure":
        """Athena puts the error's name first: `TYPE_MISMATCH: line 1:59: Cannot apply ...`."""
        return cls(reason(error), USER_ERROR, ERROR_TYPES.get(error.code, 1000))

    @classmethod
    def of_engine(cls, error: BaseException) -> "Failure":
        """The engine broke, not the statement."""
        return cls(f"GENERIC_INTERNAL_ERROR: {error}", SYSTEM_ERROR, 200)

    @classmethod
    def of_results(cls, error: Exception) -> "Failure":
        """The results could not be written to S3."""
        return cls(f"GENERIC_INTERNAL_ERROR: {error}", SYSTEM_ERROR, 401, retryable=True)

    def describe(self) -> dict[str, object]:
        """The AthenaError block of GetQueryExecution."""
        return {
            "ErrorCategory": self.category,
            "ErrorType": self.type,
            "Retryable": self.retryable,
            "ErrorMessage": self.reason,
        }


def reason(error: SqlError) -> str:
    """StateChangeReason for an engine's error."""
    return str(error)


def malformed(error: SqlError) -> InvalidRequest:
    """A syntax error, which Athena refuses before it makes an execution: position, then message."""
    place = f"line {error.line}:{error.column}: " if error.line is not None else ""
    return InvalidRequest(f"{place}{error.message}", "MALFORMED_QUERY")
