"""One month of the story, and what its line items have in common."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from emulator.bills.generator.block import Slots
from emulator.bills.generator.products import NAMES
from emulator.bills.generator.story import BillingStory, Resource

Amounts = NDArray[np.float64]


@dataclass(frozen=True)
class Month:
    """One month of the story: `number` counts from 0."""

    story: BillingStory
    number: int
    slots: Slots
    resources: list[Resource]
    random: np.random.Generator

    def common(self, line_item_type: str, account_id: str | None = None) -> dict[str, object]:
        """What every line item of the month has."""
        story, period = self.story, self.slots.period
        owner = account_id or story.payer
        return {
            "bill_bill_type": "Anniversary",
            "bill_billing_entity": "AWS",
            "bill_billing_period_start_date": _month_start(period.year, period.month),
            "bill_billing_period_end_date": _month_start(period.next.year, period.next.month),
            "bill_invoice_id": story.invoice(period),
            "bill_invoicing_entity": "Amazon Web Services EMEA SARL",
            "bill_payer_account_id": story.payer,
            "bill_payer_account_name": story.accounts[story.payer],
            "line_item_currency_code": "USD",
            "line_item_legal_entity": "Amazon Web Services EMEA SARL",
            "line_item_line_item_type": line_item_type,
            "line_item_usage_account_id": owner,
            "line_item_usage_account_name": story.accounts[owner],
            "pricing_currency": "USD",
        }


def template(month: Month, resource: Resource, line_item_type: str) -> dict[str, object]:
    service = resource.service
    described: dict[str, object] = {
        "product_name": NAMES[service.product],
        "region": "eu-west-1",
        "operating_system": "Linux",
    }
    return month.common(line_item_type, resource.account_id) | {
        "line_item_product_code": service.product,
        "line_item_usage_type": f"EU-{service.usage_type}",
        "line_item_operation": service.operation,
        "line_item_resource_id": resource.id,
        "line_item_unblended_rate": f"{service.rate:.10f}",
        "line_item_line_item_description": f"${service.rate} per {service.unit}",
        "pricing_public_on_demand_rate": f"{service.rate:.10f}",
        "pricing_term": "Spot" if service.buying == "Spot" else "OnDemand",
        "pricing_unit": service.unit,
        "product": described,
        "product_instance_type": service.instance_type or None,
        "product_product_family": service.family,
        "product_region_code": "eu-west-1",
        "product_servicecode": service.product,
        "resource_tags": resource.tags,
        "tags": {f"resourceTag/{key}": value for key, value in resource.tags.items()},
    }


def rates(chosen: list[Resource]) -> Amounts:
    return np.array([resource.service.rate for resource in chosen])[:, None]


def money(used: Amounts, cost: Amounts, public: Amounts) -> dict[str, Amounts]:
    return {
        "line_item_usage_amount": used,
        "line_item_unblended_cost": cost,
        "line_item_blended_cost": cost,
        "pricing_public_on_demand_cost": public,
    }


def one(value: float) -> Amounts:
    return np.array([[value]])


def _month_start(year: int, month: int) -> object:
    return np.datetime64(f"{year}-{month:02d}-01", "ms").astype("datetime64[ms]").item()
