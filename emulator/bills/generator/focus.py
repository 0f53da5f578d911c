"""A month of the ledger as FOCUS 1.2 with AWS's columns: the same money, told in other rows.

https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-focus-1-2-aws-columns.html
Discounts are inside each row, so `EdpDiscount` has none; nor have negations of Savings Plans (what they
cover is billed at 0) and split costs (1.2 has no columns for them). A commitment's fee is a Purchase,
billed and without effective cost; what stays unused of it is a row of Usage that has only that. So a
month's BilledCost is its invoice and its EffectiveCost the net amortized cost of CUR 2.0.
What AWS writes where FOCUS leaves the choice isn't documented: ListCost of what stays unused is 0 here,
a fee's is the fee, as in the specification, so a sum over both covered usage and fees counts twice.
"""

import pyarrow as pa
import pyarrow.compute as pc

from emulator.bills.generator.block import arrow_schema
from emulator.bills.generator.discounts import NET_OF
from emulator.bills.generator.focus_charges import (
    CHARGES,
    PUBLIC,
    UNBLENDED,
    UNUSED_COMMITMENT,
    USAGE,
    Charge,
)
from emulator.bills.generator.products import PRODUCTS
from modules.datasets import FOCUS

SCHEMA = arrow_schema(FOCUS.columns)
KIND = "line_item_line_item_type"
PLAN, RESERVATION = "savings_plan_savings_plan_a_r_n", "reservation_reservation_a_r_n"
NET_UNUSED_COMMITMENT = f"net_{UNUSED_COMMITMENT}"
SPLIT_OPERATIONS = ("EKSPod-EC2", "ECSTask-EC2")


def as_focus(ledger: pa.Table) -> pa.Table:
    """The month's FOCUS rows, by time and service."""
    operation = pc.fill_null(ledger["line_item_operation"], "")
    items = ledger.filter(pc.invert(pc.is_in(operation, pa.array(SPLIT_OPERATIONS))))
    items = _with_unused_commitment(items)
    blocks = [
        _rows(items.filter(pc.equal(items[KIND], kind)), charge)
        for kind, charges in CHARGES.items()
        for charge in charges
    ]
    order = [("ChargePeriodStart", "ascending"), ("ServiceName", "ascending")]
    return pa.concat_tables(blocks).sort_by(order)


def _with_unused_commitment(items: pa.Table) -> pa.Table:
    """A Savings Plan's fee less what was used of it; net of the same discount as the fee."""
    unused = pc.subtract(
        items["savings_plan_total_commitment_to_date"], items["savings_plan_used_commitment"]
    )
    recurring = "savings_plan_recurring_commitment_for_billing_period"
    kept = pc.divide(_net(items, recurring), items[recurring])
    return items.append_column(UNUSED_COMMITMENT, unused).append_column(
        NET_UNUSED_COMMITMENT, pc.multiply(unused, kept)
    )


def _net(items: pa.Table, gross: str) -> pa.ChunkedArray:
    """The net twin of a column of money; the column itself without one, or without an agreement."""
    net = NET_UNUSED_COMMITMENT if gross == UNUSED_COMMITMENT else NET_OF.get(gross, gross)
    return pc.coalesce(items[net], items[gross])


def _sum(items: pa.Table, columns: tuple[str, ...], net: bool = True) -> pa.ChunkedArray:
    total: pa.ChunkedArray = pa.array([0.0] * len(items))
    for name in columns:
        values = _net(items, name) if net else items[name]
        total = pc.add(total, pc.fill_null(values, 0.0))
    return total


def _rows(items: pa.Table, charge: Charge) -> pa.Table:
    columns = (
        _parties(items)
        | _periods(items)
        | _kinds(items, charge)
        | _services(items)
        | _resources(items, charge)
        | _costs(items, charge)
    )
    missing = {name: pa.nulls(len(items), type_) for name, type_ in SCHEMA.items()}
    given = {name: _all(value, items) for name, value in columns.items() if value is not None}
    values = missing | given
    return pa.table([values[name].cast(SCHEMA[name]) for name in SCHEMA], names=list(SCHEMA))


def _all(value: object, items: pa.Table) -> pa.ChunkedArray:
    """A text for every row, or the values as they are."""
    return pa.array([value] * len(items)) if isinstance(value, str) else value


def _parties(items: pa.Table) -> dict[str, object]:
    return {
        "BillingAccountId": items["bill_payer_account_id"],
        "BillingAccountName": items["bill_payer_account_name"],
        "BillingAccountType": "Management account",
        "BillingCurrency": items["line_item_currency_code"],
        "InvoiceId": items["bill_invoice_id"],
        "InvoiceIssuerName": items["bill_invoicing_entity"],
        "PricingCurrency": items["pricing_currency"],
        "ProviderName": "AWS",
        "PublisherName": items["line_item_legal_entity"],
        "SubAccountId": items["line_item_usage_account_id"],
        "SubAccountName": items["line_item_usage_account_name"],
        "SubAccountType": "Member account",
    }


