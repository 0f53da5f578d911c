"""The cost data of a run: the user's folder, or generated CUR 2.0 months and two real legacy ones."""

from collections.abc import Collection
from pathlib import Path

from emulator.bills.generator import BillingStory, write_months
from emulator.bills.intake import BilledMonth, Intake, read_data_folder
from emulator.environment import PROJECT
from modules.datasets import CUR2, DATASETS, LEGACY_CUR, BillingPeriod, Dataset

SAMPLES = PROJECT / "samples" / "legacy-cur"
STORY = BillingStory(first=BillingPeriod(2025, 11), months=3)


def bills(
    data: Path | None, scratch: Path, wanted: Collection[Dataset] = frozenset(DATASETS)
) -> Intake:
    """Months in the order they were billed, of the wanted datasets. Raises DataFolderError."""
    intake = scratch / "intake"
    intake.mkdir()
    if data is not None:
        return read_data_folder(data, intake)
    months: tuple[BilledMonth, ...] = ()
    if LEGACY_CUR in wanted:
        months += read_data_folder(SAMPLES, intake).months
    if CUR2 in wanted:
        generated = write_months(STORY, scratch / "billing")
        months += tuple(BilledMonth(CUR2, month.period, month.chunks) for month in generated)
    return Intake(months, ())
