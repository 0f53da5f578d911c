"""What Glue refuses when a crawler is created or updated.

Event mode: one target, with a queue that exists and that the role can reach, and no sampling.
https://docs.aws.amazon.com/glue/latest/dg/crawler-s3-event-notifications.html and
aws/aws-cdk#17763, #33907 for the messages. moto accepts every crawler; so does the provider's own
validation.
"""

from collections.abc import Mapping
from typing import Any

from moto.glue.exceptions import InvalidInputException
from moto.s3.models import s3_backends
from moto.sqs.models import sqs_backends
from moto.utilities.arns import parse_arn

from emulator.aws.roles import Role

# https://docs.aws.amazon.com/glue/latest/dg/crawler-s3-event-notifications.html, without the two
# (SetQueueAttributes, PurgeQueue) that a crawl of ours never uses.
QUEUE_ACTIONS = (
    "sqs:DeleteMessage",
    "sqs:GetQueueUrl",
    "sqs:ListDeadLetterSourceQueues",
    "sqs:ReceiveMessage",
    "sqs:GetQueueAttributes",
    "sqs:ListQueueTags",
)


def check_crawler(account_id: str, definition: Mapping[str, Any]) -> None:
    """Raise InvalidInputException for a definition (API names) that Glue would refuse."""
    role = Role(account_id, definition["Role"])
    if not role.assumable_by("glue.amazonaws.com", {}):
        raise _refused(
            f"Service is unable to assume provided role {definition['Role']}. Please verify "
            "role's TrustPolicy"
        )
    targets = definition["Targets"]
    paths = targets.get("S3Targets", [])
    for path in paths:
        bucket = path["Path"].removeprefix("s3://").partition("/")[0]
        if bucket not in s3_backends[account_id]["aws"].buckets:
            raise _refused(f"S3 bucket {bucket} does not exist")
    behavior = (definition.get("RecrawlPolicy") or {}).get("RecrawlBehavior")
    if behavior == "CRAWL_EVENT_MODE":
        _check_event_mode(role, [target for kind in targets.values() for target in kind])
    elif behavior == "CRAWL_NEW_FOLDERS_ONLY":
        _check_new_folders_only(definition.get("SchemaChangePolicy") or {})


def _check_event_mode(role: Role, targets: list[Mapping[str, Any]]) -> None:
    if len(targets) != 1:
        raise _refused("Only one target is supported when event crawler is selected.")
    target = targets[0]
    if not target.get("EventQueueArn"):
        raise _refused("Event queue ARN is required when event crawler is selected.")
    if target.get("SampleSize"):
        raise _refused("Sampling is not supported when event crawler is selected.")
    for key in ("EventQueueArn", "DlqEventQueueArn"):
        if target.get(key) and not _reaches(role, target[key]):
            raise _refused(
                f"SQS queue {target[key]} does not exist or the role provided does not have "
                "access to it"
            )


def _check_new_folders_only(policy: Mapping[str, str]) -> None:
    # https://docs.aws.amazon.com/glue/latest/dg/incremental-crawls.html
    if {policy.get("UpdateBehavior"), policy.get("DeleteBehavior")} != {"LOG"}:
        raise _refused(
            'The SchemaChangePolicy for "Crawl new folders only" Amazon S3 target can have only '
            "LOG DeleteBehavior value and LOG UpdateBehavior value."
        )


def _reaches(role: Role, queue_arn: str) -> bool:
    place = parse_arn(queue_arn)
    queues = sqs_backends[place.account][place.region].queues
    return place.resource_id in queues and all(role.may(a, queue_arn) for a in QUEUE_ACTIONS)


def _refused(message: str) -> InvalidInputException:
    return InvalidInputException("CreateCrawler", message)
