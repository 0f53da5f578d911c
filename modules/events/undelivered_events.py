"""Events that reached no target: EventBridge puts them here when it gives up.

By default it tries for a day, 185 times at most, and not at all again when the target is gone, may
not be started or can't take what the rule hands over. Then the event is lost, unless the target has
such a queue. One for all rules of a pipeline: a letter names its rule, its target and the error.
`python -m costs redrive` shows them and starts what they were for.
"""

from collections.abc import Sequence

from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from constructs import Construct

from modules import iam
from modules.naming import Names

LONGEST_RETENTION = 14 * 86_400  # seconds


class UndeliveredEvents(Construct):
    """The dead-letter queue of the targets of these rules, by name."""

    queue: SqsQueue

    def __init__(self, scope: Construct, id_: str, *, rules: Sequence[str], names: Names) -> None:
        super().__init__(scope, id_)
        arn = names.arn("sqs", names.undelivered_events)
        may_send = [names.arn("events", f"rule/{rule}") for rule in rules]
        self.queue = SqsQueue(
            self,
            "queue",
            name=names.undelivered_events,
            sqs_managed_sse_enabled=True,
            message_retention_seconds=LONGEST_RETENTION,
            policy=iam.render(iam.undelivered_events_access(arn, may_send)),
        )
