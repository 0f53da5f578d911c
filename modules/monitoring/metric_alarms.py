"""An alarm of each thing that is watched, and one of each whole that goes stale.

A stale export is one message, whatever shows it: the alarms that tell of it are quiet, and a composite
alarm over them speaks. CloudWatch looks at a period of an hour or more once an hour.
"""

from collections import defaultdict
from collections.abc import Sequence

from cdktf_cdktf_provider_aws.cloudwatch_composite_alarm import CloudwatchCompositeAlarm
from cdktf_cdktf_provider_aws.cloudwatch_metric_alarm import CloudwatchMetricAlarm
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from constructs import Construct

from modules.naming import Names
from modules.watching import STALE, Watched


class MetricAlarms(Construct):
    """`alarms` are those of metrics, `stale` the composite ones; by name without the pipeline's."""

    alarms: dict[str, CloudwatchMetricAlarm]
    stale: dict[str, CloudwatchCompositeAlarm]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        watched: Sequence[Watched],
        names: Names,
        topic: SnsTopic,
    ) -> None:
        super().__init__(scope, id_)
        self._names = names
        self._topic = topic
        self.alarms = {found.name: self._add_alarm(found) for found in watched}
        wholes: dict[str, list[str]] = defaultdict(list)
        for found in watched:
            if found.stale_of:
                wholes[found.stale_of].append(found.name)
        self.stale = {whole: self._add_stale(whole, parts) for whole, parts in wholes.items()}

    def _add_alarm(self, watched: Watched) -> CloudwatchMetricAlarm:
        told = [] if watched.stale_of else [self._topic.arn]
        return CloudwatchMetricAlarm(
            self,
            watched.name.replace("-", "_"),
            alarm_name=self._names.alarm(watched.name),
            alarm_description=watched.description,
            namespace=watched.namespace,
            metric_name=watched.metric,
            dimensions=dict(watched.dimensions),
            statistic=watched.statistic,
            comparison_operator=(
                "LessThanThreshold" if watched.below else "GreaterThanOrEqualToThreshold"
            ),
            threshold=watched.threshold,
            period=watched.period,
            evaluation_periods=watched.periods,
            datapoints_to_alarm=watched.periods,
            treat_missing_data=watched.missing,
            alarm_actions=told,
            ok_actions=told,
        )

    def _add_stale(self, whole: str, parts: Sequence[str]) -> CloudwatchCompositeAlarm:
        shown = [f'ALARM("{self.alarms[part].alarm_name}")' for part in parts]
        return CloudwatchCompositeAlarm(
            self,
            f"{whole.replace('-', '_')}_stale",
            alarm_name=self._names.alarm(f"{whole}-stale"),
            alarm_description=STALE.format(whole),
            alarm_rule=" OR ".join(shown),
            alarm_actions=[self._topic.arn],
            ok_actions=[self._topic.arn],
        )
