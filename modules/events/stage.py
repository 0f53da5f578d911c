"""The events stage: each line's work list, what fills it, and what starts a crawl."""

from collections.abc import Iterator, Mapping

from cdktf_cdktf_provider_aws.glue_crawler import GlueCrawler
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.sfn_state_machine import SfnStateMachine
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from constructs import Construct

from modules.events.crawl_starter import CrawlStarter
from modules.events.delivery_notification import DeliveryNotification
from modules.events.event_queue import EventQueue
from modules.events.undelivered_events import UndeliveredEvents
from modules.naming import Names
from modules.plan import Bucket, Line, Plan
from modules.sealed import Sealing
from modules.watching import (
    Kind,
    Watched,
    columns_changed,
    executions,
    invocations,
    letters,
    not_catalogued,
    not_delivered,
)


class Events:
    """Queues and notifications; `start_crawls` follows when the crawlers are there."""

    queues: dict[Line, SqsQueue]
    dead_letter_queues: dict[Line, SqsQueue]
    undelivered: SqsQueue
    watched: tuple[Watched, ...]

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
        if sealing:
            rules.append(names.catch_up_rule)
        if plan.crawled and plan.environment.monitoring.enabled:
            rules.append(names.crawl_failed_rule)
        self.undelivered = UndeliveredEvents(
            scope,
            "undelivered_events",
            rules=rules,
            names=names,
        ).queue
        self.watched = tuple(_watched(plan))

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


def _watched(plan: Plan) -> Iterator[Watched]:
    names = plan.names
    yield letters(
        "undelivered-events",
        Kind.UNDELIVERED_EVENTS,
        "Events started nothing: a delivery is not in the catalog, or a month not sealed.",
        names.undelivered_events,
    )
    machine = names.arn("states", f"stateMachine:{names.crawl_starter}")
    yield from executions("crawl-starter", "the crawl starter", machine)
    for line in plan.lines:
        yield from _watched_line(line, names)


def _watched_line(line: Line, names: Names) -> Iterator[Watched]:
    dataset = line.dataset
    name, title, hours = names.dashed(dataset), dataset.title, dataset.silent_hours
    if line.crawled:
        yield letters(
            f"{name}-dead-letters",
            Kind.DEAD_LETTERS,
            f"Files of {title} could not be crawled in three attempts.",
            names.dead_letter_queue(dataset),
        )
    for delivery in line.deliveries:
        payer, rule = delivery.payer, names.manifest_rule(dataset, delivery.payer)
        own = payer == names.account_id
        export, of = (name, title) if own else (f"{name}-{payer}", f"{title} of {payer}")
        yield invocations(export, rule)
        if hours:
            yield not_delivered(export, of, rule, hours, name)
    if hours:
        yield not_catalogued(name, title, names.prefix, dataset.name, hours)
    if line.settings.exported_columns:
        yield columns_changed(name, title, names.prefix, dataset.name)
