"""An EDP (private pricing agreement): one discount on nearly everything, in the columns AWS has for it.

https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-cur2-discount.html
AWS takes it off what commitments leave to pay, and writes it as a negative number; a net column is its
gross one plus that. What is eligible each contract says, not AWS's documentation; here it is the usual.
Absent: private rates of single services, and discounts as line items of their own, which come instead
of these columns with INCLUDE_MANUAL_DISCOUNT_COMPATIBILITY.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from emulator.bills.generator.block import SCHEMA

KEY = "edp_discount"
COST = "line_item_unblended_cost"
RATE = "line_item_unblended_rate"
# Not tax, credit or refund.
ELIGIBLE = pa.array(
    ["Usage", "DiscountedUsage", "RIFee", "Fee", "SavingsPlanCoveredUsage", "SavingsPlanNegation",
     "SavingsPlanRecurringFee"]
)  # fmt: skip
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
    items = _with(items, "discount_total_discount", discount)
    items = _with(items, "discount", _maps(discount.to_numpy()))
    return _with(items, "line_item_net_unblended_rate", _net_rates(items[RATE], eligible, share))


def _eligible(items: pa.Table) -> pa.ChunkedArray:
    """AWS's own services, but support; Marketplace is somebody else's money."""
    kind = pc.is_in(items["line_item_line_item_type"], ELIGIBLE)
    seller = pc.equal(items["bill_billing_entity"], "AWS")
    support = pc.starts_with(pc.fill_null(items["line_item_product_code"], ""), "AWSSupport")
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
