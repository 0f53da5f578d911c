"""Every dashboard of an environment, by its file's name."""

from collections.abc import Callable, Iterator

from dashboards import (
    accounts,
    ai,
    anomalies,
    commitments,
    data_transfer,
    explorer,
    kubernetes,
    line_items,
    overview,
    pipeline,
    waste,
)
from dashboards.board import Board
from dashboards.subject import Subject

DASHBOARDS: tuple[Callable[[Subject], Board], ...] = (
    overview.dashboard,
    explorer.dashboard,
    accounts.dashboard,
    commitments.dashboard,
    kubernetes.dashboard,
    data_transfer.dashboard,
    waste.dashboard,
    ai.dashboard,
    anomalies.dashboard,
    line_items.dashboard,
    pipeline.dashboard,
)


def boards(subject: Subject) -> Iterator[Board]:
    """Those that have something to show."""
    found = (dashboard(subject) for dashboard in DASHBOARDS)
    return (board for board in found if board.panels)


def files(subject: Subject) -> dict[str, str]:
    """JSON by file name."""
    return {f"{board.uid}.json": board.json() for board in boards(subject)}
