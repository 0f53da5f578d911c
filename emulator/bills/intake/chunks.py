"""A Parquet file with one billing period's rows, and where it came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from emulator.bills.intake.found_files import CostFile
from modules.datasets import BillingPeriod, Dataset


@dataclass(frozen=True)
class Chunk:
    """`path` is what gets delivered, `source` the file that was found; they differ if it was converted.

    `folder` is where AWS would have put all chunks of this version of the month; None for loose files.
    `listed` says that AWS's manifest names the file. `dropped` are its columns that
    have the name of a partition key, whose value is the partition's.
    """

    dataset: Dataset
    period: BillingPeriod
    path: Path
    source: Path
    folder: Path | None
    rows: int
    readable: bool = True
    listed: bool = False
    dropped: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        file: CostFile,
        dataset: Dataset,
        period: BillingPeriod,
        path: Path,
        rows: int,
        dropped: Sequence[str] = (),
    ) -> "Chunk":
        folder = _folder(file)
        return cls(
            dataset, period, path, file.path, folder, rows, True, file.listed, tuple(dropped)
        )

    @classmethod
    def unreadable(cls, file: CostFile, dataset: Dataset, period: BillingPeriod) -> "Chunk":
        """A broken file, which should have had rows of the month."""
        return cls(dataset, period, file.path, file.path, _folder(file), 0, False)


def _folder(file: CostFile) -> Path | None:
    return file.path.parent if file.month else None
