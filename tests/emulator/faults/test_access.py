"""Who is outside the account gets nothing: each deployed policy of a resource, evaluated."""

import json
import re
from collections.abc import Iterator

import pytest

from emulator.aws.policy import Decision, Request, decide
from tests.conftest import Json, Stack
from tests.faults import Survived

STRANGER = "arn:aws:iam::999999999999:root"
SERVICES = (
    "s3.amazonaws.com",
    "events.amazonaws.com",
    "bcm-data-exports.amazonaws.com",
    "billingreports.amazonaws.com",
)
FOREIGN = {
    "aws:SourceAccount": "999999999999",
    "aws:SourceArn": "arn:aws:s3:::somebody-elses-bucket",
    "aws:SecureTransport": "true",
    "s3:TlsVersion": "1.3",
}
# A role's trust knows its service by name alone. On a topic's key EventBridge meets no condition, and
# fails in silence; who publishes at all is the topic's own policy.
# https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
OTHERWISE_GUARDED = ("sts:AssumeRole", "kms:Decrypt", "kms:GenerateDataKey*")
# AWS takes no condition for it: a rule of any account may write a message to the topic of alarms.
# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html, docs/adr/0017
LET_IN = {("sns:Publish", "events.amazonaws.com")}
REFERENCE = re.compile(r"\$\{[^}]+\}")  # to another resource of the stack
ATTRIBUTES = ("policy", "assume_role_policy", "access_policy")


def policies(stack: Stack) -> Iterator[tuple[str, Json]]:
    """Those that say who may: of buckets, queues, topics, keys and roles."""
    for kind, found in stack.json["resource"].items():
        for name, arguments in found.items():
            for document in (arguments.get(attribute) for attribute in ATTRIBUTES):
                if isinstance(document, str) and '"Principal"' in document:
                    yield f"{kind}.{name}", json.loads(REFERENCE.sub("arn:aws:x:::ours", document))


def as_list(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


@pytest.mark.fault("somebody outside of the account asks", "every action that any policy speaks of")
def test_nobody_outside_the_account_is_let_in(example: Stack, survived: Survived) -> None:
    """Refused, also when a service asks in another account's name."""
    asked, let_in = 0, set()
    for address, policy in policies(example):
        for statement in policy["Statement"]:
            for action in as_list(statement["Action"]):
                for resource in as_list(statement.get("Resource", "*")):
                    principals = (STRANGER,) if action in OTHERWISE_GUARDED else SERVICES
                    for principal in {STRANGER, *principals}:
                        request = Request(action, resource, principal, FOREIGN)
                        found = decide([policy], request)
                        if found is Decision.ALLOWED and (action, principal) in LET_IN:
                            let_in.add((action, principal))
                            continue
                        survived.wrong += found is Decision.ALLOWED
                        assert found is not Decision.ALLOWED, (address, request)
                        asked += 1
    assert asked > 50
    assert let_in == LET_IN
