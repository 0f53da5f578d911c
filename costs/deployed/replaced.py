"""What the apply takes away from what it takes over: a plan shows it as an update among many.

The policy and the notifications of a bucket are each one document, which Terraform writes whole.
"""

import json
from collections.abc import Iterator
from typing import Any

from costs.deployed.account import Account
from costs.deployed.existing import Synthesized
from costs.deployed.settings_there import bucket_tags, members_enrolled
from modules.naming import Names

OWNER_TAG = "aws:cloudformation:stack-name"


def replaced(account: Account, resource: Synthesized, names: Names) -> Iterator[str]:
    """In words, for one resource that is imported."""
    bucket = str(resource.arguments.get("bucket"))
    if resource.type == "aws_s3_bucket_policy":
        yield from _statements(account, bucket, resource.arguments["policy"])
    elif resource.type == "aws_s3_bucket_notification":
        yield from _notified(account, bucket, names)
    elif resource.type == "aws_costoptimizationhub_enrollment_status":
        if members_enrolled(account) and not resource.arguments.get("include_member_accounts"):
            yield (
                "Cost Optimization Hub: member accounts are enrolled, and the apply enrols this one "
                "alone; set enrollment of exports.cost_optimization to 'organization'"
            )
    elif resource.type == "aws_s3_bucket":
        if (region := account.bucket_region(bucket)) != names.region:
            yield f"bucket {bucket} is in {region}, the environment in {names.region}"
        if owner := bucket_tags(account, bucket).get(OWNER_TAG):
            yield (
                f"bucket {bucket} belongs to the CloudFormation stack {owner}: retain its resources "
                "there (DeletionPolicy) and delete that stack, or two owners undo each other's changes"
            )


def _statements(account: Account, bucket: str, ours: str) -> Iterator[str]:
    answer = account.ask("s3", "get_bucket_policy", Bucket=bucket) or {"Policy": "{}"}
    gone = [name for name in _names(answer["Policy"]) if name not in _names(ours)]
    if gone:
        yield f"bucket {bucket}: the apply replaces its policy; gone are {', '.join(gone)}"
    if payers := sorted(_payers(answer["Policy"]) - _payers(ours)):
        yield (
            f"bucket {bucket}: deliveries of {', '.join(payers)} end with its policy; name them in "
            "payers (docs/hub.md)"
        )


def _names(policy: str) -> list[str]:
    return [one.get("Sid") or "a statement without a Sid" for one in _listed(policy)]


def _payers(policy: str) -> set[str]:
    """Accounts on whose behalf a service may do something."""
    conditions = [one.get("Condition", {}) for one in _listed(policy)]
    found = [
        value
        for condition in conditions
        for keys in condition.values()
        for key, value in keys.items()
        if key.lower() == "aws:sourceaccount"
    ]
    return {one for value in found for one in ([value] if isinstance(value, str) else value)}


def _listed(policy: str) -> list[dict[str, Any]]:
    statements = json.loads(policy).get("Statement", [])
    return statements if isinstance(statements, list) else [statements]


def _notified(account: Account, bucket: str, names: Names) -> Iterator[str]:
    answer = account.ask("s3", "get_bucket_notification_configuration", Bucket=bucket) or {}
    arns = {
        arn
        for kind, key in (
            ("QueueConfigurations", "QueueArn"),
            ("TopicConfigurations", "TopicArn"),
            ("LambdaFunctionConfigurations", "LambdaFunctionArn"),
        )
        for arn in _arns(answer.get(kind, []), key)
    }
    own = names.arn("sqs", f"{names.prefix}-")
    if others := sorted(arn for arn in arns if not arn.startswith(own)):
        told = f"no longer told: {', '.join(others)}"
        yield f"bucket {bucket}: the apply replaces its notifications; {told}"


def _arns(configurations: list[Any], key: str) -> list[str]:
    return [configuration[key] for configuration in configurations]
