"""`guard` as CI runs it: lines, exit codes and what may pass by name."""

import json
from pathlib import Path

import pytest

from costs.cli import main

BUCKET = "aws_s3_bucket.data"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan that deletes a bucket with data."""
    bucket = {
        "address": BUCKET,
        "mode": "managed",
        "type": "aws_s3_bucket",
        "change": {"actions": ["delete"], "before": {"bucket": "data"}, "after": None},
    }
    file = tmp_path / "plan.json"
    content = {"format_version": "1.2", "planned_values": {}, "resource_changes": [bucket]}
    file.write_text(json.dumps(content))
    return file


def test_a_loss_is_refused_with_its_address(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1, a line for each resource."""
    assert main(["guard", str(plan)]) == 1
    assert capsys.readouterr().out.startswith(f"{BUCKET}: the bucket would be deleted")


def test_what_is_meant_passes_by_its_name(plan: Path) -> None:
    """Only that resource."""
    assert main(["guard", str(plan), "--allow", BUCKET]) == 0


def test_an_allowance_that_allows_nothing_is_an_error(plan: Path) -> None:
    """It would lie around and allow something one day."""
    assert main(["guard", str(plan), "--allow", BUCKET, "--allow", "aws_s3_bucket.old"]) == 2


def test_no_plan_is_another_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """2, with the way to write one."""
    assert main(["guard", str(tmp_path / "missing.json")]) == 2
    assert "terraform show -json" in capsys.readouterr().err