def _periods(items: pa.Table) -> dict[str, object]:
    return {
        "BillingPeriodEnd": items["bill_billing_period_end_date"],
        "BillingPeriodStart": items["bill_billing_period_start_date"],
        "ChargePeriodEnd": items["line_item_usage_end_date"],
        "ChargePeriodStart": items["line_item_usage_start_date"],
    }


def _kinds(items: pa.Table, charge: Charge) -> dict[str, object]:
    spot = pc.equal(pc.fill_null(items["pricing_term"], ""), "Spot")
    committed = pc.coalesce(items[PLAN], items[RESERVATION])
    by_plan, by_hours = pc.is_valid(items[PLAN]), pc.is_valid(items[RESERVATION])
    return {
        "ChargeCategory": charge.category,
        "ChargeClass": "Correction" if charge.correction else None,
        "ChargeDescription": items["line_item_line_item_description"],
        "ChargeFrequency": charge.frequency,
        "CommitmentDiscountCategory": _either(by_plan, "Spend", by_hours, "Usage"),
        "CommitmentDiscountId": committed,
        "CommitmentDiscountStatus": charge.status,
        "CommitmentDiscountType": _either(by_plan, "Savings Plan", by_hours, "Reserved"),
        "CommitmentDiscountUnit": _either(by_plan, "USD", by_hours, "Hours"),
        "PricingCategory": pc.if_else(spot, "Dynamic", charge.pricing),
    }


def _either(
    first: pa.ChunkedArray, one: str, second: pa.ChunkedArray, other: str
) -> pa.ChunkedArray:
    nothing = pa.scalar(None, pa.string())
    return pc.if_else(first, one, pc.if_else(second, pa.scalar(other), nothing))


def _services(items: pa.Table) -> dict[str, object]:
    code = items["line_item_product_code"]
    known = pa.Table.from_pylist(list(PRODUCTS)).combine_chunks()
    place = pc.index_in(code, known["product"])
    return {
        "ServiceCategory": known["category"].take(place),
        "ServiceName": known["name"].take(place),
        "ServiceSubcategory": known["subcategory"].take(place),
        "x_Operation": items["line_item_operation"],
        "x_ServiceCode": code,
    }


def _resources(items: pa.Table, charge: Charge) -> dict[str, object]:
    region = items["product_region_code"]
    resource = items["line_item_resource_id"]
    instance = pc.starts_with(pc.fill_null(resource, ""), "i-")
    nothing = pa.scalar(None, pa.string())
    return {
        "RegionId": region,
        "RegionName": pc.if_else(pc.is_valid(region), "Europe (Ireland)", nothing),
        "ResourceId": resource,
        "ResourceType": pc.if_else(instance, "instance", nothing),
        "SkuMeter": items["line_item_usage_type"],
        "SkuPriceDetails": items["product"],
        "Tags": _without_prefix(items["resource_tags"]),
        "x_Discounts": None if charge.status == "Unused" else items["discount"],
    }


def _without_prefix(tags: pa.ChunkedArray) -> pa.Array:
    """FOCUS has a user's tags under their own names, CUR 2.0 as `user_team`."""
    maps = pa.chunked_array(tags).combine_chunks()
    keys = pc.replace_substring_regex(maps.keys, "^user_", "")
    return pa.MapArray.from_arrays(maps.offsets, keys, maps.items, mask=maps.is_null())


def _focus_units(units: pa.ChunkedArray) -> pa.ChunkedArray:
    """Hours and GB-Months, as the real sample has them, where CUR says Hrs and GB-Mo."""
    hours = pc.replace_substring_regex(units, "Hrs$", "Hours")
    return pc.replace_substring_regex(hours, "-Mo$", "-Months")


def _costs(items: pa.Table, charge: Charge) -> dict[str, object]:
    listed = _sum(items, charge.listed, net=False)
    gross, effective = _sum(items, charge.effective, net=False), _sum(items, charge.effective)
    billed = _sum(items, charge.billed)
    contracted = billed
    if charge.status == "Used":
        # The agreement takes the same share off the list price as off the commitment's.
        contracted = pc.multiply(listed, pc.divide(effective, gross))
    if charge is USAGE:
        listed = pc.coalesce(items[PUBLIC], items[UNBLENDED])
    quantity = items["line_item_usage_amount"] if charge.category == "Usage" else None
    costs: dict[str, object] = {
        "BilledCost": billed,
        "ContractedCost": contracted,
        "EffectiveCost": effective,
        "ListCost": listed,
        "PricingCurrencyEffectiveCost": effective,
    }
    if charge.used:
        costs["CommitmentDiscountQuantity"] = _sum(items, charge.used, net=False)
    if quantity is None or charge.status == "Unused" or charge.correction:
        return costs
    unit = _focus_units(items["pricing_unit"])
    contracted_price, list_price = pc.divide(contracted, quantity), pc.divide(listed, quantity)
    return costs | {
        "ConsumedQuantity": quantity,
        "ConsumedUnit": unit,
        "ContractedUnitPrice": contracted_price,
        "ListUnitPrice": list_price,
        "PricingCurrencyContractedUnitPrice": contracted_price,
        "PricingCurrencyListUnitPrice": list_price,
        "PricingQuantity": quantity,
        "PricingUnit": unit,
    }
