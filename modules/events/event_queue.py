"""The work list of one export's crawler: a queue that S3 fills, and its dead-letter queue.

An event-mode crawler deletes what it has read, so each has a queue of its own. Its visibility timeout
must exceed the longest crawl, else messages reach the dead-letter queue although nothing failed. S3
accepts standard queues in its own region only. Policies are written inline: as separate resources each
would cost a wait of 25 seconds at every apply.
"""

import json

from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from constructs import Construct

from modules import iam
from modules.datasets import Dataset
from modules.naming import Names
from modules.settings.events import EventsSettings

MAX_RECEIVES = 3
SECONDS_A_DAY = 86_400


class EventQueue(Construct):
    """Deliveries of one dataset that its crawler hasn't looked at yet."""

    queue: SqsQueue
    dead_letter_queue: SqsQueue

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        dataset: Dataset,
        settings: EventsSettings,
        names: Names,
        bucket: S3Bucket,
    ) -> None:
        super().__init__(scope, id_)
        self._names = names
        self._settings = settings
        self.dead_letter_queue = self._add_dead_letter_queue(dataset)
        self.queue = self._add_queue(dataset, bucket)

    def _add_dead_letter_queue(self, dataset: Dataset) -> SqsQueue:
        arn = self._names.arn("sqs", self._names.dead_letter_queue(dataset))
        source = self._names.arn("sqs", self._names.queue(dataset))
        return SqsQueue(
            self,
            "dead_letters",
            name=self._names.dead_letter_queue(dataset),
            sqs_managed_sse_enabled=True,
            visibility_timeout_seconds=self._settings.visibility_timeout_seconds,
            # The longest AWS allows: a letter keeps its age when it dies.
            message_retention_seconds=14 * SECONDS_A_DAY,
            policy=iam.render(iam.queue_access(arn, None, self._names.account_id)),
            redrive_allow_policy=_compact(
                {"redrivePermission": "byQueue", "sourceQueueArns": [source]}
            ),
        )

    def _add_queue(self, dataset: Dataset, bucket: S3Bucket) -> SqsQueue:
        arn = self._names.arn("sqs", self._names.queue(dataset))
        return SqsQueue(
            self,
            "queue",
            name=self._names.queue(dataset),
            sqs_managed_sse_enabled=True,
            visibility_timeout_seconds=self._settings.visibility_timeout_seconds,
            message_retention_seconds=self._settings.message_retention_days * SECONDS_A_DAY,
            policy=iam.render(iam.queue_access(arn, bucket.arn, self._names.account_id)),
            redrive_policy=_compact(
                {"deadLetterTargetArn": self.dead_letter_queue.arn, "maxReceiveCount": MAX_RECEIVES}
            ),
        )


def _compact(value: dict[str, object]) -> str:
    # The provider plans the spaces of json.dumps' default as a change, for ever.
    return json.dumps(value, separators=(",", ":"))
