"""The tables that AWS exports: their columns, their configurations with defaults, and quotas.

https://docs.aws.amazon.com/cur/latest/userguide/dataexports-table-dictionary.html
AWS's page says that recommendations can't be delivered with OVERWRITE_REPORT, its own template for CID
does just that: both are taken. Absent: COST_AND_USAGE_DASHBOARD, and what a FILTER may say beyond JSON.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from emulator.aws.errors import ValidationException
from modules.datasets import DATASETS, Column, DataExportsDataset

BILLING_VIEW = "BILLING_VIEW_ARN"
GRANULARITY = ("HOURLY", "DAILY", "MONTHLY")
FLAG = ("FALSE", "TRUE")
FILTER = "FILTER"
FOCUS_1_0 = Path(__file__).with_name("focus_1_0.json")


@dataclass(frozen=True)
class ExportTable:
    """`configurations` maps a key to its allowed values, the default first; none means any text.

    `needs_hub`: the account must be enrolled in Cost Optimization Hub and let Data Exports read there.
    """

    name: str
    quota: int
    description: str
    configurations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    needs_hub: bool = False

    @property
    def columns(self) -> Mapping[str, Column]:
        """Every column that the table can have, by name."""
        return {column.name: column for column in self._listed()}

    def _listed(self) -> Iterator[Column]:
        for dataset in DATASETS:
            if isinstance(dataset, DataExportsDataset) and dataset.exports_table == self.name:
                yield from dataset.columns
                return
        yield from (Column(**listed) for listed in json.loads(FOCUS_1_0.read_text())["columns"])

    def schema(self, configurations: Mapping[str, str]) -> list[dict[str, str]]:
        """The columns under these configurations, as GetTable tells them."""
        focus = self.name.startswith("FOCUS")
        return [
            {
                "Name": column.name,
                "Type": "timestamp_milliseconds"
                if focus and column.type == "timestamp"
                else column.type,
            }
            for column in self._listed()
            if column.available(dict(configurations))
        ]


TABLES = {
    table.name: table
    for table in (
        ExportTable(
            "COST_AND_USAGE_REPORT",
            5,
            "Cost and usage, as in CUR 2.0",
            {
                "TIME_GRANULARITY": GRANULARITY,
                "INCLUDE_RESOURCES": FLAG,
                "INCLUDE_SPLIT_COST_ALLOCATION_DATA": FLAG,
                "INCLUDE_MANUAL_DISCOUNT_COMPATIBILITY": FLAG,
                "INCLUDE_CAPACITY_RESERVATION_DATA": FLAG,
                "INCLUDE_IAM_PRINCIPAL_DATA": FLAG,
                BILLING_VIEW: (),
            },
        ),
        ExportTable(
            "FOCUS_1_2_AWS", 2, "FOCUS 1.2 with AWS columns", {"TIME_GRANULARITY": GRANULARITY}
        ),
        ExportTable("FOCUS_1_0_AWS", 2, "FOCUS 1.0 with AWS columns"),
        ExportTable(
            "COST_OPTIMIZATION_RECOMMENDATIONS",
            2,
            "Recommendations of Cost Optimization Hub",
            {"INCLUDE_ALL_RECOMMENDATIONS": FLAG, FILTER: ()},
            needs_hub=True,
        ),
        ExportTable("CARBON_EMISSIONS", 2, "Estimated carbon emissions"),
    )
}


def find_table(name: str) -> ExportTable:
    """The table; names are case-sensitive. Raises ValidationException."""
    if name not in TABLES:
        raise ValidationException(f"Table {name} does not exist; there are {', '.join(TABLES)}")
    return TABLES[name]


def complete_configurations(
    table: ExportTable, given: Mapping[str, Mapping[str, str]], account_id: str
) -> dict[str, str]:
    """Every configuration of the table, as AWS gives them back. Raises ValidationException."""
    for name in given:
        if name != table.name:
            raise ValidationException(f"Table configurations for {name}, but {table.name} is read")
    values = dict(given.get(table.name, {}))
    for key, value in values.items():
        if key not in table.configurations:
            raise ValidationException(f"{key} is not a table configuration of {table.name}")
        allowed = table.configurations[key]
        if allowed and value not in allowed:
            raise ValidationException(f"{key} must be one of {', '.join(allowed)}, not {value!r}")
    if BILLING_VIEW in table.configurations:
        primary = f"arn:aws:billing::{account_id}:billingview/primary"
        if values.setdefault(BILLING_VIEW, primary) != primary:
            raise ValidationException(f"Billing view {values[BILLING_VIEW]} does not exist")
    if FILTER in table.configurations:
        _check_filter(values.setdefault(FILTER, "{}"))
    defaults = {key: allowed[0] for key, allowed in table.configurations.items() if allowed}
    return {key: values.get(key, defaults.get(key, "")) for key in table.configurations}


def _check_filter(text: str) -> None:
    try:
        understood = isinstance(json.loads(text), dict)
    except ValueError:
        understood = False
    if not understood:
        raise ValidationException(f"FILTER must be a JSON object, not {text!r}")
