"""An EDP (private pricing agreement): one discount on nearly everything, told twice, as AWS does.

https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-cur2-discount.html
Every line item carries its share as a negative number, and a net column is its gross one plus that.
Line items of type EdpDiscount take the same money off the unblended cost, so that this adds up to the
invoice; their net cost is 0, and so does the net one. What is eligible each contract says, not AWS's
documentation; here it is the usual. Absent: private rates of single services.
"""

import hashlib

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from emulator.bills.generator.block import SCHEMA

KEY = "edp_discount"
COST = "line_item_unblended_cost"
TOTAL = "discount_total_discount"
DISCOUNTED = "EdpDiscount"
RATE = "line_item_unblended_rate"
# Not tax, credit or refund.
ELIGIBLE = pa.array(
    ["Usage", "DiscountedUsage", "RIFee", "Fee", "SavingsPlanCoveredUsage", "SavingsPlanNegation",
     "SavingsPlanRecurringFee"]
)  # fmt: skip
# The plans' product codes, as in queries/invoice/support.sql.
SUPPORT = "^(AWSSupport|AWSDeveloperSupport|AWSEnterpriseOnRamp|OCBPremiumSupport)"
# What the line items have in common that are discounted together.
SHARED = (
    *(name for name in SCHEMA if name.startswith("bill_")),
    "identity_time_interval",
    "line_item_currency_code",
    "line_item_legal_entity",
    "line_item_product_code",
    "line_item_usage_account_id",
    "line_item_usage_account_name",
    "line_item_usage_end_date",
    "line_item_usage_start_date",
)
NET_OF = {
    name.replace("_net_", "_", 1): name
    for name, type_ in SCHEMA.items()
    if "_net_" in name and pa.types.is_floating(type_)
}


def with_edp_discount(items: pa.Table, share: float) -> pa.Table:
    """The line items with their discount and net columns; without an agreement these stay NULL."""
    if not share:
        return items
    eligible = _eligible(items)
    reduction = pc.if_else(eligible, -share, 0.0)
    for gross, net in NET_OF.items():
        items = _with(items, net, pc.add(items[gross], _discount(items[gross], reduction)))
    discount = _discount(items[COST], reduction)
    items = _with(items, TOTAL, discount)
    items = _with(items, "discount", _maps(discount.to_numpy()))
    return _with(items, "line_item_net_unblended_rate", _net_rates(items[RATE], eligible, share))


def edp_line_items(items: pa.Table) -> pa.Table:
    """One line item for each account, product and time slot of a month's discounted ones."""
    given = items.filter(pc.not_equal(pc.fill_null(items[TOTAL], 0.0), 0.0))
    sums = given.group_by(list(SHARED), use_threads=False).aggregate([(TOTAL, "sum")])
    rows = len(sums)
    columns = {name: sums[name] for name in SHARED} | {
        "identity_line_item_id": pa.array(
            map(_identity, *(sums[name].to_pylist() for name in SHARED))
        ),
        "line_item_line_item_type": pa.array([DISCOUNTED] * rows),
        "line_item_line_item_description": pa.array(["Enterprise Discount Program"] * rows),
        "line_item_net_unblended_cost": pa.array([0.0] * rows),
        COST: sums[f"{TOTAL}_sum"],
        TOTAL: pa.array([0.0] * rows),
        "discount": _maps(np.zeros(rows)),
    }
    return pa.table(
        [columns.get(name, pa.nulls(rows, type_)) for name, type_ in SCHEMA.items()],
        names=list(SCHEMA),
    )


def _identity(*of: object) -> str:
    return hashlib.sha256("|".join([DISCOUNTED, *map(str, of)]).encode()).hexdigest()[:52]


def _eligible(items: pa.Table) -> pa.ChunkedArray:
    """AWS's own services, but support; Marketplace is somebody else's money."""
    kind = pc.is_in(items["line_item_line_item_type"], ELIGIBLE)
    seller = pc.equal(items["bill_billing_entity"], "AWS")
    support = pc.match_substring_regex(pc.fill_null(items["line_item_product_code"], ""), SUPPORT)
    return pc.and_(pc.and_(kind, seller), pc.invert(support))


def _discount(gross: pa.ChunkedArray, reduction: pa.ChunkedArray) -> pa.ChunkedArray:
    """Zero has no sign: -0.0 + 0.0 is 0.0."""
    return pc.add(pc.multiply(gross, reduction), 0.0)


def _maps(discount: np.ndarray[tuple[int], np.dtype[np.float64]]) -> pa.MapArray:
    """The discount by its kind; an empty map where there is none."""
    given = discount != 0
    offsets = np.concatenate([[0], np.cumsum(given)]).astype(np.int32)
    keys = pa.array([KEY]).take(pa.array(np.zeros(offsets[-1], dtype=np.int32)))
    return pa.MapArray.from_arrays(offsets, keys, pa.array(discount[given]))


def _net_rates(rates: pa.ChunkedArray, eligible: pa.ChunkedArray, share: float) -> pa.ChunkedArray:
    """Rates are texts, and few."""
    gross = pc.unique(rates).drop_null()
    net = pa.array([f"{float(rate) * (1 - share):.10f}" for rate in gross.to_pylist()], pa.string())
    return pc.if_else(eligible, net.take(pc.index_in(rates, gross)), rates)


def _with(items: pa.Table, name: str, values: pa.Array | pa.ChunkedArray) -> pa.Table:
    return items.set_column(items.column_names.index(name), name, values)
