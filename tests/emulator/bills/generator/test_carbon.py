"""Generated emissions: two versions of the model, market- and location-based."""

import pyarrow as pa
import pytest

from emulator.bills.generator.carbon import CURRENT, OLD, CarbonModel, emissions
from emulator.bills.generator.months import ledger
from emulator.bills.generator.story import BillingStory
from modules.datasets import CARBON, BillingPeriod

STORY = BillingStory(BillingPeriod(2025, 11), months=1)


def table(model: CarbonModel) -> pa.Table:
    return emissions(STORY, ledger(STORY, 0, STORY.first), STORY.first, model)


def test_columns_and_types_are_those_of_the_export() -> None:
    """Every account and product once."""
    rows = table(CURRENT)
    assert rows.schema.names == [column.name for column in CARBON.columns]
    keys = zip(rows["usage_account_id"].to_pylist(), rows["product_code"].to_pylist(), strict=True)
    found = list(keys)
    assert len(set(found)) == len(found) > 20


@pytest.mark.parametrize("model", [OLD, CURRENT])
@pytest.mark.parametrize("method", ["mbm", "lbm"])
def test_a_total_is_the_sum_of_its_scopes(model: CarbonModel, method: str) -> None:
    """Of one method; the methods aren't added. The old model has no scope 3."""
    for row in table(model).to_pylist():
        scope_3 = row[f"total_scope_3_{method}_emissions_value"]
        assert (scope_3 is None) is (model is OLD)
        assert row[f"total_{method}_emissions_value"] == pytest.approx(
            row["total_scope_1_emissions_value"]
            + row[f"total_scope_2_{method}_emissions_value"]
            + (scope_3 or 0)
        )
        assert row["total_mbm_emissions_value"] < row["total_lbm_emissions_value"]
