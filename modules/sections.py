"""The sections of the settings, one model each, in the order of the stages."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo
from pydantic import field_validator as validates

from modules.datasets import CUR2, LEGACY_CUR
from modules.problems import refuse

# The provider's minimum; the API would take 10,000,000.
SMALLEST_SCAN_LIMIT = 10_485_760


class Settings(BaseModel):
    """A section: unknown keys are errors, values don't change."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def matching(pattern: str, allowed: str, fix: str) -> AfterValidator:
    """Accept strings that match `pattern` from end to end."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise refuse(allowed, fix)
        return value

    return AfterValidator(check)


def between(lowest: int, highest: int, unit: str) -> AfterValidator:
    """Accept whole numbers in AWS's range."""

    def check(value: int) -> int:
        if not lowest <= value <= highest:
            raise refuse(f"{lowest} to {highest} {unit}", "choose a number in that range")
        return value

    return AfterValidator(check)


# A leading slash makes AWS create an unnamed folder; `=` and `*` would mislead partitions and rules.
Prefix = Annotated[
    str,
    matching(
        r"[0-9A-Za-z!\-_.']+(/[0-9A-Za-z!\-_.']+)*",
        "folder names joined by single slashes, none at either end, e.g. 'cur2'",
        "remove leading, trailing and doubled slashes and other characters",
    ),
]


class LocalBackend(Settings):
    """State in a file beside cdktf.json; for one person."""

    type: Literal["local"] = "local"


class S3Backend(Settings):
    """State in a bucket, locked by S3 itself (Terraform 1.10 or later)."""

    type: Literal["s3"] = "s3"
    bucket: str
    region: str
    key: str | None = Field(None, description="default: `aws-cost-pipeline/<environment>.tfstate`")


class CloudBackend(Settings):
    """HCP Terraform, or Terraform Enterprise by its hostname."""

    type: Literal["cloud"] = "cloud"
    organization: str
    workspace: str
    hostname: str = "app.terraform.io"


Backend = LocalBackend | S3Backend | CloudBackend


class Cur2Settings(Settings):
    """The CUR 2.0 export. AWS can't change these flags later: Terraform replaces the export."""

    enabled: bool = True
    prefix: Prefix = Field("cur2", description="S3 folder of the table")
    export_name: Annotated[
        str, matching(r"[0-9A-Za-z\-_]{1,128}", "1 to 128 of 0-9 A-Z a-z - _", "rename it")
    ] = Field("cid-cur2", description="name of the export, and of its folder")
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
        """Every flag of the table in AWS's own spelling; the billing view is the export's business."""
        flags = {name: value for name, value in self if name.startswith("include_")}
        return {"TIME_GRANULARITY": self.time_granularity} | {
            name.upper(): str(value).upper() for name, value in flags.items()
        }

    @property
    def exported_columns(self) -> tuple[str, ...]:
        """The columns of the query statement, in AWS's order."""
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
                raise refuse(f"columns of modules/columns/cur2.json; {name!r} is not", "correct it")
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


class LegacyCurSettings(Settings):
    """The legacy Cost and Usage Report."""

    enabled: bool = False
    prefix: Prefix = Field("cur", description="S3 folder of the table; the last folder names it")
    report_name: Annotated[
        str,
        matching(
            r"[0-9A-Za-z!\-_.'()]{1,256}", "1 to 256 of 0-9 A-Z a-z ! - _ . ' ( )", "rename it"
        ),
    ] = Field("cid", description="name of the report, and of its folder")

    @validates("prefix")
    @classmethod
    def _names_the_table(cls, prefix: str) -> str:
        if prefix.rsplit("/", 1)[-1] != LEGACY_CUR.table:
            raise refuse(
                f"a prefix whose last folder is {LEGACY_CUR.table!r}: the crawler names the table "
                f"after it, and queries/{LEGACY_CUR.table}/ read it by that name",
                f"use {LEGACY_CUR.table!r} or '<folder>/{LEGACY_CUR.table}'",
            )
        return prefix


class ExportsSettings(Settings):
    """What AWS delivers."""

    cur2: Cur2Settings = Cur2Settings()
    legacy_cur: LegacyCurSettings = LegacyCurSettings()


class StorageSettings(Settings):
    """How long buckets keep what nobody reads any more."""

    noncurrent_days: Annotated[int, between(1, 3650, "days")] = Field(
        7, description="overwritten deliveries; AWS overwrites a month up to three times a day"
    )
    results_days: Annotated[int, between(1, 3650, "days")] = Field(
        7, description="Athena query results"
    )
    force_destroy: bool = Field(
        False, description="let `terraform destroy` empty the buckets; needs allow_data_deletion"
    )


class EventsSettings(Settings):
    """Queues and the crawl starter."""

    visibility_timeout_seconds: Annotated[int, between(900, 43_200, "seconds")] = Field(
        3600, description="must exceed the longest crawl, the first full one included"
    )
    message_retention_days: Annotated[int, between(1, 14, "days")] = Field(14)
    log_retention_days: Literal[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731] = 90


class CatalogSettings(Settings):
    """The crawlers' safety net."""

    safety_schedule: Annotated[
        str,
        matching(
            r"cron\(\S+ \S+ \S+ \S+ \S+ \S+\)",
            "a Glue cron expression of six fields, e.g. 'cron(0 4 ? * SUN *)'; rate() is refused",
            "write it as cron(minutes hours day-of-month month day-of-week year), UTC",
        ),
    ] = Field("cron(0 4 ? * SUN *)", description="catches what a lost event left; UTC")


class QuerySettings(Settings):
    """The Athena workgroup."""

    scan_limit_bytes: int = Field(
        107_374_182_400, description="a query that would read more is cancelled (100 GiB = $0.50)"
    )

    @validates("scan_limit_bytes")
    @classmethod
    def _within_provider_limits(cls, limit: int) -> int:
        if limit < SMALLEST_SCAN_LIMIT:
            raise refuse(f"{SMALLEST_SCAN_LIMIT} bytes (10 MiB) or more", "raise it")
        return limit
