"""CUR 2.0: the Cost and Usage Report of AWS Data Exports."""

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo
from pydantic import field_validator as validates

from modules.datasets.data_exports import DataExportsDataset, DataExportsSettings, ExportName
from modules.settings.base import Prefix, naming
from modules.settings.problems import refuse

CUR2 = DataExportsDataset(
    name="cur2",
    title="CUR 2.0",
    table="cur2",
    partition_keys=("source_account_id", "report_name", "data", "billing_period"),
    exports_table="COST_AND_USAGE_REPORT",
    period_folder="BILLING_PERIOD",
    own_columns=frozenset(
        """bill_payer_account_name line_item_usage_account_name product cost_category discount
        resource_tags tags""".split()
    ),
)


class Cur2Settings(DataExportsSettings):
    """The CUR 2.0 export. AWS can't change these flags later: Terraform replaces the export."""

    enabled: bool = True
    prefix: Annotated[Prefix, naming(CUR2.table)] = Field(
        "cur2", description="S3 folder of the table, which has the name of the last folder"
    )
    export_name: ExportName = Field("cid-cur2", description="name of the export, and of its folder")
    time_granularity: Literal["HOURLY", "DAILY", "MONTHLY"] = "HOURLY"
    include_resources: bool = Field(True, description="resource ids, one line item a resource")
    include_split_cost_allocation_data: bool = Field(True, description="ECS and EKS split costs")
    include_manual_discount_compatibility: bool = Field(
        False, description="only for Discount Automation; drops the discount columns"
    )
    include_capacity_reservation_data: bool = Field(False, description="ODCR columns")
    include_iam_principal_data: bool = Field(False, description="who caused the cost")
    columns: tuple[str, ...] | None = Field(
        None, strict=False, description="export only these; default: all that the flags allow"
    )

    @property
    def table_configurations(self) -> dict[str, str]:
        flags = {name: value for name, value in self if name.startswith("include_")}
        return {"TIME_GRANULARITY": self.time_granularity} | {
            name.upper(): str(value).upper() for name, value in flags.items()
        }

    @property
    def exported_columns(self) -> tuple[str, ...]:
        allowed = [c for c in CUR2.columns if c.available(self.table_configurations)]
        if self.columns is None:
            return tuple(column.name for column in allowed if not column.optional)
        return tuple(column.name for column in allowed if column.name in self.columns)

    @validates("columns")
    @classmethod
    def _deliverable(
        cls, columns: tuple[str, ...] | None, info: ValidationInfo
    ) -> tuple[str, ...] | None:
        known = {column.name: column for column in CUR2.columns}
        for name in columns or ():
            column = known.get(name)
            if column is None:
                listed = "columns of modules/datasets/columns/cur2.json"
                raise refuse(f"{listed}; {name!r} is not", "correct it")
            for flag, needed in ((column.needs, True), (column.without, False)):
                if flag and info.data.get(flag.lower(), needed) is not needed:
                    wanted = str(needed).lower()
                    raise refuse(
                        f"{name!r} exists only with {flag.lower()} = {wanted}",
                        f"set {flag.lower()} to {wanted}, or leave the column out",
                    )
        return columns

    @validates("columns")
    @classmethod
    def _not_empty(cls, columns: tuple[str, ...] | None) -> tuple[str, ...] | None:
        if columns == ():
            raise refuse("at least one column", "name columns, or leave the setting out for all")
        return columns
