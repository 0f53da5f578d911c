"""An event that reaches no target goes to the target's dead-letter queue, if it has one.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
The letter is the event as it came, its attributes say which rule, which target, and why. AWS tries
again for what may pass (throttling) as the retry policy says; here nothing of that kind is played,
so a letter dies at the first attempt. A queue whose policy doesn't let the rule send loses it.
"""

import json
import logging
from collections.abc import Mapping
from typing import Any

from moto.sqs.models import sqs_backends
from moto.utilities.arns import parse_arn

from emulator.aws.events_input import Event, with_readable_time
from emulator.aws.queue_senders import may_send
from emulator.aws.roles import AccessDenied

log = logging.getLogger(__name__)


def bury(rule: Any, target: Mapping[str, Any], event: Event, error: Exception) -> None:
    """Put the event into the dead-letter queue of a target that couldn't be invoked."""
    queue: str | None = (target.get("DeadLetterConfig") or {}).get("Arn")
    if queue is None:
        return
    # Its documentation knows no other condition key here.
    if not may_send(queue, "events.amazonaws.com", {"aws:SourceArn": rule.arn}):
        log.warning("the policy of %s doesn't let %s send events", queue, rule.arn)
        return
    place = parse_arn(queue)
    told = {
        "RULE_ARN": rule.arn,
        "TARGET_ARN": target["Arn"],
        "ERROR_CODE": _code(error),
        "ERROR_MESSAGE": str(error),
        "RETRY_ATTEMPTS": "0",
    }
    sqs_backends[place.account][place.region].send_message(
        place.resource_id,
        json.dumps(with_readable_time(event)),
        {name: {"DataType": "String", "StringValue": text} for name, text in told.items()},
    )


def _code(error: Exception) -> str:
    return "NO_PERMISSIONS" if isinstance(error, AccessDenied) else type(error).__name__.upper()
