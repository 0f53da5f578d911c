"""Savings Plans and reservations: covered, used, worth it?"""

from dashboards.board import Board
from dashboards.panels import Panels
from dashboards.subject import Subject

UID = "commitments"


def dashboard(subject: Subject) -> Board:
    """For who buys them."""
    says = "Savings Plans and reservations: what they cover, what lies idle, what they save."
    board = Board(UID, "Commitments", says)
    panels = Panels(subject)
    return board.show(
        panels.over_time("Bought how, at public prices", "commitments/by_month", width=12),
        panels.over_time("Used and unused", "commitments/by_day", width=12),
        panels.rows("Coverage", "commitments/coverage", width=12),
        panels.rows("Utilisation", "commitments/utilisation", width=12),
        panels.rows("What buying well saves", "commitments/savings", width=12),
        panels.rows("From which utilisation on each pays", "commitments/break_even", width=12),
        panels.rows("What could still be committed", "commitments/eligible_on_demand"),
    )
