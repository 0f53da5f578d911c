"""Which rows FOCUS makes of each kind of line item, and which columns their money comes from."""

from dataclasses import dataclass

UNBLENDED = "line_item_unblended_cost"
PUBLIC = "pricing_public_on_demand_cost"
UNUSED_COMMITMENT = "unused_commitment"  # no column of CUR 2.0, the difference of two


@dataclass(frozen=True)
class Charge:
    """Rows of one sort. `billed` and the others name sums of columns, gross ones; () is 0.

    `used` of a commitment is in its own unit: money of a Savings Plan, hours of a reservation.
    """

    category: str
    frequency: str
    billed: tuple[str, ...] = ()
    effective: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    status: str | None = None
    pricing: str | None = "Other"
    correction: bool = False


USAGE = Charge("Usage", "Usage-Based", (UNBLENDED,), (UNBLENDED,), (PUBLIC,), pricing="Standard")
CHARGES: dict[str, tuple[Charge, ...]] = {
    "Usage": (USAGE,),
    "SavingsPlanCoveredUsage": (
        Charge(
            "Usage",
            "Usage-Based",
            effective=("savings_plan_savings_plan_effective_cost",),
            listed=(PUBLIC,),
            used=("savings_plan_savings_plan_effective_cost",),
            status="Used",
            pricing="Committed",
        ),
    ),
    "SavingsPlanRecurringFee": (
        Charge(
            "Purchase",
            "Recurring",
            (UNBLENDED,),
            listed=(UNBLENDED,),
            used=("savings_plan_total_commitment_to_date",),
            pricing="Standard",
        ),
        Charge(
            "Usage",
            "Usage-Based",
            effective=(UNUSED_COMMITMENT,),
            used=(UNUSED_COMMITMENT,),
            status="Unused",
            pricing="Committed",
        ),
    ),
    "DiscountedUsage": (
        Charge(
            "Usage",
            "Usage-Based",
            (UNBLENDED,),
            ("reservation_effective_cost",),
            (PUBLIC,),
            used=("line_item_usage_amount",),
            status="Used",
            pricing="Committed",
        ),
    ),
    "RIFee": (
        Charge(
            "Purchase",
            "Recurring",
            (UNBLENDED,),
            listed=(UNBLENDED,),
            used=("line_item_usage_amount",),
            pricing="Standard",
        ),
        Charge(
            "Usage",
            "Usage-Based",
            effective=(
                "reservation_unused_recurring_fee",
                "reservation_unused_amortized_upfront_fee_for_billing_period",
            ),
            used=("reservation_unused_quantity",),
            status="Unused",
            pricing="Committed",
        ),
    ),
    # The story's only fee is the upfront one of its reservation.
    "Fee": (Charge("Purchase", "One-Time", (UNBLENDED,), listed=(UNBLENDED,), pricing="Standard"),),
    "Tax": (Charge("Tax", "One-Time", (UNBLENDED,), (UNBLENDED,), pricing=None),),
    "Credit": (Charge("Credit", "One-Time", (UNBLENDED,), (UNBLENDED,)),),
    "Refund": (Charge("Usage", "One-Time", (UNBLENDED,), (UNBLENDED,), correction=True),),
}
