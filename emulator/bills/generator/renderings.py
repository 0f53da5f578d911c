"""A story's months as each dataset has them: one ledger, told in several ways."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from emulator.bills.billed_month import BilledMonth
from emulator.bills.generator.carbon import CURRENT, OLD, emissions
from emulator.bills.generator.focus import as_focus
from emulator.bills.generator.months import ledger, write_months
from emulator.bills.generator.recommendations import snapshot
from emulator.bills.generator.story import BillingStory
from modules.datasets import (
    CARBON,
    COST_OPTIMIZATION,
    CUR2,
    FOCUS,
    BillingPeriod,
    Dataset,
    ModelMonth,
    SnapshotDay,
)

SNAPSHOTS = 3  # days: of the many that AWS delivers, the last ones of the story
Written = Iterator[tuple[BillingPeriod, tuple[Path, ...]]]


def write_dataset(story: BillingStory, dataset: Dataset, folder: Path) -> tuple[BilledMonth, ...]:
    """Files directly in `folder`, named so that their period can be read back."""
    folder.mkdir(parents=True, exist_ok=True)
    written = RENDERINGS[dataset](story, folder)
    return tuple(BilledMonth(dataset, period, chunks) for period, chunks in written)


def _cur2(story: BillingStory, folder: Path) -> Written:
    for month in write_months(story, folder):
        yield month.period, month.chunks


def _focus(story: BillingStory, folder: Path) -> Written:
    for number, period in enumerate(story.periods):
        yield period, _write(period, as_focus(ledger(story, number, period)), folder)


def _recommendations(story: BillingStory, folder: Path) -> Written:
    after = SnapshotDay(story.periods[-1].next.year, story.periods[-1].next.month, 1).calendar_day
    for back in range(SNAPSHOTS, 0, -1):
        day = after - timedelta(days=back)
        period = SnapshotDay.on(day)
        yield period, _write(period, snapshot(story, day), folder)


def _emissions(story: BillingStory, folder: Path) -> Written:
    """The new model came with the last month, and told all of history anew."""
    months = list(enumerate(story.periods))
    for model, told in ((OLD, months[:-1]), (CURRENT, months)):
        for number, period in told:
            table = emissions(story, ledger(story, number, period), period, model)
            seen = ModelMonth(period.year, period.month, model.version)
            yield seen, _write(seen, table, folder)


def _write(period: BillingPeriod, table: pa.Table, folder: Path) -> tuple[Path, ...]:
    path = folder / f"{'_'.join(period.values)}-00001.snappy.parquet"
    pq.write_table(table, path, compression="snappy", store_schema=False)
    return (path,)


RENDERINGS: Mapping[Dataset, Callable[[BillingStory, Path], Written]] = {
    CUR2: _cur2,
    FOCUS: _focus,
    COST_OPTIMIZATION: _recommendations,
    CARBON: _emissions,
}
