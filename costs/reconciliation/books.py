"""What is reconciled, wherever it is: deliveries of files, and tables and views that answer SQL."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from athena.errors import ExpectedFailure
from modules.datasets import BillingPeriod, Dataset

Row = tuple[str | None, ...]  # texts as Athena gives them


class NotAnswered(ExpectedFailure):
    """A statement failed; `str()` is Athena's reason."""


@dataclass(frozen=True)
class StoredFile:
    """An object that Athena reads, or would: `uri` is its `$path`."""

    uri: str
    open: Callable[[], BinaryIO]


@dataclass(frozen=True)
class DeliveredMonth:
    """One delivery of a payer's month, as it lies there.

    `partition` are the values of the table's keys. `missing` are files that the manifest names and that
    aren't there; `surplus` those that have rows and that it doesn't name.
    """

    dataset: Dataset
    payer: str
    period: BillingPeriod
    partition: Mapping[str, str]
    files: tuple[StoredFile, ...]
    missing: tuple[str, ...] = ()
    surplus: tuple[StoredFile, ...] = ()

    @property
    def month(self) -> str:
        """That its costs are of, YYYY-MM; of a day's recommendations the day's."""
        return f"{self.period.year}-{self.period.month:02d}"


class Books(Protocol):
    """Deliveries and answers of one environment."""

    @property
    def relations(self) -> frozenset[str]:
        """Tables and views that can be asked."""

    def deliveries(self) -> Sequence[DeliveredMonth]:
        """All that there are."""

    def months(self) -> Sequence[str]:
        """Billing periods that tables or sealed months have, beside those of deliveries."""

    def ask(self, sql: str) -> Sequence[Row]:
        """The rows of one statement. Raises NotAnswered."""
