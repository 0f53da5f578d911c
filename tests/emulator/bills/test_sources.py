"""What is billed when nobody gives a folder."""

from datetime import date
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from emulator.bills.intake.reading import read_data_folder
from emulator.bills.sources import SAMPLES, bills
from emulator.environment import Emulated
from modules.datasets import CUR2, FOCUS, LEGACY_CUR, Dataset
from modules.datasets.cur2 import Cur2Settings
from modules.plan import Plan
from tests.conftest import environment

MONTHLY = {"enabled": True, "time_granularity": "MONTHLY"}
DAILY = {"enabled": True, "time_granularity": "DAILY"}
START: dict[Dataset, str] = {CUR2: "line_item_usage_start_date", FOCUS: "ChargePeriodStart"}


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


def test_rows_are_as_long_as_the_exports_of_the_environment_say(tmp_path: Path) -> None:
    """Each export has a granularity of its own."""
    emulated = Emulated("months", Plan.of(environment(exports={"cur2": MONTHLY, "focus": DAILY})))
    months = bills(None, tmp_path, [CUR2, FOCUS], date(2026, 3, 1), emulated).months
    starts = {
        month.dataset: pc.count_distinct(
            pq.read_table(month.chunks[0])[START[month.dataset]]
        ).as_py()
        for month in months
        if str(month.period) == "2026-02"
    }
    assert starts == {CUR2: 1, FOCUS: 28}


def test_a_generated_bill_has_the_columns_that_the_export_asks_for(tmp_path: Path) -> None:
    """A column more would be told as a change of the export's."""
    asked = MONTHLY | {"include_iam_principal_data": True}
    plan = Plan.of(environment(exports={"cur2": asked}))
    line = plan.line_of(CUR2)
    assert line
    months = bills(None, tmp_path, [CUR2], date(2026, 3, 1), Emulated("who", plan)).months
    assert isinstance(line.settings, Cur2Settings)
    for month in months:
        assert pq.read_schema(month.chunks[0]).names == [*line.settings.exported_columns]


def test_the_real_months_are_those_that_the_intake_reads(tmp_path: Path) -> None:
    """Of 2018; nothing is left of them."""
    read = read_data_folder(SAMPLES, tmp_path)
    assert not read.problems
    assert bills(None, tmp_path, [LEGACY_CUR]).months == read.months
    assert list(map(str, read.months)) == ["legacy CUR 2018-10", "legacy CUR 2018-11"]
