"""A bucket's notifications: refused when they can't work, returned whole, delivered as allowed.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
moto: accepts a queue that doesn't exist, forgets EventBridge in its answer, delivers whatever the
queue's policy says. Topics and functions are not looked at here.
"""

import logging
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from moto.s3 import notifications
from moto.s3.exceptions import S3ClientError
from moto.s3.models import FakeBucket, s3_backends
from moto.s3.responses import S3Response
from moto.utilities.arns import parse_arn

from emulator.aws.answers import amended
from emulator.aws.patching import Patch
from emulator.aws.queue_senders import may_send

log = logging.getLogger(__name__)
patch = Patch()
_moto_sets = FakeBucket.set_notification_configuration
_moto_gets = S3Response.get_bucket_notification
_moto_sends = notifications._send_sqs_message
KINDS = ("TopicConfiguration", "QueueConfiguration", "CloudFunctionConfiguration")


@patch.replaces(FakeBucket, "set_notification_configuration")
def _set_notification_configuration(bucket: Any, config: Mapping[str, Any] | None) -> None:
    rules = [rule for kind in KINDS for rule in (config or {}).get(kind, [])]
    if any(_overlap(one, other) for one, other in combinations(rules, 2)):
        raise S3ClientError(
            "InvalidArgument",
            "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules "
            "if the prefixes are overlapping for the same event type.",
        )
    for rule in (config or {}).get("QueueConfiguration", []):
        place = parse_arn(rule["Queue"])
        if place.region == bucket.region_name and not _may_send(bucket, rule["Queue"]):
            raise S3ClientError(
                "InvalidArgument",
                "Unable to validate the following destination configurations: "
                f"{rule['Queue']} does not exist, is a FIFO queue, or its policy does not let "
                f"s3.amazonaws.com send messages for {bucket.arn}",
            )
    _moto_sets(bucket, config)


@patch.replaces(S3Response, "get_bucket_notification")
def _get_bucket_notification(response: Any) -> Any:
    configuration = response.backend.get_bucket_notification_configuration(response.bucket_name)

    def add_event_bridge(answer: dict[str, Any]) -> None:
        if configuration.event_bridge is not None:
            answer["EventBridgeConfiguration"] = {}

    return amended(response, _moto_gets, add_event_bridge)


@patch.replaces(notifications, "_send_sqs_message")
def _send_sqs_message(account_id: str, body: Any, queue_name: str, region_name: str) -> None:
    bucket_name = body["Bucket"] if "Bucket" in body else body["Records"][0]["s3"]["bucket"]["name"]
    bucket = s3_backends[account_id]["aws"].buckets[bucket_name]
    arn = f"arn:aws:sqs:{region_name}:{account_id}:{queue_name}"
    if _may_send(bucket, arn):
        _moto_sends(account_id, body, queue_name, region_name)
    else:
        log.warning("the policy of %s doesn't let %s send events", arn, bucket.arn)


def _may_send(bucket: Any, queue_arn: str) -> bool:
    told = {"aws:SourceArn": bucket.arn, "aws:SourceAccount": bucket.account_id}
    return may_send(queue_arn, "s3.amazonaws.com", told)


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return (
        any(_same_event(a, b) for a in one["Event"] for b in other["Event"])
        and _nested(_affix(one, "prefix"), _affix(other, "prefix"))
        and _nested(_affix(one, "suffix")[::-1], _affix(other, "suffix")[::-1])
    )


def _same_event(one: str, other: str) -> bool:
    return one.split(":")[:2] == other.split(":")[:2] and (
        one == other or one.endswith(":*") or other.endswith(":*")
    )


def _nested(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _affix(rule: Mapping[str, Any], name: str) -> str:
    rules: Sequence[Mapping[str, str]] = (rule.get("Filter") or {"S3Key": {"FilterRule": []}})[
        "S3Key"
    ]["FilterRule"]
    return next((found["Value"] for found in rules if found["Name"].lower() == name), "")
