"""Whose bill it is: accounts, business units, tags."""

from dashboards.board import Board
from dashboards.panels import Panels
from dashboards.subject import Subject
from modules.settings.query import tag_column

UID = "accounts"


def dashboard(subject: Subject) -> Board:
    """For who answers for a part of the bill."""
    board = Board(UID, "Accounts", "Whose bill it is: accounts, business units, tags.")
    panels = Panels(subject)
    board.show(
        panels.over_time("By month and account", "accounts/by_month"),
        panels.rows("Accounts", "spend/monthly_by_account", width=12),
        panels.rows("Business units", "spend/by_business_unit", width=12),
        panels.rows("Days that are unusual for an account", "anomalies/by_account", width=12),
        panels.rows("Credits and refunds", "invoice/credits_and_refunds", width=12),
    )
    for tag in subject.tags:
        words = {"column": tag_column(tag)}
        board.head(f"Tag {tag}")
        board.show(
            panels.over_time(f"By month and {tag}", "accounts/by_tag", width=14, words=words),
            panels.rows(f"How much carries {tag}", "accounts/tags", width=10, words=words),
        )
    return board
