"""`python -m costs query` on the months that are there by default."""

import pytest

from costs.cli import main


def test_the_last_ninety_days_cost_something(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever day it is: this one asks the real clock."""
    since = "line_item_usage_start_date >= current_date - INTERVAL '90' DAY"
    sql = f"SELECT sum(line_item_unblended_cost) > 1000 AS found FROM cur2 WHERE {since}"
    assert main(["query", sql, "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines() == ["found", "true"]
