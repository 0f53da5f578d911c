"""Checks a request against the service model, as Athena's front end does before anything else.

botocore checks only some constraints on the client (a query string's maximum length, for one, it does
not), and other SDKs check none. Wordings: https://github.com/aoyagikouhei/athena-local (errors.md).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from botocore.model import Shape, StructureShape

from athena.endpoint.errors import InvalidRequest

UNLIMITED = {"MaxQueryResults"}  # its maximum is checked later, and worded differently


def check(shape: StructureShape | None, request: Mapping[str, Any]) -> None:
    """Raises InvalidRequest that lists every violated constraint of an operation's input."""
    if shape is None:
        return
    problems = list(_problems(shape, request))
    if problems:
        errors = (
            "1 validation error" if len(problems) == 1 else f"{len(problems)} validation errors"
        )
        raise InvalidRequest(f"{errors} detected: {'; '.join(problems)}")


def _problems(shape: StructureShape, request: Mapping[str, Any]) -> Iterator[str]:
    for name, member in sorted(shape.members.items()):
        place = name[0].lower() + name[1:]
        value = request.get(name)
        if value is None:
            if name in shape.required_members:
                yield _failed(place, "Member must not be null", "Value null")
        elif member.type_name in ("integer", "long"):
            yield from _bounds(place, value, member, "value")
        elif member.type_name in ("string", "list"):
            yield from _bounds(place, len(value), member, "length")


def _bounds(place: str, size: int, shape: Shape, what: str) -> Iterator[str]:
    lowest, highest = shape.metadata.get("min"), shape.metadata.get("max")
    if lowest is not None and size < lowest:
        yield _failed(place, f"Member must have {what} greater than or equal to {lowest}")
    if highest is not None and size > highest and shape.name not in UNLIMITED:
        yield _failed(place, f"Member must have {what} less than or equal to {highest}")


def _failed(place: str, constraint: str, value: str = "Value") -> str:
    return f"{value} at '{place}' failed to satisfy constraint: {constraint}"
