"""Monitors, their subscriptions, and tags that AWS has seen; refused where AWS refuses.

https://docs.aws.amazon.com/cost-management/latest/userguide/management-limits.html
https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_UpdateCostAllocationTagsStatus.html
Its words: https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2515 for the
second monitor, https://github.com/2i2c-org/infrastructure/pull/4932 for a member. Absent: costs,
anomalies that are found, e-mails.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from moto.core.base_backend import BackendDict, BaseBackend

from emulator.aws.errors import Refusal, ValidationException

HOME = "us-east-1"
Described = dict[str, Any]
# What AWS has seen on something billed, in every account here: of the generated bills and a cluster.
SEEN: Mapping[str, str] = {
    "aws:createdBy": "AWSGenerated",
    "aws:eks:cluster-name": "AWSGenerated",
    "eks:cluster-name": "UserDefined",
    "kubernetes.io/created-for/pv/name": "UserDefined",
    "kubernetes.io/created-for/pvc/name": "UserDefined",
    "team": "UserDefined",
}


class CostExplorerBackend(BaseBackend):  # type: ignore[misc]
    """One account's; `payer` is set in an account whose bill another pays."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.payer: str | None = None
        self.monitors: dict[str, Described] = {}
        self.subscriptions: dict[str, Described] = {}
        self.tags: dict[str, dict[str, str]] = {}  # of those two, by ARN
        self._activated: dict[str, str] = {}  # key -> since when

    def add_monitor(self, monitor: Described, tags: Mapping[str, str]) -> str:
        dimension = monitor.get("MonitorDimension")
        if dimension and dimension in {m.get("MonitorDimension") for m in self.monitors.values()}:
            raise ValidationException("Limit exceeded on dimensional spend monitor creation")
        arn = self._arn("anomalymonitor")
        self.monitors[arn] = monitor | {"MonitorArn": arn}
        self.tags[arn] = dict(tags)
        return arn

    def monitor(self, arn: str) -> Described:
        if arn not in self.monitors:
            raise Refusal("UnknownMonitorException", f"No anomaly monitor found: {arn}")
        return self.monitors[arn]

    def add_subscription(self, subscription: Described, tags: Mapping[str, str]) -> str:
        for arn in subscription["MonitorArnList"]:
            self.monitor(arn)
        _check(subscription)
        arn = self._arn("anomalysubscription")
        self.subscriptions[arn] = subscription | {
            "SubscriptionArn": arn,
            "AccountId": self.account_id,
        }
        self.tags[arn] = dict(tags)
        return arn

    def subscription(self, arn: str) -> Described:
        if arn not in self.subscriptions:
            raise Refusal("UnknownSubscriptionException", f"No anomaly subscription found: {arn}")
        return self.subscriptions[arn]

    def change_subscription(self, arn: str, changes: Described) -> None:
        changed = self.subscription(arn) | changes
        _check(changed)
        self.subscriptions[arn] = changed

    def cost_allocation_tags(self) -> list[Described]:
        """All that were seen."""
        self._be_payer("list")
        return [
            {
                "TagKey": key,
                "Type": kind,
                "Status": "Active" if key in self._activated else "Inactive",
                "LastUpdatedDate": self._activated.get(key),
            }
            for key, kind in SEEN.items()
        ]

    def activate(self, key: str, active: bool) -> Described | None:
        """What AWS says of a key that it hasn't seen; the call itself succeeds."""
        self._be_payer("update")
        if key not in SEEN:
            return {"TagKey": key, "Code": "TagKeysNotFound", "Message": "Tag key not found"}
        self._activated.pop(key, None)
        if active:
            self._activated[key] = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return None

    def _be_payer(self, what: str) -> None:
        if self.payer:
            raise Refusal(
                "AccessDeniedException",
                f"Failed to {what} Cost Allocation Tag: Linked account doesn't have access to cost "
                "allocation tags.",
            )

    def _arn(self, kind: str) -> str:
        return f"arn:aws:ce::{self.account_id}:{kind}/{uuid4()}"


def _check(subscription: Described) -> None:
    """https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_AnomalySubscription.html"""
    at_once = subscription["Frequency"] == "IMMEDIATE"
    for subscriber in subscription["Subscribers"]:
        if (subscriber["Type"] == "SNS") != at_once:
            raise ValidationException("Immediate alerts go to SNS topics, summaries to e-mails")
    if "Threshold" not in subscription and "ThresholdExpression" not in subscription:
        raise ValidationException("A subscription needs a threshold")


ce_backends = BackendDict(
    CostExplorerBackend, "ce", use_boto3_regions=False, additional_regions=[HOME]
)
