"""Alarms and who hears of them: `monitoring`."""

from typing import Annotated

from pydantic import Field, ValidationInfo
from pydantic import field_validator as validates

from modules.settings.anomalies import AnomaliesSettings
from modules.settings.base import Settings, between, matching
from modules.settings.budgets import BudgetName, BudgetSettings
from modules.settings.cost_allocation_tags import CostAllocationTagsSettings
from modules.settings.problems import refuse
from modules.watching import Kind

TIMED = (Kind.NOT_DELIVERED, Kind.NOT_CATALOGUED, Kind.NOT_SEALED)  # those that count hours

Email = Annotated[
    str,
    matching(
        r"[^@\s,]+@[^@\s,]+\.[^@\s,]+",
        "an e-mail address, e.g. 'finops@example.com'",
        "correct it; AWS sends it a link that someone must open",
    ),
]
Subscriber = Annotated[
    str,
    matching(
        r"https://\S+|arn:aws:(sqs|lambda):[a-z0-9\-]+:\d{12}:\S+",
        "an https:// address, or the ARN of an SQS queue or a Lambda function",
        "correct it; e-mail addresses belong into `emails`",
    ),
]


class AlarmSettings(Settings):
    """All alarms of a kind."""

    enabled: bool = Field(True, description="make the alarms of this kind")
    threshold: Annotated[int, between(1, 2**53, "of what the alarm counts")] | None = Field(
        None, description="from how many on; default: 1, bytes scanned 1 TiB"
    )
    hours: Annotated[int, between(1, 168, "hours: CloudWatch looks back seven days")] | None = (
        Field(None, description="of silence; default: 36, recommendations 48")
    )


class MonitoringSettings(Settings):
    """Alarms, the topic that they are told to, and AWS's own guards of what is spent."""

    enabled: bool = Field(True, description="alarms, and their topic with its key")
    emails: tuple[Email, ...] = Field(
        (), strict=False, description="who is written to; each has to confirm"
    )
    subscribers: tuple[Subscriber, ...] = Field(
        (), strict=False, description="who else is told: https:// addresses, ARNs of SQS or Lambda"
    )
    dashboard: bool = Field(
        False, description="a page of CloudWatch: $3 a month beyond an account's first three"
    )
    alarms: dict[Kind, AlarmSettings] = Field(
        default_factory=dict,
        description="by kind (docs/runbook.md): `enabled`, and `threshold` or `hours` of its own",
    )
    budgets: dict[BudgetName, BudgetSettings] = Field(
        default_factory=dict, description="by name: more is spent in a month than is planned"
    )
    anomalies: AnomaliesSettings = AnomaliesSettings()
    cost_allocation_tags: CostAllocationTagsSettings = CostAllocationTagsSettings()

    @validates("budgets", "anomalies", "cost_allocation_tags")
    @classmethod
    def _somebody_is_told(cls, guard: object, info: ValidationInfo) -> object:
        if info.data.get("enabled") is False and guard not in ({}, type(guard)()):
            raise refuse("left out where monitoring is off", "turn monitoring on, or remove it")
        return guard

    @validates("alarms")
    @classmethod
    def _hours_or_a_threshold(cls, alarms: dict[Kind, AlarmSettings]) -> dict[Kind, AlarmSettings]:
        for kind, tuned in alarms.items():
            if kind in TIMED and tuned.threshold is not None:
                raise refuse(f"{kind} with `hours`: it has no threshold", "remove threshold")
            if kind not in TIMED and tuned.hours is not None:
                raise refuse(f"{kind} with a `threshold`: it counts no hours", "remove hours")
        return alarms

    def of(self, kind: Kind) -> AlarmSettings:
        """The kind's own, or the defaults."""
        return self.alarms.get(kind, AlarmSettings())
