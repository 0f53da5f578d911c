"""What is billed when nobody gives a folder."""

from datetime import date
from pathlib import Path

import pytest

from emulator.bills.intake.reading import read_data_folder
from emulator.bills.sources import SAMPLES, bills
from modules.datasets import CUR2, LEGACY_CUR


@pytest.mark.parametrize(
    ("today", "months"),
    [
        (date(2024, 3, 31), ["2023-12", "2024-01", "2024-02"]),
        (date(2026, 1, 1), ["2025-10", "2025-11", "2025-12"]),
        (date(2026, 12, 31), ["2026-09", "2026-10", "2026-11"]),
    ],
    ids=str,
)
def test_generated_months_end_with_last_month(
    tmp_path: Path, today: date, months: list[str]
) -> None:
    """So a question about the last ninety days has an answer."""
    found = bills(None, tmp_path, [CUR2], today).months
    assert [str(month.period) for month in found] == months


def test_the_real_months_are_those_that_the_intake_reads(tmp_path: Path) -> None:
    """Of 2018; nothing is left of them."""
    read = read_data_folder(SAMPLES, tmp_path)
    assert not read.problems
    assert bills(None, tmp_path, [LEGACY_CUR]).months == read.months
    assert list(map(str, read.months)) == ["legacy CUR 2018-10", "legacy CUR 2018-11"]
