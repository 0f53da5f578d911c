"""The tables that AWS exports: their configurations with defaults, and quotas.

https://docs.aws.amazon.com/cur/latest/userguide/dataexports-table-dictionary.html
Columns are known for the datasets that this project describes; other tables take any.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from emulator.aws.errors import ValidationException
from modules.datasets import DATASETS, Column, DataExportsDataset

BILLING_VIEW = "BILLING_VIEW_ARN"
GRANULARITY = ("HOURLY", "DAILY", "MONTHLY")
FLAG = ("FALSE", "TRUE")


@dataclass(frozen=True)
class ExportTable:
    """`configurations` maps a key to its allowed values, the default first; none means any text."""

    name: str
    quota: int
    configurations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    overwritable: bool = True

    @property
    def columns(self) -> Mapping[str, Column] | None:
        """Every column that the table can have, or None when this project doesn't describe it."""
        for dataset in DATASETS:
            if isinstance(dataset, DataExportsDataset) and dataset.exports_table == self.name:
                return {column.name: column for column in dataset.columns}
        return None


TABLES = {
    table.name: table
    for table in (
        ExportTable(
            "COST_AND_USAGE_REPORT",
            5,
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
        ExportTable("FOCUS_1_2_AWS", 2, {"TIME_GRANULARITY": GRANULARITY}),
        ExportTable("FOCUS_1_0_AWS", 2),
        ExportTable(
            "COST_OPTIMIZATION_RECOMMENDATIONS",
            2,
            {"INCLUDE_ALL_RECOMMENDATIONS": FLAG, "FILTER": ()},
            overwritable=False,
        ),
        ExportTable("CARBON_EMISSIONS", 2),
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
    defaults = {key: allowed[0] if allowed else "" for key, allowed in table.configurations.items()}
    return defaults | values
