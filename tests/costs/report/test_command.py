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


def test_a_month_that_is_not_over_is_held_against_the_same_days(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """And says so, wherever it is compared."""
    days = (
        "2026-01-01,1",
        "2026-01-02,2",
        "2026-01-31,40",
        "2026-02-01,3",
        "2026-02-02,4",
        "2026-02-03,5",
    )
    rows = [
        f"{day[:7]}-01T00:00:00Z,AmazonS3,{cost},Usage,{day}T00:00:00Z"
        for day, cost in (line.split(",") for line in days)
    ]
    header = f"{HEADER},lineItem/LineItemType,lineItem/UsageStartDate"
    text(tmp_path / "bill.csv", header, *rows)
    assert main(["report", "--data", str(tmp_path), "--format", "json", "--out", "-"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["partial"], report["last_day"]) == (True, "2026-02-03")
    summary, trend = report["sections"][:2]
    assert summary["lead"].startswith("The month isn't over: the bill has usage until 3 February")
    assert "4.00 more than 1–2 January 2026" in summary["lead"]
    (before, *_, after) = summary["tables"][0]["rows"]
    assert before == {"effect": "1–2 January 2026", "amount": 3.0}
    assert after == {"effect": "1–2 February 2026", "amount": 7.0}
    assert trend["lead"].endswith("February 2026 isn't over: don't compare it with whole months.")


def test_a_payer_whose_bill_stopped_is_no_fall(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Its days are held against the same days, and the page says so."""
    rows = [
        f"2026-0{month}-01T00:00:00Z,AmazonS3,7,Usage,2026-0{month}-{day:02}T00:00:00Z,{payer}"
        for payer, ends in ((111111111111, 9), (222222222222, 2))
        for month in (3, 4)
        for day in range(1, 31 if month == 3 else ends + 1)
    ]
    header = f"{HEADER},lineItem/LineItemType,lineItem/UsageStartDate,bill/PayerAccountId"
    text(tmp_path / "bill.csv", header, *rows)
    assert main(["report", "--data", str(tmp_path), "--format", "json", "--out", "-"]) == 0
    report = json.loads(capsys.readouterr().out)
    (before, *_, after) = report["sections"][0]["tables"][0]["rows"]
    assert (before["amount"], after["amount"]) == (63.0, 63.0)
    (note,) = report["notes"]
    assert "222222222222's 2026-04-02" in note


def test_two_months_can_be_compared(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The second against the first, whatever lies between."""
    rows = [ROW.replace("2026-01", month) for month in ("2025-11", "2025-12", "2026-01")]
    text(tmp_path / "bill.csv", HEADER, *rows, ROW)
    pair = ["--compare", "2025-11", "2026-01"]
    assert main(["report", "--data", str(tmp_path), *pair, "--format", "json", "--out", "-"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["before"], report["month"]) == ("2025-11", "2026-01")
    effects = {row["effect"]: row["amount"] for row in report["sections"][0]["tables"][0]["rows"]}
    assert (effects["November 2025"], effects["January 2026"]) == (1.0, 2.0)
