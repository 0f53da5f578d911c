"""The legacy Cost and Usage Report, with its ATHENA artifact."""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import Field

from modules.datasets.billing_period import BillingPeriod
from modules.datasets.dataset import BillingService, CatalogMode, Column, Dataset
from modules.settings.base import Allowing, Prefix, Settings, matching, naming
from modules.settings.problems import refuse

# https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_cur_ReportDefinition.html
REGIONS = frozenset(
    """af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2
    ap-southeast-1 ap-southeast-2 ap-southeast-3 ca-central-1 eu-central-1 eu-central-2 eu-north-1
    eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 me-central-1 me-south-1 sa-east-1 us-east-1
    us-east-2 us-west-1 us-west-2""".split()
)

KNOWN_COLUMNS = Path(__file__).parent / "columns" / "legacy_cur.json"


@dataclass(frozen=True, kw_only=True)
class LegacyCurDataset(Dataset):
    """Columns appear only once there is usage for them, so the crawler finds those of the table.

    Athena refuses a query that names a missing column, so views read a second table over the same
    files, which declares every column that is known and shows the missing ones as NULL.
    Months are not zero-padded. AWS's pages disagree about where the manifest lies; all agree that it
    is below the report's folder.
    """

    service: BillingService = BillingService.LEGACY_REPORT
    growing_schema: bool = True
    writes_null: bool = False

    @property
    def columns(self) -> tuple[Column, ...]:
        return ()

    @property
    def declared_table(self) -> str:
        return f"{self.table}_declared"

    @cached_property
    def known_columns(self) -> tuple[Column, ...]:
        """All that legacy CUR is known to have, apart from tags and cost categories of one account."""
        listed = json.loads(KNOWN_COLUMNS.read_text())["columns"]
        return tuple(Column(**column) for column in listed)

    def data_folder(self, export: str) -> str:
        return export

    def month_folder(self, period: BillingPeriod) -> str:
        return f"year={period.year}/month={period.month}"

    def month_of(self, folder: str) -> BillingPeriod | None:
        """Reports without the ATHENA artifact have their data beside the manifest."""
        month = r"year=(\d{4})/month=(0?[1-9]|1[0-2])"
        days = r"(\d{4})(0[1-9]|1[0-2])\d{2}-\d{8}"
        found = re.search(rf"(?:^|/)(?:{month}|{days})/?$", folder)
        if not found:
            return None
        return BillingPeriod(int(found[1] or found[3]), int(found[2] or found[4]))

    @property
    def manifests(self) -> str:
        return "*Manifest.json"

    def manifest_folder(self, period: BillingPeriod) -> str:
        end = period.next
        return f"{period.year}{period.month:02d}01-{end.year}{end.month:02d}01"


LEGACY_CUR = LegacyCurDataset(
    name="legacy_cur",
    title="legacy CUR",
    table="cur",
    # Glue names folders without a key partition_N.
    partition_keys=("partition_0", "partition_1", "partition_2", "year", "month"),
    regions=REGIONS,
    summed_column="line_item_unblended_cost",
    period_column="bill_billing_period_start_date",
    payer_column="bill_payer_account_id",
    kind_column="line_item_line_item_type",
)

ReportName = Annotated[
    str,
    matching(r"[0-9A-Za-z!\-_.'()]{1,256}", "1 to 256 of 0-9 A-Z a-z ! - _ . ' ( )", "rename it"),
]


CRAWLER = (
    "'crawler': columns of legacy CUR come and go from month to month, and only a crawl finds those "
    "of its table"
)


def _finds_columns(catalog: CatalogMode) -> CatalogMode:
    if catalog != "crawler":
        raise refuse(CRAWLER, "set it to 'crawler', or leave it out; cur2 can be 'registered'")
    return catalog


class LegacyCurSettings(Settings):
    """The legacy report."""

    enabled: bool = Field(
        False, description="the report before Data Exports; it can't leave its account"
    )
    prefix: Annotated[Prefix, naming(LEGACY_CUR.table)] = Field(
        "cur", description="S3 folder of the table, which has the name of the last folder"
    )
    report_name: ReportName | None = Field(
        None, description="name of the report, and of its folder; default: `<name_prefix>`"
    )
    catalog: Annotated[CatalogMode, Allowing(_finds_columns, CRAWLER)] = Field(
        "crawler", description="who adds its months to the table"
    )

    @property
    def exported_columns(self) -> tuple[str, ...]:
        """Unknown: they come and go with the bill."""
        return ()

    @property
    def keeps_versions(self) -> bool:
        return False

    @property
    def export_name(self) -> str | None:
        return self.report_name
