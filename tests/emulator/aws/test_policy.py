"""The evaluator reads a policy document as AWS does."""

import pytest

from emulator.aws.policy import Decision, Request, UnknownPolicyElement, decide

BUCKET = "arn:aws:s3:::bucket"
ALLOW, DENY, SILENT = Decision.ALLOWED, Decision.DENIED, Decision.SILENT


def policy(*statements: dict[str, object]) -> dict[str, object]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(**elements: object) -> dict[str, object]:
    return {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"{BUCKET}/*"} | elements


def test_nothing_is_allowed_by_default() -> None:
    """A document that doesn't mention the request is silent."""
    assert decide([policy(allow())], Request("s3:PutObject", f"{BUCKET}/a")) is SILENT
    assert decide([policy(allow())], Request("s3:GetObject", BUCKET)) is SILENT
    assert decide([], Request("s3:GetObject", BUCKET)) is SILENT


def test_a_denial_wins() -> None:
    """One deny beats any allow, in whatever document and order."""
    deny = allow(Effect="Deny", Resource="*")
    assert decide([policy(deny), policy(allow())], Request("s3:GetObject", f"{BUCKET}/a")) is DENY


@pytest.mark.parametrize(
    ("action", "resource", "decision"),
    [
        ("s3:getobject", f"{BUCKET}/a", ALLOW),  # actions ignore case
        ("s3:GetObject", f"{BUCKET.upper()}/a", SILENT),  # resources don't
        ("s3:GetObject", f"{BUCKET}/a/b/c", ALLOW),  # a star crosses slashes
        ("s3:GetObjectAcl", f"{BUCKET}/a", SILENT),  # no star, no prefix
    ],
)
def test_names_match_as_in_iam(action: str, resource: str, decision: Decision) -> None:
    """Actions and resources match whole, with `*` for any characters."""
    assert decide([policy(allow())], Request(action, resource)) is decision


def test_a_question_mark_is_one_character() -> None:
    """`?` stands for exactly one character, a dot for itself."""
    statement = policy(allow(Resource=f"{BUCKET}/?.x"))
    assert decide([statement], Request("s3:GetObject", f"{BUCKET}/a.x")) is ALLOW
    assert decide([statement], Request("s3:GetObject", f"{BUCKET}/ab.x")) is SILENT
    assert decide([statement], Request("s3:GetObject", f"{BUCKET}/a-x")) is SILENT


def test_the_inverted_elements_exclude() -> None:
    """NotAction and NotResource match everything that isn't named."""
    not_action: dict[str, object] = {"Effect": "Allow", "NotAction": "s3:Delete*", "Resource": "*"}
    assert decide([policy(not_action)], Request("s3:GetObject", BUCKET)) is ALLOW
    assert decide([policy(not_action)], Request("s3:DeleteObject", BUCKET)) is SILENT
    not_resource: dict[str, object] = {
        "Effect": "Deny",
        "Action": "*",
        "NotResource": f"{BUCKET}/*",
    }
    assert decide([policy(not_resource)], Request("s3:GetObject", f"{BUCKET}/a")) is SILENT
    assert decide([policy(not_resource)], Request("s3:GetObject", BUCKET)) is DENY


@pytest.mark.parametrize(
    ("principal", "decision"),
    [
        ("*", ALLOW),
        ({"AWS": "*"}, ALLOW),
        ({"Service": "s3.amazonaws.com"}, ALLOW),
        ({"Service": ["a.amazonaws.com", "s3.amazonaws.com"]}, ALLOW),
        ({"Service": "sns.amazonaws.com"}, SILENT),
    ],
)
def test_a_resource_policy_names_its_principal(principal: object, decision: Decision) -> None:
    """Only the principals that a resource policy names are meant."""
    asked = Request("s3:GetObject", f"{BUCKET}/a", "s3.amazonaws.com")
    assert decide([policy(allow(Principal=principal))], asked) is decision


@pytest.mark.parametrize(
    ("operator", "value", "actual", "decision"),
    [
        ("StringEquals", "a", "a", ALLOW),
        ("StringEquals", "a*", "ab", SILENT),
        ("StringLike", "a*", "ab", ALLOW),
        ("StringNotEquals", "a", "b", ALLOW),
        ("StringNotEquals", "a", None, ALLOW),
        ("StringEquals", "a", None, SILENT),
        ("StringEqualsIfExists", "a", None, ALLOW),
        ("ArnLike", "arn:aws:cur:*:definition/*", "arn:aws:cur:us-east-1:1:definition/x", ALLOW),
        ("ArnEquals", BUCKET, BUCKET, ALLOW),
        ("ArnEquals", BUCKET, f"{BUCKET}2", SILENT),
        ("Bool", "false", "true", SILENT),
        ("Bool", "TRUE", "true", ALLOW),
        ("NumericLessThan", "1.2", "1.1", ALLOW),
        ("NumericLessThan", "1.2", "1.3", SILENT),
        ("Null", "true", None, ALLOW),
        ("Null", "true", "a", SILENT),
    ],
)  # fmt: skip
def test_conditions_hold_or_not(
    operator: str, value: str, actual: str | None, decision: Decision
) -> None:
    """A statement applies when its condition holds; keys ignore case."""
    context = {} if actual is None else {"aws:Key": actual}
    asked = Request("s3:GetObject", f"{BUCKET}/a", context=context)
    assert decide([policy(allow(Condition={operator: {"AWS:key": value}}))], asked) is decision


def test_every_condition_must_hold() -> None:
    """Several keys are all asked; several values of one key are alternatives."""
    condition = {"StringEquals": {"k": ["a", "b"]}, "Bool": {"t": "true"}}
    statement = policy(allow(Condition=condition))
    both = Request("s3:GetObject", f"{BUCKET}/a", context={"k": "b", "t": "true"})
    one = Request("s3:GetObject", f"{BUCKET}/a", context={"k": "b", "t": "false"})
    assert (decide([statement], both), decide([statement], one)) == (ALLOW, SILENT)


@pytest.mark.parametrize(
    "statement",
    [
        allow(NotPrincipal="*"),
        allow(Resource="arn:aws:s3:::${aws:username}"),
        allow(Condition={"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}),
    ],
)
def test_what_is_not_understood_is_refused(statement: dict[str, object]) -> None:
    """An element that the evaluator doesn't know is an error, never a guess."""
    asked = Request("s3:GetObject", f"{BUCKET}/a", context={"aws:SourceIp": "10.0.0.1"})
    with pytest.raises(UnknownPolicyElement):
        decide([policy(statement)], asked)
