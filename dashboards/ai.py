"""Bedrock and SageMaker."""

from dashboards.board import Board
from dashboards.panels import Panels
from dashboards.subject import Subject

UID = "ai"


def dashboard(subject: Subject) -> Board:
    """Models, tokens, endpoints."""
    board = Board(UID, "AI", "Bedrock by model and token, SageMaker by what it is used for.")
    panels = Panels(subject)
    return board.show(
        panels.over_time("By day", "ai/by_day", width=12),
        panels.over_time("Models by month", "ai/by_month", width=12),
        panels.rows("Models", "ai/bedrock_by_model", width=12),
        panels.rows("Tokens", "ai/bedrock_tokens", width=12),
        panels.rows("SageMaker", "ai/sagemaker_by_purpose"),
    )
