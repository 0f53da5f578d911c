"""FOCUS 1.2 with AWS's columns: the bill in the words of the FinOps Foundation's specification."""

from typing import Annotated, ClassVar

from pydantic import Field

from modules.datasets.data_exports import (
    Catalog,
    Columns,
    DataExportsDataset,
    DataExportsSettings,
    ExportName,
    Granularity,
)
from modules.settings.base import Prefix, naming

FOCUS = DataExportsDataset(
    name="focus",
    title="FOCUS",
    table="focus",
    partition_keys=("source_account_id", "report_name", "data", "billing_period"),
    exports_table="FOCUS_1_2_AWS",
    period_folders=("BILLING_PERIOD",),
    null_text="NULL",  # so the samples of the FinOps Foundation
    own_columns=frozenset({"billedcost", "chargeperiodstart"}),
    summed_column="billedcost",
    period_column="billingperiodstart",
    payer_column="billingaccountid",
    kind_column="chargecategory",
)


class FocusSettings(DataExportsSettings):
    """The FOCUS export."""

    dataset: ClassVar[DataExportsDataset] = FOCUS

    enabled: bool = Field(True, description="line items in the words of all clouds")
    prefix: Annotated[Prefix, naming(FOCUS.table)] = Field(
        "focus", description="S3 folder of the table, which has the name of the last folder"
    )
    export_name: ExportName | None = Field(
        None, description="name of the export, and of its folder; default: `<name_prefix>-focus`"
    )
    catalog: Catalog = "crawler"
    time_granularity: Granularity = Field(
        "HOURLY", description="what a row stands for; AWS can't change it later"
    )
    columns: Columns = None

    @property
    def table_configurations(self) -> dict[str, str]:
        return {"TIME_GRANULARITY": self.time_granularity}
