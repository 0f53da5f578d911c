"""Errors that clients get. A class of moto's own makes it look for a service named as its module."""

from moto.core.exceptions import ServiceException


class Refusal(ServiceException):  # type: ignore[misc]
    """`Refusal(code, message)`: AWS's answer to a request that it doesn't grant."""


class ValidationException(Refusal):
    """AWS's answer to a request that can't be right."""

    code = "ValidationException"
