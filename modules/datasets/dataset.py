"""What a cost dataset is: columns, S3 layout, partitions, and who delivers it.

S3 layouts: https://docs.aws.amazon.com/cur/latest/userguide/dataexports-export-delivery.html and
https://docs.aws.amazon.com/cur/latest/userguide/understanding-report-versions.html
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol

from modules.datasets.billing_period import BillingPeriod


class BillingService(StrEnum):
    """Who writes exports. Each is let into a bucket of its own."""

    DATA_EXPORTS = "data_exports"
    LEGACY_REPORT = "legacy_report"

    @property
    def crosses_accounts(self) -> bool:
        """May it deliver into a bucket that another account owns?

        https://docs.aws.amazon.com/cur/latest/userguide/cur-consolidated-billing.html says no of legacy
        CUR, https://docs.aws.amazon.com/cur/latest/userguide/dataexports-s3-bucket.html yes of exports.
        """
        return self is BillingService.DATA_EXPORTS


# Who adds a month to the catalog: a crawler, or the state machine that a manifest starts.
CatalogMode = Literal["crawler", "registered"]


class ExportSettings(Protocol):
    """What every dataset's section of the settings tells."""

    @property
    def enabled(self) -> bool: ...

    @property
    def prefix(self) -> str:
        """The S3 folder of the table."""

    @property
    def export_name(self) -> str | None:
        """The name that AWS knows the export by."""

    @property
    def catalog(self) -> CatalogMode: ...

    @property
    def exported_columns(self) -> tuple[str, ...]:
        """In AWS's spelling and order; empty where they come and go with the bill."""

    @property
    def keeps_versions(self) -> bool:
        """Has each delivery a folder of its own, or does the next one overwrite it?"""


@dataclass(frozen=True)
class Column:
    """A column as the Glue catalog declares it.

    `needs` names the table configuration that must be TRUE for AWS to accept the column in a query
    statement; `without` the one that removes it. `optional` columns are exported only when named.
    """

    name: str
    type: str
    needs: str | None = None
    without: str | None = None
    optional: bool = False

    @property
    def athena_name(self) -> str:
        """What Glue and Athena call it: they know no capital letters."""
        return self.name.lower()

    def available(self, configurations: dict[str, str]) -> bool:
        """Does AWS deliver this column under these table configurations ("TRUE"/"FALSE")?"""
        if self.needs and configurations[self.needs] != "TRUE":
            return False
        return not (self.without and configurations[self.without] == "TRUE")


@dataclass(frozen=True, kw_only=True)
class Dataset(ABC):
    """What AWS delivers for one kind of export.

    The layout is told below the export's own folder, `prefix/payer/export name`: `plan.py` knows where
    that is. Partition keys name every folder below the prefix, so that many exports can share a table.
    """

    name: str  # settings section and construct id
    title: str  # as people call it
    table: str  # Glue table, and the folder of its saved queries
    partition_keys: tuple[str, ...]  # all strings, outermost folder first
    service: BillingService
    growing_schema: bool  # do new columns appear from one month to the next?
    writes_null: bool  # or '' and 0.0 for what is absent?
    null_text: str | None = None  # in CSV, beside the empty text
    own_columns: frozenset[str] = frozenset()  # Athena's names of those that tell it from others
    grain: str = "line item"  # what a row is
    summed_column: str  # Athena's name of what a delivery is reconciled by: its cost, if it has one
    period_type: type[BillingPeriod] = BillingPeriod  # what one delivery covers
    period_column: str | None = None  # Athena's name of where rows tell their month
    silent_hours: int | None = 36  # after which a delivery is missing; None: CloudWatch can't tell
    payer_column: str | None = None  # and of whose bill they are
    kind_column: str | None = None  # and of what kind of charge, in the dataset's own words
    regions: frozenset[str] | None = None  # that it delivers to; None: all

    @property
    @abstractmethod
    def columns(self) -> tuple[Column, ...]:
        """The declared columns, empty where the crawler finds them."""

    @property
    def declared_table(self) -> str:
        """The table whose columns are known beforehand: the one that views read."""
        return self.table

    @abstractmethod
    def data_folder(self, export: str) -> str:
        """The folder that holds the month folders."""

    @abstractmethod
    def month_folder(self, period: BillingPeriod) -> str:
        """The folder of one billing period below the data folder, or folders joined by slashes."""

    @abstractmethod
    def month_of(self, folder: str) -> BillingPeriod | None:
        """The billing period that a folder's path ends with, or None: `month_folder` read backwards."""

    @property
    @abstractmethod
    def manifests(self) -> str:
        """EventBridge wildcard of the keys of all manifests, and of nothing else."""

    @abstractmethod
    def manifest_folder(self, period: BillingPeriod) -> str:
        """The folder of the manifest that AWS writes last when it delivers a billing period."""
