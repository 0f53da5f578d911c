"""A month of a bill as it will be delivered; where it comes from no longer matters."""

from dataclasses import dataclass
from pathlib import Path

from modules.datasets import BillingPeriod, Dataset


@dataclass(frozen=True)
class BilledMonth:
    """One billing period of one dataset: the Parquet files that hold it, in the order of their chunks.

    `unreadable` are files of the same month that aren't Parquet; AWS would have delivered them too.
    `payer` is whose bill it is, where there are several.
    """

    dataset: Dataset
    period: BillingPeriod
    chunks: tuple[Path, ...]
    unreadable: tuple[Path, ...] = ()
    payer: str | None = None

    def __str__(self) -> str:
        payer = f" of {self.payer}" if self.payer else ""
        return f"{self.dataset.title} {self.period}{payer}"
