"""One page of CloudWatch: every alarm, and under it what each looks at.

Widgets of 12 by 6 on a grid of 24 columns. For who has no Grafana; what is watched is described once.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
"""

import json
from collections.abc import Sequence

from cdktf_cdktf_provider_aws.cloudwatch_dashboard import CloudwatchDashboard
from constructs import Construct

from modules.naming import Names
from modules.watching import Kind, Watched

WIDTH, HEIGHT, COLUMNS = 12, 6, 2
MOST_ALARMS = 100  # of a widget; a hub with many payers has more, and a page of CloudWatch for them
Widget = dict[str, object]


class PipelineDashboard(Construct):
    """A graph a kind of alarm."""

    dashboard: CloudwatchDashboard

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        watched: Sequence[Watched],
        alarm_arns: Sequence[str],
        names: Names,
    ) -> None:
        super().__init__(scope, id_)
        kinds = [kind for kind in Kind if any(found.kind is kind for found in watched)]
        graphs = [
            _graph(kind, [found for found in watched if found.kind is kind], number, names.region)
            for number, kind in enumerate(kinds)
        ]
        self.dashboard = CloudwatchDashboard(
            self,
            "dashboard",
            dashboard_name=names.pipeline_dashboard,
            dashboard_body=json.dumps(
                {"widgets": [_states(alarm_arns), *graphs]}, separators=(",", ":")
            ),
        )


def _states(alarm_arns: Sequence[str]) -> Widget:
    return {
        "type": "alarm",
        "x": 0,
        "y": 0,
        "width": WIDTH * COLUMNS,
        "height": HEIGHT,
        "properties": {"title": "Alarms", "alarms": list(alarm_arns[:MOST_ALARMS])},
    }


def _graph(kind: Kind, watched: Sequence[Watched], number: int, region: str) -> Widget:
    metrics = [
        [
            found.namespace,
            found.metric,
            *(part for dimension in found.dimensions for part in dimension),
            {"label": found.name, "stat": found.statistic, "period": found.period},
        ]
        for found in watched
    ]
    return {
        "type": "metric",
        "x": WIDTH * (number % COLUMNS),
        "y": HEIGHT * (1 + number // COLUMNS),
        "width": WIDTH,
        "height": HEIGHT,
        "properties": {
            "title": f"{kind}: {watched[0].metric}",
            "region": region,
            "view": "timeSeries",
            "metrics": metrics,
        },
    }
