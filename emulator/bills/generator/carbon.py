"""What a month's usage emits, by account, product and version of AWS's model.

https://docs.aws.amazon.com/cur/latest/userguide/carbon-emissions-columns.html
A new version of the model gets a partition of its own beside the old one's, so months that both know are
there twice. Market-based (MBM) and location-based (LBM) emissions are two answers to one question. How
much AWS's regions emit isn't public by product: these numbers follow the cost, and are no one's measure.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.compute as pc

from emulator.bills.generator.block import arrow_schema
from emulator.bills.generator.story import BillingStory
from modules.datasets import CARBON, BillingPeriod

SCHEMA = arrow_schema(CARBON.columns)
UNIT = "MTCO2e"
PUBLISHED = 21  # day of the month after
BY_ACCOUNT = ("line_item_usage_account_id", "line_item_product_code")
COST = "pricing_public_on_demand_cost"


@dataclass(frozen=True)
class CarbonModel:
    """A version of the methodology; grams a dollar of usage at list price. `scope_3` came with v3."""

    version: str
    scope_1: float
    scope_2_mbm: float
    scope_2_lbm: float
    scope_3: float | None


OLD = CarbonModel("v2.0.0", 1.1, 9.0, 61.0, None)
CURRENT = CarbonModel("v3.0.0", 1.2, 7.5, 58.0, 44.0)


def emissions(
    story: BillingStory, ledger: pa.Table, period: BillingPeriod, model: CarbonModel
) -> pa.Table:
    """One row for each account and product that used anything."""
    used = ledger.filter(pc.greater(pc.fill_null(ledger[COST], 0.0), 0.0))
    sums = used.group_by(list(BY_ACCOUNT), use_threads=False).aggregate([(COST, "sum")])
    sums = sums.sort_by([(name, "ascending") for name in BY_ACCOUNT])
    following = period.next
    common: dict[str, object] = {
        "last_refresh_timestamp": datetime(following.year, following.month, PUBLISHED, tzinfo=UTC),
        "location": "Europe (Ireland)",
        "model_version": model.version,
        "payer_account_id": story.payer,
        "region_code": "eu-west-1",
        "usage_period_start": datetime(period.year, period.month, 1, tzinfo=UTC),
        "usage_period_end": datetime(following.year, following.month, 1, tzinfo=UTC),
    }
    rows = [
        common
        | {"usage_account_id": account, "product_code": product}
        | _scopes(model, dollars / 1_000_000)
        for account, product, dollars in zip(
            *(sums[name].to_pylist() for name in (*BY_ACCOUNT, f"{COST}_sum")), strict=True
        )
    ]
    return pa.Table.from_pylist(rows, schema=pa.schema(list(SCHEMA.items())))


def _scopes(model: CarbonModel, amount: float) -> dict[str, object]:
    """Values with their units; a total is the sum of its scopes."""
    direct, other = model.scope_1 * amount, (model.scope_3 or 0.0) * amount
    market, location = model.scope_2_mbm * amount, model.scope_2_lbm * amount
    values: dict[str, float | None] = {
        "total_mbm": direct + market + other,
        "total_lbm": direct + location + other,
        "total_scope_1": direct,
        "total_scope_2_mbm": market,
        "total_scope_2_lbm": location,
        "total_scope_3_mbm": other if model.scope_3 else None,
        "total_scope_3_lbm": other if model.scope_3 else None,
    }
    return {f"{name}_emissions_value": value for name, value in values.items()} | {
        f"{name}_emissions_unit": UNIT if value is not None else None
        for name, value in values.items()
    }
