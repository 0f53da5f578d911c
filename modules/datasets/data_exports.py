"""What all tables of AWS Data Exports have in common: S3 layout and settings."""

import json
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated

from modules.datasets.billing_period import BillingPeriod
from modules.datasets.dataset import BillingService, Column, Dataset
from modules.settings.base import Prefix, Settings, matching

COLUMN_LISTS = Path(__file__).parent / "columns"

ExportName = Annotated[
    str, matching(r"[0-9A-Za-z\-_]{1,128}", "1 to 128 of 0-9 A-Z a-z - _", "rename it")
]


@dataclass(frozen=True, kw_only=True)
class DataExportsDataset(Dataset):
    """A table of AWS Data Exports; its schema is what the query statement selects."""

    service: BillingService = BillingService.DATA_EXPORTS
    growing_schema: bool = False
    writes_null: bool = True
    exports_table: str  # in the query statement, case-sensitive
    period_folder: str  # "BILLING_PERIOD"

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        listed = json.loads((COLUMN_LISTS / f"{self.name}.json").read_text())["columns"]
        return tuple(Column(**column) for column in listed)

    def data_folder(self, export: str) -> str:
        return "data"

    def month_folder(self, period: BillingPeriod) -> str:
        return f"{self.period_folder}={period}"

    def month_of(self, folder: str) -> BillingPeriod | None:
        month = r"\d{4}-(?:0[1-9]|1[0-2])"
        found = re.search(rf"(?:^|/){self.period_folder}=({month})/?$", folder)
        return BillingPeriod.parse(found[1]) if found else None

    @property
    def manifests(self) -> str:
        return "metadata/*Manifest.json"

    def manifest_folder(self, period: BillingPeriod) -> str:
        return f"metadata/{self.month_folder(period)}"


class DataExportsSettings(Settings, ABC):
    """What is asked of Data Exports for one table."""

    enabled: bool
    prefix: Prefix
    export_name: ExportName

    @property
    @abstractmethod
    def table_configurations(self) -> dict[str, str]:
        """Every flag of the table in AWS's own spelling; the billing view is the export's business."""

    @property
    @abstractmethod
    def exported_columns(self) -> tuple[str, ...]:
        """The columns of the query statement, in AWS's order."""
