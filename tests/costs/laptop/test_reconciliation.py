"""Delivered and queried cents, side by side."""

from costs.laptop.reconciliation import Reconciliation, TableTotals
from emulator.bills.intake.totals import MonthTotals


def test_a_bill_of_nothing_reconciles_at_zero() -> None:
    """On both sides."""
    nothing = TableTotals("cur", MonthTotals(2, -1.4e-12), MonthTotals(2, -0.0))
    assert str(Reconciliation((nothing,))) == (
        "reconciled: cur 0.00 delivered in 2 rows = 0.00 queried in 2"
    )


def test_one_table_that_differs_spoils_all() -> None:
    """And is told; a cent or a row is enough."""
    good = TableTotals("cur2", MonthTotals(1, 1.0), MonthTotals(1, 1.0))
    for seen in (MonthTotals(1, 1.01), MonthTotals(2, 1.0)):
        bad = TableTotals("focus", MonthTotals(1, 1.0), seen)
        told = Reconciliation((good, bad))
        assert not told.holds
        assert "reconciled: cur2 1.00" in str(told)
        assert "NOT RECONCILED: focus 1.00" in str(told)
