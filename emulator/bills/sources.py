"""The cost data of a run: the user's folder, or generated months and two real ones of legacy CUR."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from emulator.bills.billed_month import BilledMonth
from emulator.bills.generator.cache import generated_months
from emulator.bills.generator.story import BillingStory
from emulator.bills.intake.outcome import Intake
from emulator.environment import PROJECT, Emulated
from modules.datasets import DATASETS, LEGACY_CUR, DataExportsDataset, Dataset
from modules.datasets.cur2 import Cur2Settings
from modules.datasets.focus import FocusSettings

SAMPLES = PROJECT / "samples" / "legacy-cur"
GENERATED = 3  # months: a query of the last 90 days finds rows


def bills(
    data: Path | None,
    scratch: Path,
    wanted: Collection[Dataset] = frozenset(DATASETS),
    today: date | None = None,
    emulated: Emulated | None = None,
) -> Intake:
    """Months in the order they were billed, of the wanted datasets. Raises DataFolderError.

    The last generated month is the one before that of `today`, by default the day it is in UTC.
    A hub of `emulated` has a bill for each of its payers, and its exports say what a row is; a folder of
    bills is one payer's.
    """
    if data is not None:
        from emulator.bills.intake.reading import read_data_folder  # slow to load

        intake = scratch / "intake"
        intake.mkdir()
        return read_data_folder(data, intake)
    months: tuple[BilledMonth, ...] = ()
    if LEGACY_CUR in wanted:
        months += sample_months()
    story = BillingStory.before(today or datetime.now(UTC).date(), GENERATED)
    payers = emulated.payers if emulated else ()
    for dataset in DATASETS:
        if dataset in wanted and isinstance(dataset, DataExportsDataset):
            asked = _as_asked(story, dataset, emulated)
            for payer in payers or (None,):
                months += _generated(asked, dataset, payer, scratch / "billing")
    return Intake(months, ())


def _as_asked(story: BillingStory, dataset: Dataset, emulated: Emulated | None) -> BillingStory:
    """By the export of the environment: how long a row is, and the columns of CUR 2.0."""
    line = emulated.plan.line_of(dataset) if emulated else None
    match line and line.settings:
        case Cur2Settings() as asked:
            columns = asked.exported_columns
            return replace(story, granularity=asked.time_granularity, columns=columns)
        case FocusSettings() as asked:
            return replace(story, granularity=asked.time_granularity)
    return story


def _generated(
    story: BillingStory, dataset: Dataset, payer: str | None, scratch: Path
) -> tuple[BilledMonth, ...]:
    if payer is None:
        return generated_months(story, dataset, scratch)
    months = generated_months(story.of_payer(payer), dataset, scratch / payer)
    return tuple(replace(month, payer=payer) for month in months)


def sample_months() -> tuple[BilledMonth, ...]:
    """The two real months; their files are known to be good."""
    found = []
    for file in sorted(SAMPLES.rglob("*.parquet")):
        period = LEGACY_CUR.month_of(file.parent.as_posix())
        assert period is not None
        found.append(BilledMonth(LEGACY_CUR, period, (file,)))
    return tuple(found)
