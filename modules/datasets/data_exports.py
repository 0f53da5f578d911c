"""What all tables of AWS Data Exports have in common: S3 layout and settings."""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field, ValidationInfo
from pydantic import field_validator as validates

from modules.datasets.billing_period import BillingPeriod
from modules.datasets.dataset import BillingService, CatalogMode, Column, Dataset
from modules.settings.base import Prefix, Settings, matching
from modules.settings.problems import refuse

COLUMN_LISTS = Path(__file__).parent / "columns"

ExportName = Annotated[
    str, matching(r"[0-9A-Za-z\-_]{1,128}", "1 to 128 of 0-9 A-Z a-z - _", "rename it")
]
Columns = Annotated[
    tuple[str, ...] | None,
    Field(strict=False, description="export only these; default: all that AWS allows"),
]
Catalog = Annotated[
    CatalogMode,
    Field(
        description="who adds its months to the table: a crawler, or the state machine, for nothing"
    ),
]
Granularity = Literal["HOURLY", "DAILY", "MONTHLY"]
Overwrite = Literal["OVERWRITE_REPORT", "CREATE_NEW_REPORT"]


@dataclass(frozen=True, kw_only=True)
class DataExportsDataset(Dataset):
    """A table of AWS Data Exports; its schema is what the query statement selects."""

    service: BillingService = BillingService.DATA_EXPORTS
    growing_schema: bool = False
    writes_null: bool = True
    exports_table: str  # in the query statement, case-sensitive
    period_folders: tuple[str, ...]  # keys of the partition's own folders, ("BILLING_PERIOD",)
    billing_view: bool = False  # does the table have BILLING_VIEW_ARN?

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        listed = json.loads((COLUMN_LISTS / f"{self.name}.json").read_text())["columns"]
        return tuple(Column(**column) for column in listed)

    def data_folder(self, export: str) -> str:
        return "data"

    def month_folder(self, period: BillingPeriod) -> str:
        pairs = zip(self.period_folders, period.values, strict=True)
        return "/".join(f"{key}={value}" for key, value in pairs)

    def month_of(self, folder: str) -> BillingPeriod | None:
        folders = "/".join(f"{key}=([^/=]+)" for key in self.period_folders)
        found = re.search(rf"(?:^|/){folders}/?$", folder, re.IGNORECASE)
        try:
            return self.period_type.of(*found.groups()) if found else None
        except ValueError:
            return None

    @property
    def manifests(self) -> str:
        return "metadata/*Manifest.json"

    def manifest_folder(self, period: BillingPeriod) -> str:
        return f"metadata/{self.month_folder(period)}"


class DataExportsSettings(Settings):
    """What is asked of Data Exports for one table."""

    dataset: ClassVar[DataExportsDataset]

    enabled: bool
    prefix: Prefix
    export_name: ExportName | None
    catalog: Catalog
    if (
        TYPE_CHECKING
    ):  # sections declare it last: flags are checked before the columns that need them
        columns: tuple[str, ...] | None

    @property
    def table_configurations(self) -> dict[str, str]:
        """Every key of the table in AWS's own spelling; the billing view is the export's business."""
        return {}

    @property
    def overwrite_rule(self) -> Overwrite:
        """With CREATE_NEW_REPORT a crawler sees every version of a month, and a query counts each."""
        return "OVERWRITE_REPORT"

    @property
    def keeps_versions(self) -> bool:
        return self.overwrite_rule == "CREATE_NEW_REPORT"

    @property
    def exported_columns(self) -> tuple[str, ...]:
        """The columns of the query statement, in AWS's order."""
        allowed = [c for c in self.dataset.columns if c.available(self.table_configurations)]
        if self.columns is None:
            return tuple(column.name for column in allowed if not column.optional)
        return tuple(column.name for column in allowed if column.name in self.columns)

    @validates("columns", check_fields=False)
    @classmethod
    def _deliverable(
        cls, columns: tuple[str, ...] | None, info: ValidationInfo
    ) -> tuple[str, ...] | None:
        known = {column.name: column for column in cls.dataset.columns}
        for name in columns or ():
            column = known.get(name)
            if column is None:
                listed = f"columns of modules/datasets/columns/{cls.dataset.name}.json"
                raise refuse(f"{listed}; {name!r} is not", "correct it")
            for flag, needed in ((column.needs, True), (column.without, False)):
                if flag and info.data.get(flag.lower(), needed) is not needed:
                    wanted = str(needed).lower()
                    raise refuse(
                        f"{name!r} exists only with {flag.lower()} = {wanted}",
                        f"set {flag.lower()} to {wanted}, or leave the column out",
                    )
        return columns

    @validates("columns", check_fields=False)
    @classmethod
    def _not_empty(cls, columns: tuple[str, ...] | None) -> tuple[str, ...] | None:
        if columns == ():
            raise refuse("at least one column", "name columns, or leave the setting out for all")
        return columns
