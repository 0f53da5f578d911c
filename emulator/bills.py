"""The cost data of a run: the user's folder, or generated CUR 2.0 months and two real legacy ones."""

from pathlib import Path

from emulator.billing import BillingStory, write_months
from emulator.intake import BilledMonth, Intake, read_data_folder
from emulator.settings import PROJECT
from modules.datasets import CUR2, BillingPeriod

SAMPLES = PROJECT / "samples" / "legacy-cur"
STORY = BillingStory(first=BillingPeriod(2025, 11), months=3)


def bills(data: Path | None, scratch: Path) -> Intake:
    """Months in the order they were billed. Raises DataFolderError."""
    if data is not None:
        return read_data_folder(data, scratch / "intake")
    generated = write_months(STORY, scratch / "billing")
    months = tuple(BilledMonth(CUR2, month.period, month.chunks) for month in generated)
    legacy = read_data_folder(SAMPLES, scratch / "intake")
    return Intake((*legacy.months, *months), legacy.problems)
