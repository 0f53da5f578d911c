"""The monitoring stage: what the other stages watch, and who is told."""

from collections.abc import Sequence
from dataclasses import replace

from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from constructs import Construct

from modules import iam
from modules.monitoring.alarm_topic import AlarmTopic
from modules.monitoring.budget import Budget
from modules.monitoring.cost_allocation_tags import CostAllocationTags
from modules.monitoring.cost_anomalies import CostAnomalies
from modules.monitoring.failed_crawls import FailedCrawls
from modules.monitoring.metric_alarms import MetricAlarms
from modules.monitoring.pipeline_dashboard import PipelineDashboard
from modules.naming import Names
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
        billing: AwsProvider,
    ) -> None:
        self.topic = None
        settings = plan.environment.monitoring
        if not settings.enabled:
            return
        names = plan.names
        crawlers = [names.crawler(line.dataset) for line in plan.crawled]
        alarm_topic = AlarmTopic(
            scope,
            "alarm_topic",
            settings=settings,
            names=names,
            rules=[names.crawl_failed_rule] if crawlers else [],
            guards=_telling(settings),
        )
        self.topic = alarm_topic.topic
        if crawlers:
            FailedCrawls(
                scope,
                "failed_crawls",
                crawlers=crawlers,
                names=names,
                topic=self.topic,
                undelivered=undelivered,
            )
        _add_guards(scope, settings, names, alarm_topic, billing)
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


def _telling(settings: MonitoringSettings) -> list[str]:
    on = {iam.BUDGETS: settings.budgets, iam.ANOMALIES: settings.anomalies.enabled}
    return [service for service, wanted in on.items() if wanted]


def _add_guards(
    scope: Construct,
    settings: MonitoringSettings,
    names: Names,
    told: AlarmTopic,
    billing: AwsProvider,
) -> None:
    """What AWS itself watches: the money, not the pipeline."""
    if settings.budgets:
        budgets = Construct(scope, "budgets")
        for name, budget in settings.budgets.items():
            Budget(
                budgets,
                name.replace("-", "_"),
                name=names.budget(name),
                settings=budget,
                topic=told.topic,
                topic_policy=told.policy,
                billing=billing,
            )
    if settings.anomalies.enabled:
        CostAnomalies(
            scope,
            "anomalies",
            settings=settings.anomalies,
            names=names,
            topic=told.topic,
            topic_policy=told.policy,
            billing=billing,
        )
    if keys := settings.cost_allocation_tags.all_keys:
        CostAllocationTags(scope, "cost_allocation_tags", keys=keys, billing=billing)


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
