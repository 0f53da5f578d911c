"""Exports, refused when AWS would refuse them and echoed as AWS echoes them.

AWS gives every table configuration back, also those that weren't set, the billing view included; a
configuration that leaves one out is "inconsistent result after apply"
(terraform-provider-aws#42761, #43978, #46402). Of a table without any it gives none back, whatever was
set (#46230). Quotas: https://docs.aws.amazon.com/cur/latest/userguide/dataexports-quotas.html
What recommendations need first: https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-cor.html
(the messages are ours). Absent: no export is ever run; deliveries come from the emulator's own data.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from moto.core.base_backend import BackendDict, BaseBackend
from moto.iam.models import iam_backends

from emulator.aws.bcmdataexports.query import read_query
from emulator.aws.bcmdataexports.tables import ExportTable, complete_configurations, find_table
from emulator.aws.costoptimizationhub import costoptimizationhub_backends
from emulator.aws.delivery_access import Deliverer
from emulator.aws.errors import Refusal, ValidationException
from emulator.aws.export_arn import HOME, export_arn

PRINCIPAL = "bcm-data-exports.amazonaws.com"
LINKED_ROLE = "AWSServiceRoleForBCMDataExports"  # moto names it otherwise

Export = dict[str, Any]


@dataclass
class StoredExport:
    """An export as GetExport gives it back."""

    arn: str
    export: Export
    tags: dict[str, str]
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    updated_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def table(self) -> str:
        """The table that it reads."""
        return read_query(self.export["DataQuery"]["QueryStatement"]).table


class DataExportsBackend(BaseBackend):  # type: ignore[misc]
    """One account's exports by ARN."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.exports: dict[str, StoredExport] = {}

    def create(self, export: Export, tags: Sequence[dict[str, str]]) -> StoredExport:
        name = export["Name"]
        if any(stored.export["Name"] == name for stored in list(self.exports.values())):
            raise ValidationException(f"An export named {name} already exists in the account")
        arn = export_arn(self.account_id, name)
        accepted = self._accepted(arn, export)
        stored = StoredExport(arn, accepted, {tag["Key"]: tag["Value"] for tag in tags})
        self._check_quota(stored.table)
        self.exports[arn] = stored
        return stored

    def update(self, arn: str, export: Export) -> None:
        stored = self.find(arn)
        accepted = self._accepted(arn, export)
        old, new = stored.export["DataQuery"], accepted["DataQuery"]
        if old.get("TableConfigurations") != new.get("TableConfigurations"):
            raise ValidationException("Table configurations can't be changed after creation")
        stored.export = accepted
        stored.updated_at = datetime.now(UTC)

    def find(self, arn: str) -> StoredExport:
        """The export, or ResourceNotFoundException."""
        if arn not in self.exports:
            raise Refusal("ResourceNotFoundException", f"Export {arn} does not exist")
        return self.exports[arn]

    def delete(self, arn: str) -> None:
        self.find(arn)
        del self.exports[arn]

    def _check_quota(self, table: str) -> None:
        quota = find_table(table).quota
        if sum(stored.table == table for stored in list(self.exports.values())) >= quota:
            raise Refusal(
                "ServiceQuotaExceededException",
                f"An account has at most {quota} exports of {table}",
            )

    def _accepted(self, arn: str, export: Export) -> Export:
        query = export["DataQuery"]
        statement = read_query(query["QueryStatement"])
        table = find_table(statement.table)
        configurations = complete_configurations(
            table, query.get("TableConfigurations", {}), self.account_id
        )
        statement.check_columns(configurations)
        _check_output(
            export["DestinationConfigurations"]["S3Destination"]["S3OutputConfigurations"]
        )
        self._check_hub(table)
        self._check_destination(arn, export["DestinationConfigurations"]["S3Destination"])
        return export | {
            "ExportArn": arn,
            "DataQuery": {
                "QueryStatement": query["QueryStatement"],
                # Of a table that has none, too: terraform-provider-aws pull request 45972.
                "TableConfigurations": {table.name: configurations},
            },
        }

    def _check_hub(self, table: ExportTable) -> None:
        if not table.needs_hub:
            return
        if not costoptimizationhub_backends[self.account_id][HOME].enrolled:
            raise ValidationException(
                f"{table.name} needs an account that is enrolled in Cost Optimization Hub"
            )
        roles = iam_backends[self.account_id]["aws"].roles.values()
        if f"/aws-service-role/{PRINCIPAL}/" not in {role.path for role in roles}:
            raise ValidationException(f"{table.name} needs the service-linked role {LINKED_ROLE}")

    def _check_destination(self, arn: str, destination: dict[str, Any]) -> None:
        bucket = destination["S3Bucket"]
        owner: str = destination.get("S3BucketOwner") or self.account_id
        service = Deliverer(PRINCIPAL, self.account_id, arn, bucket_owner=owner)
        if not service.may(["s3:PutObject"], bucket, destination["S3Region"]):
            raise ValidationException(
                f"S3 bucket permission validation failed for bucket {bucket} "
                f"in region {destination['S3Region']}"
            )
        service.leave_test_object(bucket)


def _check_output(output: dict[str, str]) -> None:
    if (output["Format"] == "PARQUET") != (output["Compression"] == "PARQUET"):
        raise ValidationException("Format and Compression must both be PARQUET, or neither")


bcmdataexports_backends = BackendDict(
    DataExportsBackend, "bcm-data-exports", use_boto3_regions=False, additional_regions=[HOME]
)
