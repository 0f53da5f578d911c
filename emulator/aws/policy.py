"""What a policy document says about one request.

Deployed policies are judged as written, so a missing permission fails on the laptop as it would on
AWS. Evaluation logic:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html Absent:
NotPrincipal, policy variables and organization policies; no document here has them, and one that
does is refused rather than misread.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Any

Document = Mapping[str, Any]


class Decision(Enum):
    """What a document answers; an implicit deny is `SILENT`."""

    ALLOWED = "allowed"
    DENIED = "explicitly denied"
    SILENT = "not allowed"


@dataclass(frozen=True)
class Request:
    """Who wants to do what to which resource.

    `principal` is a service name (`s3.amazonaws.com`) or an ARN; None for identity policies.
    `context` holds the condition keys that the request carries, e.g. `aws:SourceArn`.
    """

    action: str
    resource: str
    principal: str | None = None
    context: Mapping[str, str] = field(default_factory=dict)


class UnknownPolicyElement(ValueError):
    """The document says something that this evaluator doesn't know."""


def read(document: str | bytes | Document) -> Document:
    """A policy document from its JSON."""
    if isinstance(document, str | bytes):
        parsed: Document = json.loads(document)
        return parsed
    return document


def decide(documents: Iterable[Document], request: Request) -> Decision:
    """The documents' common answer: an explicit deny wins over any allow."""
    effects = {
        statement["Effect"]
        for document in documents
        for statement in _as_list(document["Statement"])
        if _applies(statement, request)
    }
    if "Deny" in effects:
        return Decision.DENIED
    return Decision.ALLOWED if "Allow" in effects else Decision.SILENT


def _applies(statement: Mapping[str, Any], request: Request) -> bool:
    if "NotPrincipal" in statement:
        raise UnknownPolicyElement("NotPrincipal")
    return (
        _principal_matches(statement.get("Principal"), request.principal)
        and _named(statement, "Action", request.action, ignore_case=True)
        and _named(statement, "Resource", request.resource)
        and all(
            _condition_holds(operator, key, _as_list(values), request.context)
            for operator, keys in statement.get("Condition", {}).items()
            for key, values in keys.items()
        )
    )


def _principal_matches(principal: object, asker: str | None) -> bool:
    if principal is None or asker is None:
        return principal is None
    if isinstance(principal, Mapping):
        named = [value for values in principal.values() for value in _as_list(values)]
        return asker in named or ("*" in named and "AWS" in principal)
    return principal == "*"


def _named(
    statement: Mapping[str, Any], element: str, value: str, *, ignore_case: bool = False
) -> bool:
    if f"Not{element}" in statement:
        patterns = _as_list(statement[f"Not{element}"])
        return not any(_like(pattern, value, ignore_case) for pattern in patterns)
    if element not in statement:  # a trust policy names no resource
        return element == "Resource"
    return any(_like(pattern, value, ignore_case) for pattern in _as_list(statement[element]))


def _condition_holds(
    operator: str, key: str, expected: Sequence[str], context: Mapping[str, str]
) -> bool:
    # Condition keys are case-insensitive; the values of StringEquals and StringLike aren't.
    actual = next((value for name, value in context.items() if name.lower() == key.lower()), None)
    if operator == "Null":
        return str(actual is None).lower() in (str(value).lower() for value in expected)
    base = operator.removesuffix("IfExists")
    if actual is None:
        return operator != base or base.startswith(("StringNot", "ArnNot"))
    return _compare(base, actual, [str(value) for value in expected])


def _compare(operator: str, actual: str, expected: Sequence[str]) -> bool:
    if operator in ("StringNotEquals", "StringNotLike", "ArnNotEquals", "ArnNotLike"):
        return not _compare(operator.replace("Not", ""), actual, expected)
    match operator:
        case "StringEquals":
            return actual in expected
        case "StringLike" | "ArnLike" | "ArnEquals":
            return any(_like(pattern, actual, False) for pattern in expected)
        case "Bool":
            return actual.lower() in (value.lower() for value in expected)
        case "NumericLessThan":
            return any(float(actual) < float(value) for value in expected)
        case _:
            raise UnknownPolicyElement(f"condition operator {operator}")


def _like(pattern: str, value: str, ignore_case: bool) -> bool:
    if "${" in pattern:
        raise UnknownPolicyElement(f"policy variable in {pattern}")
    return _wildcard(pattern, ignore_case).fullmatch(value) is not None


@cache
def _wildcard(pattern: str, ignore_case: bool) -> re.Pattern[str]:
    parts = (".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern)
    return re.compile("".join(parts), re.DOTALL | (re.IGNORECASE if ignore_case else 0))


def _as_list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else [value]
