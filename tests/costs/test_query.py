"""`python -m costs query` on the months that are there by default."""

import pytest

from costs.cli import main
from tests.conftest import environment


def test_the_last_ninety_days_cost_something(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever day it is: this one asks the real clock."""
    since = "line_item_usage_start_date >= current_date - INTERVAL '90' DAY"
    sql = f"SELECT sum(line_item_unblended_cost) > 1000 AS found FROM cur2 WHERE {since}"
    assert main(["query", sql, "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines() == ["found", "true"]


def test_a_source_has_nothing_to_ask(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its tables are the hub's."""
    source = {"payer": environment(hub="210987654321", exports={})}
    monkeypatch.setattr("emulator.environment.read_environments", lambda path: source)
    assert main(["query", "SELECT 1", "--environment", "payer"]) == 1
    assert "payer is a source: it has exports and no tables" in capsys.readouterr().err
