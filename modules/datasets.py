"""The cost datasets that AWS delivers, each described once.

Export, catalog, emulator and tests all read these descriptions. A new dataset is one more
description here (and a column list in `columns/`), one settings section and one line of wiring.

S3 layouts: https://docs.aws.amazon.com/cur/latest/userguide/dataexports-export-delivery.html and
https://docs.aws.amazon.com/cur/latest/userguide/understanding-report-versions.html
"""

import json
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

COLUMN_LISTS = Path(__file__).parent / "columns"


@dataclass(frozen=True, order=True)
class BillingPeriod:
    """One calendar month of a bill. `str()` gives AWS's own spelling, `2018-10`."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> "BillingPeriod":
        """Read `YYYY-MM`; raises ValueError for anything else."""
        found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text)
        if not found:
            raise ValueError(f"{text!r} is not a billing period; write it as YYYY-MM")
        return cls(int(found[1]), int(found[2]))

    @property
    def next(self) -> "BillingPeriod":
        """The month after this one."""
        carry, month = divmod(self.month, 12)
        return BillingPeriod(self.year + carry, month + 1)

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"


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

    def available(self, configurations: dict[str, str]) -> bool:
        """Does AWS deliver this column under these table configurations ("TRUE"/"FALSE")?"""
        if self.needs and configurations[self.needs] != "TRUE":
            return False
        return not (self.without and configurations[self.without] == "TRUE")


@dataclass(frozen=True)
class Dataset(ABC):
    """What AWS delivers for one kind of export: columns, S3 layout, partitions.

    `prefix` is the S3 prefix of the table (`cur2`); AWS is told to write below `prefix/account_id`,
    so that several accounts can share one table, and partition keys name every folder below `prefix`.
    """

    name: str  # settings section and construct id
    title: str  # as people call it
    table: str  # Glue table, and the folder of its saved queries
    partition_keys: tuple[str, ...]  # all strings, outermost folder first
    growing_schema: bool  # do new columns appear from one month to the next?

    @property
    @abstractmethod
    def columns(self) -> tuple[Column, ...]:
        """The declared columns, empty where the crawler finds them."""

    @abstractmethod
    def data_prefix(self, prefix: str, account_id: str, export: str) -> str:
        """The folder (ending in `/`) that holds one export's month folders."""

    @abstractmethod
    def month_folder(self, period: BillingPeriod) -> str:
        """The folder of one billing period below the data prefix, without slashes at its ends."""

    @abstractmethod
    def month_of(self, folder: str) -> BillingPeriod | None:
        """The billing period that a folder path ends with, or None: `month_folder` read backwards."""

    @abstractmethod
    def manifest_pattern(self, prefix: str, account_id: str, export: str) -> str:
        """EventBridge wildcard that matches the keys of this export's manifests and nothing else."""

    @abstractmethod
    def manifest_key(self, prefix: str, account_id: str, export: str, period: BillingPeriod) -> str:
        """The key of the manifest AWS writes last when it delivers a billing period."""

    def data_key(
        self, prefix: str, account_id: str, export: str, period: BillingPeriod, chunk: int
    ) -> str:
        """The key of the `chunk`-th Parquet file (counted from 1) of a billing period."""
        folder = self.data_prefix(prefix, account_id, export) + self.month_folder(period)
        return f"{folder}/{export}-{chunk:05d}.snappy.parquet"


@dataclass(frozen=True)
class DataExportsDataset(Dataset):
    """A table of AWS Data Exports; its schema is what the query statement selects."""

    exports_table: str  # in the query statement, case-sensitive
    period_folder: str  # "BILLING_PERIOD"

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        listed = json.loads((COLUMN_LISTS / f"{self.name}.json").read_text())["columns"]
        return tuple(Column(**column) for column in listed)

    def data_prefix(self, prefix: str, account_id: str, export: str) -> str:
        return f"{prefix}/{account_id}/{export}/data/"

    def month_folder(self, period: BillingPeriod) -> str:
        return f"{self.period_folder}={period}"

    def month_of(self, folder: str) -> BillingPeriod | None:
        found = re.search(rf"(?:^|/){self.period_folder}=(\d{{4}}-\d{{2}})/?$", folder)
        return BillingPeriod.parse(found[1]) if found else None

    def manifest_pattern(self, prefix: str, account_id: str, export: str) -> str:
        return f"{prefix}/{account_id}/{export}/metadata/*Manifest.json"

    def manifest_key(self, prefix: str, account_id: str, export: str, period: BillingPeriod) -> str:
        metadata = f"{prefix}/{account_id}/{export}/metadata"
        return f"{metadata}/{self.month_folder(period)}/{export}-Manifest.json"


@dataclass(frozen=True)
class LegacyCurDataset(Dataset):
    """The legacy Cost and Usage Report with its ATHENA artifact.

    Columns appear only once there is usage for them, so the crawler finds them and there is no list.
    Months are not zero-padded. AWS's pages disagree about where the manifest lies; all agree that it
    is below the report's folder.
    """

    @property
    def columns(self) -> tuple[Column, ...]:
        return ()

    def data_prefix(self, prefix: str, account_id: str, export: str) -> str:
        return f"{prefix}/{account_id}/{export}/{export}/"

    def month_folder(self, period: BillingPeriod) -> str:
        return f"year={period.year}/month={period.month}"

    def month_of(self, folder: str) -> BillingPeriod | None:
        found = re.search(r"(?:^|/)year=(\d{4})/month=(\d{1,2})/?$", folder)
        return BillingPeriod(int(found[1]), int(found[2])) if found else None

    def manifest_pattern(self, prefix: str, account_id: str, export: str) -> str:
        return f"{prefix}/{account_id}/{export}/*Manifest.json"

    def manifest_key(self, prefix: str, account_id: str, export: str, period: BillingPeriod) -> str:
        days = f"{period.year}{period.month:02d}01-{period.next.year}{period.next.month:02d}01"
        return f"{prefix}/{account_id}/{export}/{days}/{export}-Manifest.json"


CUR2 = DataExportsDataset(
    name="cur2",
    title="CUR 2.0",
    table="cur2",
    partition_keys=("source_account_id", "report_name", "data", "billing_period"),
    growing_schema=False,
    exports_table="COST_AND_USAGE_REPORT",
    period_folder="BILLING_PERIOD",
)

LEGACY_CUR = LegacyCurDataset(
    name="legacy_cur",
    title="legacy CUR",
    table="cur",
    # Glue names folders without a key partition_N.
    partition_keys=("partition_0", "partition_1", "partition_2", "year", "month"),
    growing_schema=True,
)

DATASETS: tuple[Dataset, ...] = (CUR2, LEGACY_CUR)
