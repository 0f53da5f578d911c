"""Savings Plans and reservations: what they cover, what negates it, and the fees that pay.

Amortized cost is whole: a Savings Plan's commitment is its covered usage plus what stays unused; a
reservation's fees are the effective cost of its usage plus what stays unused.
"""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from emulator.bills.generator.block import Slots, block
from emulator.bills.generator.month import Amounts, Month, money, one, rates, template
from emulator.bills.generator.products import of_product
from emulator.bills.generator.story import Resource, Service

SAVINGS_PLAN_RATE = 0.72  # of the on-demand rate
COMMITTED = 1.08  # commitment, as a share of the mean covered usage
RESERVED_RECURRING, RESERVED_UPFRONT = 0.33, 0.31  # of the on-demand rate, an hour
RESERVED_UNUSED = 0.15  # share of reserved hours that nobody uses
RESERVATION = "arn:aws:ec2:eu-west-1:{}:reserved-instances/0b5f8e2c-3d55-4a3c-9a1e-5d2f9c1b7a10"
SAVINGS_PLAN = "arn:aws:savingsplans::{}:savingsplan/7f1c0a52-6f0e-4c5e-8f0b-1f2d3c4b5a69"


def _end_of_term(month: Month) -> str:
    """Bought with the first month for a year, and then again."""
    first = month.story.first
    return f"{first.year + 1 + month.number // 12}-{first.month:02d}-01T00:00:00.000Z"


def savings_plan(month: Month, chosen: list[Resource], used: Amounts) -> Iterator[pa.Table]:
    """Covered usage at list price, its negation, and the commitment that pays for both."""
    plan: dict[str, object] = {
        "savings_plan_savings_plan_a_r_n": SAVINGS_PLAN.format(month.story.payer),
        "savings_plan_offering_type": "ComputeSavingsPlans",
        "savings_plan_payment_option": "No Upfront",
        "savings_plan_purchase_term": "1yr",
        "savings_plan_end_time": _end_of_term(month),
    }
    listed = used * rates(chosen)
    effective = listed * SAVINGS_PLAN_RATE
    covered = [template(month, r, "SavingsPlanCoveredUsage") | plan for r in chosen]
    numbers = money(used, listed, listed) | {"savings_plan_savings_plan_effective_cost": effective}
    yield block(covered, month.slots, numbers)
    yield _negations(month, chosen, used, listed, plan)
    spent = effective.sum(axis=0)[None, :]
    commitment = np.full_like(spent, max(spent.mean() * COMMITTED, spent.max()))
    fee = (
        month.common("SavingsPlanRecurringFee")
        | plan
        | of_product("ComputeSavingsPlans")
        | {
            "line_item_usage_type": "EU-ComputeSP:1yrNoUpfront",
            "line_item_line_item_description": "1 year No Upfront Compute Savings Plan",
        }
    )
    yield block(
        [fee],
        month.slots,
        {
            "line_item_unblended_cost": commitment,
            "savings_plan_total_commitment_to_date": commitment,
            "savings_plan_recurring_commitment_for_billing_period": commitment,
            "savings_plan_used_commitment": spent,
        },
    )


def _negations(
    month: Month, chosen: list[Resource], used: Amounts, listed: Amounts, plan: dict[str, object]
) -> pa.Table:
    """One for all resources of an account and usage type, and so without a resource and its tags.

    https://docs.aws.amazon.com/cur/latest/userguide/cur-sp.html, https://github.com/project-koku/koku/pull/5252
    """
    together: dict[tuple[str, Service], list[int]] = {}
    for place, resource in enumerate(chosen):
        together.setdefault((resource.account_id, resource.service), []).append(place)
    shared: dict[str, object] = {"line_item_resource_id": None, "resource_tags": {}, "tags": {}}
    return block(
        [
            template(month, chosen[places[0]], "SavingsPlanNegation") | plan | shared
            for places in together.values()
        ],
        month.slots,
        money(
            np.array([used[places].sum(axis=0) for places in together.values()]),
            np.array([-listed[places].sum(axis=0) for places in together.values()]),
            np.zeros((len(together), len(month.slots.starts))),
        ),
    )


def reserved(month: Month, chosen: list[Resource], used: Amounts) -> Iterator[pa.Table]:
    """Discounted usage costs nothing; the monthly fee pays; the upfront fee came with the purchase."""
    reservation: dict[str, object] = {
        "reservation_reservation_a_r_n": RESERVATION.format(month.story.payer),
        "pricing_term": "Reserved",
        "pricing_purchase_option": "Partial Upfront",
        "pricing_lease_contract_length": "1yr",
        "reservation_end_time": _end_of_term(month),
        "pricing_offering_class": "standard",
    }
    listed, zero = used * rates(chosen), np.zeros_like(used)
    recurring, upfront = listed * RESERVED_RECURRING, listed * RESERVED_UPFRONT
    templates = [template(month, r, "DiscountedUsage") | reservation for r in chosen]
    yield block(
        templates,
        month.slots,
        money(used, zero, listed)
        | {
            "reservation_recurring_fee_for_usage": recurring,
            "reservation_amortized_upfront_cost_for_usage": upfront,
            "reservation_effective_cost": recurring + upfront,
        },
    )
    bought = 1 / (1 - RESERVED_UNUSED)
    fees = of_product("AmazonEC2") | {"line_item_usage_type": "EU-HeavyUsage:r5.large"}
    whole = Slots.whole_month(month.slots.period)
    yield block(
        [month.common("RIFee") | reservation | fees],
        whole,
        {
            "line_item_unblended_cost": one(recurring.sum() * bought),
            "line_item_usage_amount": one(used.sum() * bought),
            "reservation_unused_quantity": one(used.sum() * (bought - 1)),
            "reservation_unused_recurring_fee": one(recurring.sum() * (bought - 1)),
            "reservation_unused_amortized_upfront_fee_for_billing_period": one(
                upfront.sum() * (bought - 1)
            ),
            "reservation_amortized_upfront_fee_for_billing_period": one(upfront.sum() * bought),
        },
    )
    if month.number == 0:
        purchase = month.common("Fee") | reservation | fees | {"bill_bill_type": "Purchase"}
        yield block(
            [purchase], whole, {"line_item_unblended_cost": one(upfront.sum() * bought * 12)}
        )
