"""Estimated carbon emissions: a month appears some weeks after its end.

A new version of AWS's model gets partitions of its own, so history can be there twice: filter by
`carbon_model_version`. Market-based (MBM) and location-based (LBM) emissions are never added.
"""

from typing import Annotated, ClassVar

from pydantic import Field

from modules.datasets.billing_period import ModelMonth
from modules.datasets.data_exports import (
    Catalog,
    Columns,
    DataExportsDataset,
    DataExportsSettings,
    ExportName,
)
from modules.settings.base import Prefix, naming

CARBON = DataExportsDataset(
    name="carbon",
    title="carbon emissions",
    table="carbon",
    partition_keys=(
        "source_account_id",
        "report_name",
        "data",
        "carbon_model_version",
        "usage_period",
    ),
    exports_table="CARBON_EMISSIONS",
    period_folders=("carbon_model_version", "usage_period"),
    period_type=ModelMonth,
    silent_hours=None,
    own_columns=frozenset({"total_mbm_emissions_value"}),
    grain="account, product and month",
    summed_column="total_mbm_emissions_value",
    payer_column="payer_account_id",
)


class CarbonSettings(DataExportsSettings):
    """The export of emissions; its table has nothing to configure."""

    dataset: ClassVar[DataExportsDataset] = CARBON

    enabled: bool = Field(
        False, description="emissions by account, service and Region, once a month"
    )
    prefix: Annotated[Prefix, naming(CARBON.table)] = Field(
        "carbon", description="S3 folder of the table, which has the name of the last folder"
    )
    export_name: ExportName | None = Field(
        None, description="name of the export, and of its folder; default: `<name_prefix>-carbon`"
    )
    catalog: Catalog = "crawler"
    columns: Columns = None
