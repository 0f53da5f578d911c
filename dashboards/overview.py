"""The first look: what it costs, why it moved, what comes."""

from dashboards.board import Board
from dashboards.panels import Panels
from dashboards.subject import Subject

UID = "overview"


def dashboard(subject: Subject) -> Board:
    """For everybody."""
    board = Board(UID, "Cost overview", "What AWS costs, why it moved, and what comes.")
    panels = Panels(subject)
    board.show(
        panels.figures("The last month, against the same days before", "overview/month", width=12),
        panels.rows("What the last month will cost", "spend/forecast", width=12),
        panels.over_time("By month", "overview/by_month", lines=True, width=12),
        panels.rows("What each month's invoice consists of", "invoice/by_charge_type", width=12),
        panels.over_time("Usage by day and service", "overview/by_day_and_service"),
    )
    board.head("Why it moved")
    board.show(
        panels.rows("Bridge from the month before the last", "spend/bridge"),
        panels.rows("Services, against the same days before", "spend/month_to_date", width=12),
        panels.rows("Movers", "spend/movers", width=12),
        panels.rows("Unit prices that changed", "spend/price_changes", width=12),
        panels.rows("New resources", "spend/new_resources", width=12),
    )
    board.head("Where it goes")
    return board.show(
        panels.rows("Regions", "spend/monthly_by_region", width=12),
        panels.rows("Resources", "spend/top_resources", width=12),
        panels.rows("Usage types", "spend/monthly_by_usage_type", width=12),
        panels.rows("Invoices", "invoice/by_invoice", width=12),
    )
