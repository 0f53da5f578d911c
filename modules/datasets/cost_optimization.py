"""Recommendations of Cost Optimization Hub: a full snapshot of all of them every day.

Never add over days: what can be saved now is the latest `date`.
"""

import json
from typing import Annotated, ClassVar, Literal

from pydantic import Field, ValidationInfo
from pydantic import field_validator as validates

from modules.datasets.billing_period import SnapshotDay
from modules.datasets.data_exports import (
    Catalog,
    Columns,
    DataExportsDataset,
    DataExportsSettings,
    ExportName,
    Overwrite,
)
from modules.settings.base import Prefix, naming
from modules.settings.problems import refuse

COST_OPTIMIZATION = DataExportsDataset(
    name="cost_optimization",
    title="Cost Optimization Hub",
    table="coh",
    partition_keys=("source_account_id", "report_name", "data", "date"),
    exports_table="COST_OPTIMIZATION_RECOMMENDATIONS",
    period_folders=("date",),
    period_type=SnapshotDay,
    silent_hours=48,
    own_columns=frozenset({"recommendation_id"}),
    grain="recommendation and day",
    summed_column="estimated_monthly_savings_after_discount",
)

Presence = Literal["create", "exists"]
# The default enrols nobody else's account, which would let the hub into the whole organization.
Enrollment = Literal["create", "organization", "exists"]


class CostOptimizationSettings(DataExportsSettings):
    """The export of recommendations, and what it needs first."""

    dataset: ClassVar[DataExportsDataset] = COST_OPTIMIZATION

    enabled: bool = Field(False, description="recommendations of Cost Optimization Hub, once a day")
    prefix: Annotated[Prefix, naming(COST_OPTIMIZATION.table)] = Field(
        "coh", description="S3 folder of the table, which has the name of the last folder"
    )
    export_name: ExportName | None = Field(
        None, description="name of the export, and of its folder; default: `<name_prefix>-coh`"
    )
    catalog: Catalog = "crawler"
    include_all_recommendations: bool = Field(
        True, description="also those that exclude each other; else the best one a resource"
    )
    filter: str = Field(
        "{}",
        description="JSON, as the `filter` of `aws cost-optimization-hub list-recommendations`",
    )
    overwrite: Overwrite = Field(
        "OVERWRITE_REPORT", description="AWS's page and AWS's template for CID disagree"
    )
    enrollment: Enrollment = Field(
        "create",
        description="enrol the account, or its organization's member accounts, too, which takes a "
        "management account or delegated administrator (destruction ends either); or expect enrolment",
    )
    service_linked_role: Presence = Field(
        "create",
        description="make AWSServiceRoleForBCMDataExports, or expect it; an account has one",
    )

    columns: Columns = None

    @property
    def overwrite_rule(self) -> Overwrite:
        return self.overwrite

    @property
    def table_configurations(self) -> dict[str, str]:
        return {
            "FILTER": self.filter,
            "INCLUDE_ALL_RECOMMENDATIONS": str(self.include_all_recommendations).upper(),
        }

    @validates("overwrite")
    @classmethod
    def _one_version_of_a_day(cls, overwrite: Overwrite, info: ValidationInfo) -> Overwrite:
        if overwrite == "CREATE_NEW_REPORT" and info.data.get("catalog") == "crawler":
            raise refuse(
                "'OVERWRITE_REPORT' with catalog = 'crawler': AWS would make a folder for each "
                "version of a day, and a crawler takes all of them",
                "set catalog to 'registered', which has the latest version, or change overwrite",
            )
        return overwrite

    @validates("filter")
    @classmethod
    def _json_object(cls, text: str) -> str:
        try:
            understood = isinstance(json.loads(text), dict)
        except ValueError:
            understood = False
        if not understood:
            raise refuse("a JSON object as text, '{}' for no filter", "correct it")
        return text
