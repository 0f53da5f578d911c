"""The line items of one month, kind by kind, as AWS writes them.

https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-cur2.html
"""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from emulator.bills.generator.block import Slots, block
from emulator.bills.generator.commitments import reserved, savings_plan
from emulator.bills.generator.month import Amounts, Month, money, rates, template
from emulator.bills.generator.products import of_product
from emulator.bills.generator.story import Resource

PODS = (("checkout", 0.45), ("search", 0.25), ("jobs", 0.10))  # share of a node; the rest is unused
POD = "arn:aws:eks:eu-west-1:{}:pod/main/{}/{}"

DAY = 86_400_000  # milliseconds
EPOCH, SATURDAY = 3, 5  # 1970 began on a Thursday; Monday is 0


def line_items(month: Month) -> Iterator[pa.Table]:
    """All blocks of the month."""
    amounts = _amounts(month)
    by_buying: dict[str, list[int]] = {}
    for place, resource in enumerate(month.resources):
        by_buying.setdefault(resource.service.buying, []).append(place)
    for buying, places in by_buying.items():
        chosen = [month.resources[place] for place in places]
        used = amounts[places]
        if buying == "SavingsPlan":
            yield from savings_plan(month, chosen, used)
        elif buying == "Reserved":
            yield from reserved(month, chosen, used)
        else:
            yield _usage(month, chosen, used, buying)
    yield from _split_costs(month)
    yield _once_a_month(month)


def _amounts(month: Month) -> Amounts:
    """Usage per resource and slot: growth, weekends, noise; instances run whole slots."""
    hourly = np.array([r.service.hourly for r in month.resources])[:, None] * month.slots.hours
    days = (month.slots.starts // DAY + EPOCH) % 7
    rhythm = np.where(days >= SATURDAY, 0.8, 1.05) * 1.015**month.number
    noise = month.random.normal(1.0, 0.05, (len(month.resources), len(month.slots.starts)))
    whole = np.array([r.service.unit in ("Hrs", "Hours") for r in month.resources])[:, None]
    shaped: Amounts = np.round(hourly * rhythm * np.clip(noise, 0.5, 1.5), 6)
    return np.where(whole, np.broadcast_to(hourly, shaped.shape), shaped)


def _usage(month: Month, chosen: list[Resource], used: Amounts, buying: str) -> pa.Table:
    cost = used * rates(chosen)
    public = cost * 2.6 if buying == "Spot" else cost
    templates = [template(month, resource, "Usage") for resource in chosen]
    return block(templates, month.slots, money(used, cost, public))


def _split_costs(month: Month) -> Iterator[pa.Table]:
    """Pods on EKS nodes: no unblended cost of their own, shares of their node's."""
    nodes = [r for r in month.resources if r.service.usage_type == "BoxUsage:m5.large"][:4]
    for pod, share in PODS:
        templates = [
            template(month, node, "Usage")
            | {
                "line_item_operation": "EKSPod-EC2",
                "line_item_usage_type": "EU-EKS-EC2-vCPU-Hours",
                "line_item_resource_id": POD.format(node.account_id, pod, node.number),
                "line_item_product_code": "AmazonEKS",
                "split_line_item_parent_resource_id": node.id,
                "resource_tags": {"aws_eks_cluster_name": "main", "aws_eks_namespace": pod},
            }
            for node in nodes
        ]
        cost = rates(nodes) * np.full((len(nodes), len(month.slots.starts)), month.slots.hours)
        used = sum(portion for _, portion in PODS)
        yield block(
            templates,
            month.slots,
            {
                "line_item_usage_amount": cost * 0 + month.slots.hours * share,
                "line_item_unblended_cost": cost * 0,
                "split_line_item_split_usage_ratio": cost * 0 + share,
                "split_line_item_split_cost": cost * share,
                "split_line_item_unused_cost": cost * share / used * (1 - used),
            },
        )


def _once_a_month(month: Month) -> pa.Table:
    """Tax, support, marketplace, credit, and in the third month a refund."""
    growth = 1.015**month.number
    support = of_product("AWSSupportBusiness") | {
        "line_item_line_item_description": "AWS Support (Business)"
    }
    market = of_product("5hmstdy0cvjdbzpb0ejyexample") | {
        "bill_billing_entity": "AWS Marketplace",
        "line_item_legal_entity": "Example Observability Inc.",
        "line_item_usage_type": "MP:HostHrs",
    }
    taxed: dict[str, object] = {"line_item_product_code": "AmazonEC2", "line_item_tax_type": "VAT"}
    rows: list[tuple[dict[str, object], float]] = [
        (month.common("Usage") | support, round(180.0 * growth, 2)),
        (month.common("Usage") | market, 249.0),
        (month.common("Tax") | taxed, round(410.0 * growth, 2)),
        (month.common("Credit") | {"line_item_product_code": "AmazonEC2"}, -75.0),
    ]
    if month.number == 2:
        refund = month.common("Refund") | {
            "bill_bill_type": "Refund",
            "line_item_product_code": "AmazonS3",
        }
        rows.append((refund, -12.5))
    costs = np.array([[cost] for _, cost in rows])
    return block(
        [template for template, _ in rows],
        Slots.whole_month(month.slots.period),
        {"line_item_unblended_cost": costs, "line_item_usage_amount": np.ones_like(costs)},
    )
