"""AWS looks for unusual costs of each service, and tells the alarms' topic what it finds.

https://docs.aws.amazon.com/cost-management/latest/userguide/getting-started-ad.html
An account has one monitor of services, and many have it from AWS: `monitor_arn` takes that one, and
`python -m costs adopt` imports it. A topic is told of each anomaly at once; AWS sends only e-mails as
summaries. Absent: monitors by account or tag, which a provider of the range doesn't know.
"""

from cdktf_cdktf_provider_aws.ce_anomaly_monitor import CeAnomalyMonitor
from cdktf_cdktf_provider_aws.ce_anomaly_subscription import (
    CeAnomalySubscription,
    CeAnomalySubscriptionSubscriber,
    CeAnomalySubscriptionThresholdExpression,
    CeAnomalySubscriptionThresholdExpressionDimension,
)
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sns_topic_policy import SnsTopicPolicy
from constructs import Construct

from modules.naming import Names
from modules.settings.anomalies import AnomaliesSettings


class CostAnomalies(Construct):
    """`monitor` is None when the settings name one that is there."""

    monitor: CeAnomalyMonitor | None
    subscription: CeAnomalySubscription

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: AnomaliesSettings,
        names: Names,
        topic: SnsTopic,
        topic_policy: SnsTopicPolicy,
        billing: AwsProvider,
    ) -> None:
        super().__init__(scope, id_)
        self.monitor = None if settings.monitor_arn else self._add_monitor(names, billing)
        monitor_arn = self.monitor.arn if self.monitor else settings.monitor_arn
        impact = CeAnomalySubscriptionThresholdExpressionDimension(
            key="ANOMALY_TOTAL_IMPACT_ABSOLUTE",
            match_options=["GREATER_THAN_OR_EQUAL"],
            values=[str(settings.minimum_usd)],
        )
        self.subscription = CeAnomalySubscription(
            self,
            "subscription",
            provider=billing,
            name=names.anomaly_subscription,
            frequency="IMMEDIATE",
            monitor_arn_list=[str(monitor_arn)],
            subscriber=[CeAnomalySubscriptionSubscriber(type="SNS", address=topic.arn)],
            threshold_expression=CeAnomalySubscriptionThresholdExpression(dimension=impact),
            depends_on=[topic_policy],
        )

    def _add_monitor(self, names: Names, billing: AwsProvider) -> CeAnomalyMonitor:
        return CeAnomalyMonitor(
            self,
            "monitor",
            provider=billing,
            name=names.cost_monitor,
            monitor_type="DIMENSIONAL",
            monitor_dimension="SERVICE",
        )
