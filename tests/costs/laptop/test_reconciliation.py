"""Delivered and queried cents, side by side."""

from costs.laptop.reconciliation import Reconciliation


def test_a_bill_of_nothing_reconciles_at_zero() -> None:
    """On both sides."""
    assert str(Reconciliation(2, -1.4e-12, 2, -0.0)) == (
        "reconciled: 0.00 delivered in 2 line items = 0.00 queried in 2"
    )
