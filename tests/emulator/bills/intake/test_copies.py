"""The same bill more than once in a folder: counted once or not at all, and told."""

import shutil
from pathlib import Path

import pytest

from emulator.bills.intake.outcome import Intake
from emulator.bills.intake.reading import read_data_folder
from emulator.bills.intake.totals import MonthTotals, totals
from tests.emulator.bills.intake_folders import DECEMBER, HEADER, cur2, legacy, text

ITEMS = f"identity/LineItemId,identity/TimeInterval,{HEADER}"


def report(path: Path, **costs: float) -> Path:
    """A legacy CSV of January with a line item a cost."""
    rows = [f"{id_},1/2,2026-01-01T00:00:00Z,AmazonS3,{cost}" for id_, cost in costs.items()]
    return text(path, ITEMS, *rows)


def january(folder: Path, scratch: Path) -> tuple[Intake, list[MonthTotals]]:
    """With a good month beside it, so that January may be left out."""
    legacy(folder / "good" / "year=2025" / "month=12" / "x.parquet", [9.0], DECEMBER)
    intake = read_data_folder(folder, scratch)
    return intake, [totals(month) for month in intake.months if month.period.year == 2026]


@pytest.mark.parametrize("copy", ["cid-00001 (1).csv.gz", "older/x.csv.gz", "x.csv"])
def test_a_copy_counts_once(copy: str, data: Path, scratch: Path) -> None:
    """Whatever it is called, and packed or not."""
    original = report(data / "cid-00001.csv.gz", a=1.0, b=2.0)
    report(data / copy, a=1.0, b=2.0)
    intake, found = january(data, scratch)
    assert found == [MonthTotals(2, 3.0)]
    (problem,) = intake.problems
    assert problem.path in (data / copy, original)
    assert "has the same rows, so it is left out" in problem.reason
    assert not intake.is_partial


def test_a_copy_without_line_item_ids_counts_once(data: Path, scratch: Path) -> None:
    """An export's month and a loose copy of its file."""
    folder = data / "BILLING_PERIOD=2026-01"
    shutil.copy(cur2(folder / "e-00001.parquet", [1.0]), data / "e-00001.parquet")
    intake, found = january(data, scratch)
    assert found == [MonthTotals(1, 1.0)]
    assert [problem.path for problem in intake.problems] == [data / "e-00001.parquet"]


@pytest.mark.parametrize("folder", ["loose", "20260101-20260201"])
def test_an_older_version_is_left_out(folder: str, data: Path, scratch: Path) -> None:
    """Downloads of a month that grew: the newer one has all line items of the older one."""
    older = report(data / folder / "05" / "cid-1.csv.gz", a=1.0)
    report(data / folder / "20" / "cid-1.csv.gz", a=1.0, b=2.0)
    intake, found = january(data, scratch)
    assert found == [MonthTotals(2, 3.0)]
    assert [problem.path for problem in intake.problems] == [older]


def test_two_older_chunks_are_held_by_three_newer_ones(data: Path, scratch: Path) -> None:
    """Versions don't divide their rows alike."""
    old = [report(data / "05/1.csv", a=1, b=2), report(data / "05/2.csv", c=3)]
    report(data / "20/1.csv", a=1)
    report(data / "20/2.csv", b=2, c=3, d=4)
    report(data / "20/3.csv", e=5, f=6, g=7)
    intake, found = january(data, scratch)
    assert found == [MonthTotals(7, 28.0)]
    assert {problem.path for problem in intake.problems} == set(old)


@pytest.mark.parametrize("newer", [{"a": 1.5, "b": 2.0}, {"b": 2.0, "c": 3.0}])
def test_versions_of_which_neither_holds_the_other_are_left_out(
    newer: dict[str, float], data: Path, scratch: Path
) -> None:
    """A cost was changed, or a line item has gone: only their owner knows which counts."""
    files = [report(data / "05.csv", a=1.0, b=2.0), report(data / "20.csv", **newer)]
    intake, found = january(data, scratch)
    assert found == []
    assert intake.is_partial
    (problem,) = intake.problems
    assert problem.reason.endswith(f"as --data ({files[0]}, {files[1]})")


def test_two_versions_below_a_folder_in_lower_case_are_left_out(data: Path, scratch: Path) -> None:
    """Neither holds the other, and nothing tells which is current."""
    for day, costs in (("0105", [1.0, 3.0]), ("0120", [1.0, 2.0])):
        cur2(data / "billing_period=2026-01" / day / "x.parquet", costs)
    intake, found = january(data, scratch)
    assert found == []
    assert "is in 2 folders" in intake.problems[0].reason


@pytest.mark.parametrize("month", ["billing_period=2026-01", "2026"], ids=["AWS's", "loose"])
def test_without_line_item_ids_whole_rows_tell_an_older_version(
    month: str, data: Path, scratch: Path
) -> None:
    """FOCUS has none, nor have exports of chosen columns."""
    older = cur2(data / month / "0105" / "x.parquet", [1.0])
    cur2(data / month / "0120" / "x.parquet", [1.0, 2.0])
    intake, found = january(data, scratch)
    assert found == [MonthTotals(2, 3.0)]
    assert [(problem.path, problem.harmless) for problem in intake.problems] == [(older, True)]


def test_reports_without_common_line_items_are_one_month(data: Path, scratch: Path) -> None:
    """Chunks of one report, or reports of two accounts."""
    report(data / "1.csv", a=1.0)
    report(data / "2.csv", b=1.0)
    intake, found = january(data, scratch)
    assert (found, intake.problems) == ([MonthTotals(2, 2.0)], ())
