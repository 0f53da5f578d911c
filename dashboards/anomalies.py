"""Days and prices that are unusual."""

from dashboards.board import Board
from dashboards.panels import Panels
from dashboards.subject import Subject

UID = "anomalies"


def dashboard(subject: Subject) -> Board:
    """Against the median day of the range: three months see more than one."""
    says = "Days that cost far more or less than the median day of the range."
    board = Board(UID, "Anomalies", says)
    panels = Panels(subject)
    return board.show(
        panels.over_time("Above and below a usual day", "anomalies/by_day"),
        panels.rows("Services", "anomalies/by_service", width=12),
        panels.rows("Accounts", "anomalies/by_account", width=12),
        panels.rows("Unit prices that changed", "spend/price_changes", width=12),
        panels.rows("New resources", "spend/new_resources", width=12),
    )
