"""Money as people read it: a plain zero is nothing, whatever doubles add up to."""

from collections.abc import Sequence
from io import StringIO

from rich.console import Console

from costs.printing.service_table import SHOWN, service_table

COVERED_AND_NEGATED = -1.4e-12


def printed(rows: Sequence[Sequence[str | None]]) -> str:
    console = Console(file=StringIO(), width=100)
    console.print(service_table("costs", rows))
    return str(console.file.getvalue())  # type: ignore[attr-defined]


def test_a_tiny_negative_is_zero_in_the_table() -> None:
    """In a service's line, in that of the rest, in the total."""
    few = [("2026-01", "AmazonEC2", str(COVERED_AND_NEGATED))]
    many = [
        ("2026-01", f"service {number}", str(COVERED_AND_NEGATED)) for number in range(SHOWN + 2)
    ]
    for table in (printed(few), printed(many)):
        assert "0.00" in table
        assert "-0.00" not in table


def test_a_credit_keeps_its_sign() -> None:
    """From a cent on."""
    assert "-1,234.50" in printed([("2026-01", "AmazonEC2", "-1234.5")])
    assert "-0.01" in printed([("2026-01", "AmazonEC2", "-0.01")])
