"""The constraints that AWS publishes with its API: allowed values, patterns, lengths.

Taken from botocore's service model, so nothing is written down twice. AWS checks them on its side;
the provider checks few of them, and moto checks none.
"""

import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from emulator.aws.errors import ValidationException


def check(shape: Shape | None, value: object, path: str = "") -> None:
    """Raise ValidationException, worded as AWS words it, when `value` breaks a constraint."""
    problems = list(_problems(shape, value, path)) if shape else []
    if problems:
        plural = "s" if len(problems) > 1 else ""
        raise ValidationException(
            f"{len(problems)} validation error{plural} detected: " + "; ".join(problems)
        )


def _problems(shape: Shape, value: Any, path: str) -> Iterator[str]:
    if isinstance(shape, StructureShape):
        for name in shape.required_members:
            if value.get(name) is None:
                yield _problem(None, _at(path, name), "not be null")
        for name, member in shape.members.items():
            if value.get(name) is not None:
                yield from _problems(member, value[name], _at(path, name))
    elif isinstance(shape, ListShape):
        for number, item in enumerate(value, 1):
            yield from _problems(shape.member, item, f"{path}.{number}.member")
    elif isinstance(shape, MapShape):
        for key, item in value.items():
            yield from _problems(shape.value, item, _at(path, key))
    elif shape.type_name == "string":
        for constraint in _broken(shape.metadata, value):
            yield _problem(value, path, constraint)


def _problem(value: str | None, path: str, constraint: str) -> str:
    shown = "null" if value is None else f"'{textwrap.shorten(value, 100)}'"
    return f"Value {shown} at '{path}' failed to satisfy constraint: Member must {constraint}"


def _broken(metadata: Mapping[str, Any], value: str) -> Iterator[str]:
    if "enum" in metadata and value not in metadata["enum"]:
        yield f"satisfy enum value set: [{', '.join(metadata['enum'])}]"
    pattern = metadata.get("pattern", "")
    # Classes of Unicode, in patterns of tags, are Java's and not Python's.
    if pattern and "\\p{" not in pattern and not re.fullmatch(pattern, value):
        yield f"satisfy regular expression pattern: {pattern}"
    if len(value) > metadata.get("max", len(value)):
        yield f"have length less than or equal to {metadata['max']}"
    if len(value) < metadata.get("min", 0):
        yield f"have length greater than or equal to {metadata['min']}"


def _at(path: str, name: str) -> str:
    member = name[0].lower() + name[1:]
    return f"{path}.{member}" if path else member
