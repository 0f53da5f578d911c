"""How a policy document is written."""

import json
from collections.abc import Mapping, Sequence
from typing import Literal

Policy = dict[str, object]
Statement = dict[str, object]
Conditions = Mapping[str, Mapping[str, str | Sequence[str]]]


def render(policy: Policy) -> str:
    """Compact JSON: the provider keeps some policies as written and would plan spaces as a change."""
    return json.dumps(policy, separators=(",", ":"))


def document(*statements: Statement) -> Policy:
    """A policy of these statements."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def statement(
    sid: str,
    actions: str | Sequence[str],
    resources: str | Sequence[str],
    *,
    effect: Literal["Allow", "Deny"] = "Allow",
    principal: str | Mapping[str, str] | None = None,
    conditions: Conditions | None = None,
) -> Statement:
    """One statement; `principal` only in resource policies."""
    written: Statement = {"Sid": sid, "Effect": effect}
    if principal is not None:
        written["Principal"] = principal
    written["Action"] = actions if isinstance(actions, str) else list(actions)
    written["Resource"] = resources if isinstance(resources, str) else list(resources)
    if conditions:
        written["Condition"] = conditions
    return written


def refuse_plain_http(actions: str, resources: str | Sequence[str]) -> Statement:
    """In the policy of a resource: nobody comes without TLS."""
    return statement(
        "DenyPlainHttp",
        actions,
        resources,
        effect="Deny",
        principal="*",
        conditions={"Bool": {"aws:SecureTransport": "false"}},
    )


def trust(service: str, conditions: Conditions | None = None) -> Policy:
    """Who may assume a role: one AWS service."""
    written: Statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sts:AssumeRole",
    }
    if conditions:
        written["Condition"] = conditions
    return document(written)


def assumed_by(principals: Sequence[str], external_id: str | None) -> Statement:
    """Who may assume a role: roles and users, that have to say the external id if there is one."""
    written: Statement = {
        "Effect": "Allow",
        "Principal": {"AWS": list(principals)},
        "Action": "sts:AssumeRole",
    }
    if external_id:
        written["Condition"] = {"StringEquals": {"sts:ExternalId": external_id}}
    return written


def from_account(account_id: str) -> Conditions:
    """Only on behalf of this account."""
    return {"StringEquals": {"aws:SourceAccount": account_id}}


def on_behalf_of(account_id: str, source_arn: str) -> Conditions:
    """Only on behalf of one resource, or of a family (`…:export/*`), of this account."""
    operator = "ArnLike" if "*" in source_arn else "ArnEquals"
    return {**from_account(account_id), operator: {"aws:SourceArn": source_arn}}
