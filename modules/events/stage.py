"""The events stage: each line's work list, what fills it, and what starts a crawl."""

from collections.abc import Mapping

from cdktf_cdktf_provider_aws.glue_crawler import GlueCrawler
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.sfn_state_machine import SfnStateMachine
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from constructs import Construct

from modules.events.crawl_starter import CrawlStarter
from modules.events.delivery_notification import DeliveryNotification
from modules.events.event_queue import EventQueue
from modules.events.undelivered_events import UndeliveredEvents
from modules.plan import Bucket, Line, Plan
from modules.sealed import Sealing


class Events:
    """Queues and notifications; `start_crawls` follows when the crawlers are there."""

    queues: dict[Line, SqsQueue]
    dead_letter_queues: dict[Line, SqsQueue]
    undelivered: SqsQueue

    def __init__(
        self,
        scope: Construct,
        plan: Plan,
        *,
        buckets: Mapping[Bucket, S3Bucket],
        sealing: Sealing | None,
    ) -> None:
        self._scope = scope
        self._plan = plan
        self._settings = plan.environment.events
        self._buckets = buckets
        queues = {line: self._add_queues(line) for line in plan.crawled}
        self.queues = {line: made.queue for line, made in queues.items()}
        self.dead_letter_queues = {line: made.dead_letter_queue for line, made in queues.items()}
        for bucket in plan.buckets:
            self._add_notification(bucket)
        names = plan.names
        rules = [names.manifest_rule(d.dataset, d.payer) for d in plan.deliveries]
        self.undelivered = UndeliveredEvents(
            scope,
            "undelivered_events",
            rules=[*rules, names.catch_up_rule] if sealing else rules,
            names=names,
        ).queue

    def _add_queues(self, line: Line) -> EventQueue:
        return EventQueue(
            self._scope,
            f"{line.dataset.name}_queue",
            dataset=line.dataset,
            settings=self._settings,
            names=self._plan.names,
            bucket=self._buckets[line.bucket],
        )

    def _add_notification(self, bucket: Bucket) -> DeliveryNotification:
        queues = {
            delivery: self.queues[line]
            for line in self._plan.crawled
            if line.bucket == bucket
            for delivery in line.deliveries
        }
        return DeliveryNotification(
            self._scope,
            f"{bucket.service}_notification",
            bucket=self._buckets[bucket],
            queues=queues,
            names=self._plan.names,
        )

    def start_crawls(
        self,
        crawlers: Mapping[Line, GlueCrawler],
        sealing: Sealing | None,
        sealer: SfnStateMachine | None,
    ) -> SfnStateMachine:
        """Let each complete delivery start its line's crawler, or be registered if it has none.

        Then its month is sealed.
        """
        lines = self._plan.lines
        starter = CrawlStarter(
            self._scope,
            "crawl_starter",
            settings=self._settings,
            access=self._plan.environment.access,
            names=self._plan.names,
            crawlers=list(crawlers.values()),
            tables=[line.dataset.table for line in lines if not line.dataset.growing_schema],
            registered=[line.dataset.table for line in lines if not line.crawled],
            queues=list(self.queues.values()),
            manifests=[
                f"{self._buckets[line.bucket].arn}/{delivery.manifest_pattern}"
                for line in lines
                for delivery in line.deliveries
                if not line.dataset.growing_schema
            ],
            sealer=sealer,
            undelivered=self.undelivered,
        )
        for line in lines:
            for delivery in line.deliveries:
                starter.start_on_manifest(
                    delivery,
                    bucket=self._buckets[line.bucket],
                    crawler=crawlers.get(line),
                    queue=self.queues.get(line),
                    columns=line.settings.exported_columns,
                    sealed=bool(sealing and delivery in sealing.deliveries),
                )
        return starter.state_machine
