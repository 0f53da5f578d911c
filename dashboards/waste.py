"""What could go, and what AWS recommends."""

from dashboards.board import Board
from dashboards.panels import Panels
from dashboards.subject import Subject

UID = "waste"


def dashboard(subject: Subject) -> Board:
    """From the bill alone; AWS's own recommendations where they are exported."""
    board = Board(UID, "Waste", "What could be stopped, deleted or bought for less.")
    panels = Panels(subject)
    board.show(
        panels.rows("Load balancers that serve little", "waste/idle_load_balancers", width=12),
        panels.rows("NAT gateways that carry little", "waste/idle_nat_gateways", width=12),
        panels.rows(
            "Interface endpoints that carry little", "waste/idle_interface_endpoints", width=12
        ),
        panels.rows("Capacity reserved and unused", "waste/unused_capacity_reservations", width=12),
        panels.rows("Volumes that are still gp2", "waste/gp2_volumes", width=12),
        panels.rows("Snapshots paid for in all these months", "waste/old_snapshots", width=12),
        panels.rows("Previous generations", "waste/previous_generations", width=12),
        panels.rows("On Graviton, and what could be", "waste/graviton_share", width=12),
        panels.rows("Extended support", "waste/extended_support", width=12),
        panels.rows("Logs that nobody searches", "waste/unread_logs", width=12),
        panels.rows("Buckets", "storage/s3_by_bucket", width=12),
    )
    recommended = [
        panels.rows("What saves most", "recommendations/top"),
        panels.rows("By action", "recommendations/by_action", width=12),
        panels.rows("By account", "recommendations/by_account", width=12),
        panels.rows("Idle", "recommendations/idle"),
    ]
    if any(recommended):
        board.head("What AWS recommends")
    return board.show(*recommended)
