"""The months that AWS bills."""

import pytest

from modules.datasets import BillingPeriod

DECEMBER = BillingPeriod(2025, 12)


@pytest.mark.parametrize("text", ["2025-13", "2025-1", "25-01", "2025-01-01", ""])
def test_what_is_no_billing_period_is_refused(text: str) -> None:
    """The message shows the form."""
    with pytest.raises(ValueError, match="YYYY-MM"):
        BillingPeriod.parse(text)


def test_billing_periods_are_ordered_and_have_a_next() -> None:
    """Across the year."""
    assert DECEMBER.next == BillingPeriod(2026, 1) > DECEMBER
    assert str(BillingPeriod.parse("2026-01")) == "2026-01"
