"""A queue's attributes stay as they were set.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
moto: setting any attribute wipes the policy, RedriveAllowPolicy is dropped (Terraform waits for it
for ten minutes), and policies come back as JSON with spaces, which Terraform plans as a change.
"""

import json
from collections.abc import Mapping
from typing import Any

from moto.sqs.exceptions import SQSException
from moto.sqs.models import Queue, sqs_backends
from moto.utilities.arns import parse_arn

from emulator.aws.patching import Patch

patch = Patch()
_moto_sets = Queue._set_attributes
_moto_reads = Queue.attributes.fget
ALLOW = "RedriveAllowPolicy"

patch.sets(Queue, "BASE_ATTRIBUTES", [*Queue.BASE_ATTRIBUTES, ALLOW])
patch.sets(Queue, "redrive_allow_policy", None)


@patch.replaces(Queue, "_set_attributes")
def _set_attributes(queue: Any, attributes: Mapping[str, Any], now: float | None = None) -> None:
    policy = attributes.get("Policy", getattr(queue, "policy", None))
    if attributes.get("RedrivePolicy"):
        _check_dead_letter_queue(queue, attributes["RedrivePolicy"])
    _moto_sets(queue, attributes, now)
    queue.policy = policy or None


@property  # type: ignore[misc]
def _attributes(queue: Any) -> dict[str, Any]:
    result: dict[str, Any] = _moto_reads(queue)
    for name in ("Policy", "RedrivePolicy", ALLOW):
        if result.get(name):
            result[name] = json.dumps(json.loads(result[name]), separators=(",", ":"))
        else:
            result.pop(name, None)
    return result


patch.sets(Queue, "attributes", _attributes)


def _check_dead_letter_queue(queue: Any, redrive: str | Mapping[str, Any]) -> None:
    policy = json.loads(redrive) if isinstance(redrive, str) else redrive
    if not policy.get("deadLetterTargetArn"):
        return
    place = parse_arn(policy["deadLetterTargetArn"])
    target = sqs_backends[place.account][place.region].queues.get(place.resource_id)
    allow = json.loads(getattr(target, "redrive_allow_policy", None) or "{}")
    permission = allow.get("redrivePermission", "allowAll")
    sources = allow.get("sourceQueueArns", [])
    if permission == "denyAll" or (permission == "byQueue" and queue.queue_arn not in sources):
        raise SQSException(
            "InvalidParameterValue",
            f"The redrive allow policy of {place.resource_id} doesn't accept {queue.queue_arn}",
        )
