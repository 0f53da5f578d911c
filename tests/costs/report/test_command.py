"""`python -m costs report`."""

import json
from pathlib import Path

import pytest

from costs.cli import main
from tests.emulator.bills.intake_folders import HEADER, ROW, text


def test_a_month_that_is_not_there_is_named_with_those_that_are(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """And no page is written."""
    text(tmp_path / "bill.csv", HEADER, ROW, ROW.replace("2026-01", "2026-02"))
    page = tmp_path / "report.html"
    asked = ["report", "--data", str(tmp_path), "--month", "2026-03", "--out", str(page)]
    assert main(asked) == 1
    assert "--month 2026-03: no such month; there are 2026-01, 2026-02" in capsys.readouterr().err
    assert not page.exists()


def test_names_in_a_bill_are_foreign_text(tmp_path: Path) -> None:
    """A service may be called anything."""
    text(tmp_path / "bill.csv", HEADER, ROW.replace("AmazonS3", "<script>alert(1)</script>"))
    page = tmp_path / "report.html"
    assert main(["report", "--data", str(tmp_path), "--out", str(page)]) == 0
    assert "<script" not in page.read_text()
    assert "&lt;script&gt;alert(1)" in page.read_text()


def test_a_report_that_lacks_rows_says_so_and_fails(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Exit code 3 as that of `query`, and the page itself says it."""
    text(tmp_path / "whole.csv", HEADER, ROW, ROW.replace("2026-01", "2026-02"))
    text(tmp_path / "broken.csv", HEADER, ROW, "cut o")
    assert main(["report", "--data", str(tmp_path), "--format", "json", "--out", "-"]) == 3
    said = capsys.readouterr()
    assert "broken.csv" in said.err
    (note,) = json.loads(said.out)["notes"]
    assert note == "broken.csv: not read, so that figures may be smaller than the bill."
