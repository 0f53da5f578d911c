"""The monitoring stage: what the other stages watch, and who is told."""

from collections.abc import Sequence
from dataclasses import replace

from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from constructs import Construct

from modules.monitoring.alarm_topic import AlarmTopic
from modules.monitoring.failed_crawls import FailedCrawls
from modules.monitoring.metric_alarms import MetricAlarms
from modules.monitoring.pipeline_dashboard import PipelineDashboard
from modules.plan import Plan
from modules.settings.monitoring import MonitoringSettings
from modules.watching import Watched


class Monitoring:
    """Nothing when it is off."""

    topic: SnsTopic | None

    def __init__(
        self,
        scope: Construct,
        plan: Plan,
        *,
        watched: Sequence[Watched],
        undelivered: SqsQueue,
    ) -> None:
        self.topic = None
        settings = plan.environment.monitoring
        if not settings.enabled:
            return
        names = plan.names
        crawlers = [names.crawler(line.dataset) for line in plan.crawled]
        self.topic = AlarmTopic(
            scope,
            "alarm_topic",
            settings=settings,
            names=names,
            rules=[names.crawl_failed_rule] if crawlers else [],
        ).topic
        if crawlers:
            FailedCrawls(
                scope,
                "failed_crawls",
                crawlers=crawlers,
                names=names,
                topic=self.topic,
                undelivered=undelivered,
            )
        kept = tuned(watched, settings)
        alarms = MetricAlarms(scope, "alarms", watched=kept, names=names, topic=self.topic)
        if settings.dashboard:
            PipelineDashboard(
                scope,
                "dashboard",
                watched=kept,
                alarm_arns=[
                    *(alarm.arn for alarm in alarms.stale.values()),
                    *(alarm.arn for alarm in alarms.alarms.values()),
                ],
                names=names,
            )


def tuned(watched: Sequence[Watched], settings: MonitoringSettings) -> list[Watched]:
    """What the settings leave of it, with their thresholds and hours."""
    kept = []
    for found in watched:
        asked = settings.of(found.kind)
        if asked.enabled:
            threshold = asked.threshold or found.threshold
            periods = asked.hours or found.periods
            kept.append(replace(found, threshold=threshold, periods=periods))
    return kept
