"""What every section of the settings is made of."""

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from modules.settings.problems import refuse


class Settings(BaseModel):
    """A section: unknown keys are errors, values don't change."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


@dataclass(frozen=True, slots=True)
class Allowing(AfterValidator):
    """A check that can say what it accepts: in its refusal, and in docs/settings.md."""

    allowed: str


def matching(pattern: str, allowed: str, fix: str) -> Allowing:
    """Accept strings that match `pattern` from end to end; digits and letters are ASCII's."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value, re.ASCII):
            raise refuse(allowed, fix)
        return value

    return Allowing(check, allowed)


def between(lowest: int, highest: int, unit: str) -> Allowing:
    """Accept whole numbers in AWS's range."""
    allowed = f"{lowest} to {highest} {unit}"

    def check(value: int) -> int:
        if not lowest <= value <= highest:
            raise refuse(allowed, "choose a number in that range")
        return value

    return Allowing(check, allowed)


# A leading slash makes AWS create an unnamed folder; `=` and `*` would mislead partitions and rules.
Prefix = Annotated[
    str,
    matching(
        r"[0-9A-Za-z!\-_.']+(/[0-9A-Za-z!\-_.']+)*",
        "folder names joined by single slashes, none at either end, e.g. 'cur2'",
        "remove leading, trailing and doubled slashes and other characters",
    ),
]


def naming(table: str) -> AfterValidator:
    """Accept prefixes whose last folder has the table's name: by that name a crawler finds it."""

    def check(prefix: str) -> str:
        if prefix.rsplit("/", 1)[-1] != table:
            raise refuse(
                f"a prefix whose last folder is {table!r}: the crawler takes the table's name from it",
                f"use {table!r} or '<folder>/{table}'",
            )
        return prefix

    return AfterValidator(check)


# Policies name the key, and IAM compares ARNs of keys, never of aliases.
KmsKey = Annotated[
    str,
    matching(
        r"arn:aws:kms:[a-z0-9\-]+:\d{12}:key/[0-9A-Za-z\-]+",
        "the ARN of a KMS key, not of an alias: 'arn:aws:kms:eu-west-1:123456789012:key/…'",
        "copy `KeyMetadata.Arn` from `aws kms describe-key`",
    ),
]


AccountId = Annotated[
    str, matching(r"\d{12}", "12 digits, as a string", "copy it from `aws sts get-caller-identity`")
]
