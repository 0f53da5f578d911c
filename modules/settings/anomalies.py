"""AWS Cost Anomaly Detection: `monitoring.anomalies`."""

from typing import Annotated

from pydantic import Field, ValidationInfo
from pydantic import field_validator as validates

from modules.settings.base import Settings, between, matching
from modules.settings.problems import refuse

MonitorArn = Annotated[
    str,
    matching(
        r"arn:aws:ce::\d{12}:anomalymonitor/[0-9A-Za-z\-]+",
        "the ARN of a cost monitor: 'arn:aws:ce::123456789012:anomalymonitor/…'",
        "copy `MonitorArn` from `aws ce get-anomaly-monitors --region us-east-1`",
    ),
]


class AnomaliesSettings(Settings):
    """A monitor of every service's costs, and who is told of what it finds: the alarms' topic."""

    enabled: bool = Field(False, description="let AWS look for unusual costs of a service")
    monitor_arn: MonitorArn | None = Field(
        None, description="of the monitor that is there: an account has one of services"
    )
    minimum_usd: Annotated[int, between(1, 10**9, "US dollars")] = Field(
        100, description="tell of an anomaly that costs this much more than expected"
    )

    @validates("monitor_arn")
    @classmethod
    def _watched(cls, arn: str | None, info: ValidationInfo) -> str | None:
        if arn and info.data.get("enabled") is False:
            raise refuse("left out where anomalies are off", "set enabled, or remove it")
        return arn
