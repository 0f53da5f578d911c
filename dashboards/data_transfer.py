"""What moving data costs, by the way it takes."""

from dashboards.board import Board
from dashboards.panels import Panels
from dashboards.subject import Subject

UID = "data-transfer"


def dashboard(subject: Subject) -> Board:
    """Between zones and regions, to the internet, through NAT."""
    board = Board(UID, "Data transfer", "What moving data costs, by the way it takes.")
    panels = Panels(subject)
    return board.show(
        panels.over_time("By month and way", "data_transfer/by_month", width=12),
        panels.over_time("To the internet", "data_transfer/by_day", unit="decgbytes", width=12),
        panels.rows("Ways", "data_transfer/by_path", width=12),
        panels.rows("Between zones", "data_transfer/between_zones", width=12),
        panels.rows("NAT gateways", "data_transfer/nat_gateways", width=12),
        panels.rows("Public IPv4 addresses", "waste/public_addresses", width=12),
    )
