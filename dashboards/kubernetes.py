"""What shared clusters cost, by who runs what on them."""

from dashboards.board import Board
from dashboards.panels import Panels
from dashboards.subject import Subject

UID = "kubernetes"


def dashboard(subject: Subject) -> Board:
    """EKS and ECS, from split cost allocation: nodes stand among the other costs already."""
    says = (
        "EKS and ECS by cluster, namespace and workload. Never add it to the bill: nodes are in it."
    )
    board = Board(UID, "Kubernetes", says)
    panels = Panels(subject)
    split = (
        panels.over_time("Namespaces by day", "kubernetes/by_day"),
        panels.rows("Clusters", "kubernetes/by_cluster", width=12),
        panels.rows("Namespaces", "kubernetes/by_namespace", width=12),
        panels.rows("Workloads, and whether they use what they ask for", "kubernetes/by_workload"),
        panels.rows("Nodes, and how much of each is unused", "kubernetes/by_node"),
    )
    if any(split):
        board.show(
            *split, panels.rows("Clusters in all, by service", "kubernetes/by_cluster_and_service")
        )
    return board
