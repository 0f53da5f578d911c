"""CUR 2.0: the Cost and Usage Report of AWS Data Exports."""

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

CUR2 = DataExportsDataset(
    name="cur2",
    title="CUR 2.0",
    table="cur2",
    partition_keys=("source_account_id", "report_name", "data", "billing_period"),
    exports_table="COST_AND_USAGE_REPORT",
    period_folders=("BILLING_PERIOD",),
    billing_view=True,
    summed_column="line_item_unblended_cost",
    period_column="bill_billing_period_start_date",
    payer_column="bill_payer_account_id",
    kind_column="line_item_line_item_type",
    own_columns=frozenset(
        """bill_payer_account_name line_item_usage_account_name product cost_category discount
        resource_tags""".split()
    ),
)


class Cur2Settings(DataExportsSettings):
    """The CUR 2.0 export. Its flags decide its columns: docs/runbook.md tells what changing one does."""

    dataset: ClassVar[DataExportsDataset] = CUR2

    enabled: bool = Field(True, description="line items with resources, tags and split costs")
    prefix: Annotated[Prefix, naming(CUR2.table)] = Field(
        "cur2", description="S3 folder of the table, which has the name of the last folder"
    )
    export_name: ExportName | None = Field(
        None, description="name of the export, and of its folder; default: `<name_prefix>-cur2`"
    )
    catalog: Catalog = "crawler"
    time_granularity: Granularity = Field(
        "HOURLY", description="what a row stands for; AWS can't change it later"
    )
    include_resources: bool = Field(True, description="resource ids, one line item a resource")
    include_split_cost_allocation_data: bool = Field(True, description="ECS and EKS split costs")
    include_manual_discount_compatibility: bool = Field(
        False, description="only for Discount Automation; drops the discount columns"
    )
    include_capacity_reservation_data: bool = Field(False, description="ODCR columns")
    include_iam_principal_data: bool = Field(False, description="who caused the cost")
    columns: Columns = None

    @property
    def table_configurations(self) -> dict[str, str]:
        flags = {name: value for name, value in self if name.startswith("include_")}
        return {"TIME_GRANULARITY": self.time_granularity} | {
            name.upper(): str(value).upper() for name, value in flags.items()
        }
