"""What Cost Optimization Hub would recommend to the organisation, a full snapshot a day.

https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-cor.html
Several recommendations for one resource exclude each other; INCLUDE_ALL_RECOMMENDATIONS = FALSE leaves
the one that saves most. The organisation carries one out now and then, so the list shrinks.
Absent: FILTER, and the details, of which only the names are told.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from emulator.bills.generator.block import arrow_schema
from emulator.bills.generator.story import BillingStory, Resource, resources
from modules.datasets import COST_OPTIMIZATION

SCHEMA = arrow_schema(COST_OPTIMIZATION.columns)
HOURS = 730  # of a month, as AWS counts
LOOKBACK = 14  # days
SAVINGS = "estimated_monthly_savings_after_discount"
DAYS_EACH = 9  # until the next one is carried out
# The share of it that each can cover.
PURCHASES = {
    "ComputeSavingsPlans": 1.0,
    "Ec2InstanceSavingsPlans": 0.7,
    "Ec2ReservedInstances": 0.6,
}


@dataclass(frozen=True)
class Advice:
    """One way to save on a resource: `share` of its cost, and what it would become."""

    action: str
    summary: str
    share: float
    effort: str
    restart: bool
    rollback: bool
    source: str = "ComputeOptimizer"


STOP = Advice("Stop", "", 1.0, "Low", restart=False, rollback=True)
ADVICE: Mapping[str, tuple[Advice, ...]] = {
    "BoxUsage:m5.large": (
        STOP,
        Advice("Rightsize", "t3.medium", 0.57, "Medium", restart=True, rollback=True),
        Advice("MigrateToGraviton", "m6g.large", 0.2, "VeryHigh", restart=True, rollback=True),
    ),
    "EBS:VolumeUsage.gp3": (Advice("Delete", "", 1.0, "Low", restart=False, rollback=False),),
    "InstanceUsage:db.r5.large": (
        Advice("MigrateToGraviton", "db.r6g.large", 0.12, "High", restart=True, rollback=True),
        Advice("Upgrade", "db.r6i.large", 0.04, "Medium", restart=True, rollback=True),
    ),
    "NatGateway-Bytes": (Advice("Delete", "", 1.0, "Medium", restart=False, rollback=True),),
}
KINDS = {
    "BoxUsage:m5.large": ("Ec2Instance", "ec2", "instance/"),
    "EBS:VolumeUsage.gp3": ("EbsVolume", "ec2", "volume/vol-0"),
    "InstanceUsage:db.r5.large": ("RdsDbInstance", "rds", "db:"),
    "NatGateway-Bytes": ("NatGateway", "ec2", "natgateway/nat-0"),
}


def snapshot(story: BillingStory, day: date, include_all: bool = True) -> pa.Table:
    """The recommendations of one day. Without `include_all` one for each resource."""
    open_ones = list(_open(story, day))
    rows = [row for resource in open_ones for row in _of_resource(story, resource, day)]
    rows.extend(_purchases(story, rows, day))
    if not include_all:
        rows = _best(rows)
    return pa.Table.from_pylist(rows, schema=pa.schema(list(SCHEMA.items())))


def _open(story: BillingStory, day: date) -> Iterator[Resource]:
    """Every third resource that there is advice for, less those that were dealt with."""
    done = max(0, (day - date(story.first.year, story.first.month, 1)).days // DAYS_EACH)
    advised = [r for r in resources(story, 30) if r.service.usage_type in ADVICE]
    yield from advised[::3][done:]


def _of_resource(story: BillingStory, resource: Resource, day: date) -> Iterator[dict[str, object]]:
    service = resource.service
    kind, namespace, path = KINDS[service.usage_type]
    cost = service.rate * service.hourly * HOURS
    digest = hashlib.sha256(resource.id.encode()).hexdigest()[:16]
    name = resource.id if resource.id.startswith("i-") else digest
    arn = f"arn:aws:{namespace}:eu-west-1:{resource.account_id}:{path}{name}"
    for advice in ADVICE[service.usage_type]:
        yield _money(story, cost, advice.share) | {
            "account_id": resource.account_id,
            "action_type": advice.action,
            "current_resource_details": _details(kind, service.instance_type),
            "current_resource_summary": service.instance_type or service.usage_type,
            "current_resource_type": kind,
            "implementation_effort": advice.effort,
            "last_refresh_timestamp": _refreshed(day),
            "recommendation_id": _id(arn, advice.action),
            "recommendation_lookback_period_in_days": LOOKBACK,
            "recommendation_source": advice.source,
            "recommended_resource_details": _details(kind, advice.summary),
            "recommended_resource_summary": advice.summary,
            "recommended_resource_type": kind,
            "region": "eu-west-1",
            "resource_arn": arn,
            "restart_needed": advice.restart,
            "rollback_possible": advice.rollback,
            "tags": list(resource.tags.items()),
            "currency_code": "USD",
        }


def _purchases(
    story: BillingStory, others: Iterable[dict[str, object]], day: date
) -> list[dict[str, object]]:
    """Three ways to commit to what still runs on demand; they exclude each other."""
    costs = {row["resource_arn"]: row["estimated_monthly_cost_before_discount"] for row in others}
    cost = sum(map(float, map(str, costs.values())))
    return [_purchase(story, kind, cost * share, day) for kind, share in PURCHASES.items()]


def _purchase(story: BillingStory, kind: str, cost: float, day: date) -> dict[str, object]:
    plan = kind.endswith("SavingsPlans")
    of = f"arn:aws:savingsplans::{story.payer}:savingsplan"
    return _money(story, cost, 0.28) | {
        "account_id": story.payer,
        "action_type": "PurchaseSavingsPlans" if plan else "PurchaseReservedInstances",
        "current_resource_type": kind,
        "implementation_effort": "VeryLow",
        "last_refresh_timestamp": _refreshed(day),
        "recommendation_id": _id(of, kind),
        "recommendation_lookback_period_in_days": 30,
        "recommendation_source": "CostExplorer",
        "recommended_resource_details": _details(kind, "OneYear NoUpfront"),
        "recommended_resource_summary": "1 year No Upfront",
        "recommended_resource_type": kind,
        "restart_needed": False,
        "rollback_possible": False,
        "currency_code": "USD",
    }


def _money(story: BillingStory, cost: float, share: float) -> dict[str, object]:
    """Monthly cost and savings, before and after the agreement's discount."""
    amounts: dict[str, object] = {}
    for when, kept in (("before", 1.0), ("after", 1 - story.edp_discount)):
        amounts[f"estimated_monthly_cost_{when}_discount"] = round(cost * kept, 4)
        amounts[f"estimated_monthly_savings_{when}_discount"] = round(cost * share * kept, 4)
        amounts[f"estimated_savings_percentage_{when}_discount"] = round(share * 100, 2)
    return amounts


def _best(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """AWS removes what excludes a recommendation that saves more."""
    best: dict[object, dict[str, object]] = {}
    for row in sorted(rows, key=lambda row: -float(str(row[SAVINGS]))):
        best.setdefault(row.get("resource_arn"), row)
    return [row for row in rows if best[row.get("resource_arn")] is row]


def _details(kind: str, summary: str) -> str:
    name = kind[0].lower() + kind[1:]
    return json.dumps({name: {"configuration": {"type": summary}}} if summary else {})


def _refreshed(day: date) -> str:
    return f"{day}T06:00:00Z"


def _id(arn: str, action: str) -> str:
    """The same every day."""
    digest = hashlib.sha256(f"{arn}|{action}".encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}"
