"""One export of AWS Data Exports.

AWS echoes every table configuration back, the billing view included; a missing one is planned as a
replacement for ever after (terraform-provider-aws#42761, #43978, #46402), so all are set and later
ones ignored. They can't be changed once the export is there, and a plan that wants to fails in words.
Of a table without any AWS echoes none, so none is set (#46230). `SELECT *` is refused, so columns are
enumerated. A new version of the bill overwrites the old one: with CREATE_NEW_REPORT a crawler would see
every version and count each.
"""

import json
from collections.abc import Sequence

from cdktf import ITerraformDependable, Postcondition, TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.bcmdataexports_export import (
    BcmdataexportsExport,
    BcmdataexportsExportExport,
    BcmdataexportsExportExportDataQuery,
    BcmdataexportsExportExportDestinationConfigurations,
    BcmdataexportsExportExportDestinationConfigurationsS3Destination,
    BcmdataexportsExportExportDestinationConfigurationsS3DestinationS3OutputConfigurations,
    BcmdataexportsExportExportRefreshCadence,
)
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from constructs import Construct

from modules.datasets.data_exports import DataExportsDataset, DataExportsSettings
from modules.naming import Names
from modules.plan import Delivery


class DataExport(Construct):
    """An export that delivers Parquet below `<prefix>/<account>/<export name>/`."""

    export: BcmdataexportsExport

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        dataset: DataExportsDataset,
        settings: DataExportsSettings,
        delivery: Delivery,
        names: Names,
        bucket: S3Bucket,
        depends_on: Sequence[ITerraformDependable],
        billing: AwsProvider,
        prevent_destroy: bool,
    ) -> None:
        super().__init__(scope, id_)
        self.export = BcmdataexportsExport(
            self,
            "export",
            export=[
                BcmdataexportsExportExport(
                    name=delivery.export,
                    description=f"{dataset.title} for cost analytics",
                    data_query=[_query(dataset, settings, names)],
                    destination_configurations=[_destination(delivery, settings, names, bucket)],
                    refresh_cadence=[
                        BcmdataexportsExportExportRefreshCadence(frequency="SYNCHRONOUS")
                    ],
                )
            ],
            provider=billing,
            depends_on=depends_on,
            lifecycle=TerraformResourceLifecycle(
                prevent_destroy=prevent_destroy,
                ignore_changes=[
                    "export[0].data_query[0].table_configurations",
                    # Another text would replace the export: one that the console made has none.
                    "export[0].description",
                ],
                # Of the refreshed state, where ignore_changes keeps what AWS has.
                postcondition=unchanged(
                    dataset, settings, "self.export[0].data_query[0].table_configurations"
                ),
            ),
        )


def unchanged(
    dataset: DataExportsDataset, settings: DataExportsSettings, configurations: str
) -> list[Postcondition]:
    """What AWS has is what settings say; `configurations` is the expression that tells it."""
    configured = f'{configurations}["{dataset.exports_table}"]'
    flags = settings.table_configurations.items()
    return [_unchanged(dataset, configured, flag, value) for flag, value in flags]


def _unchanged(
    dataset: DataExportsDataset, configured: str, flag: str, value: str
) -> Postcondition:
    """Absent is off."""
    setting = f"exports.{dataset.name}.{flag.lower()}"
    return Postcondition(
        condition=f'${{lookup({configured}, "{flag}", "FALSE") == {json.dumps(value)}}}',
        error_message=(
            f"AWS can't change {setting} of an export that exists. Set it back, or make a new export "
            "beside this one: docs/runbook.md, Change what an export holds."
        ),
    )


def _query(
    dataset: DataExportsDataset, settings: DataExportsSettings, names: Names
) -> BcmdataexportsExportExportDataQuery:
    return BcmdataexportsExportExportDataQuery(
        query_statement=query_statement(dataset, settings),
        table_configurations=table_configurations(dataset, settings, names),
    )


def query_statement(dataset: DataExportsDataset, settings: DataExportsSettings) -> str:
    """The SQL that the export runs."""
    return f"SELECT {', '.join(settings.exported_columns)} FROM {dataset.exports_table}"


def table_configurations(
    dataset: DataExportsDataset, settings: DataExportsSettings, names: Names
) -> dict[str, dict[str, str]]:
    """Every configuration of the table, for AWS answers with the table's name even if it has none."""
    configurations = dict(settings.table_configurations)
    if dataset.billing_view:
        configurations["BILLING_VIEW_ARN"] = names.billing_view_arn
    return {dataset.exports_table: configurations}


def _destination(
    delivery: Delivery, settings: DataExportsSettings, names: Names, bucket: S3Bucket
) -> BcmdataexportsExportExportDestinationConfigurations:
    output = BcmdataexportsExportExportDestinationConfigurationsS3DestinationS3OutputConfigurations(
        overwrite=settings.overwrite_rule,
        format="PARQUET",
        compression="PARQUET",
        output_type="CUSTOM",
    )
    destination = BcmdataexportsExportExportDestinationConfigurationsS3Destination(
        s3_bucket=bucket.bucket,
        s3_prefix=delivery.destination,
        s3_region=names.region,
        s3_output_configurations=[output],
    )
    return BcmdataexportsExportExportDestinationConfigurations(s3_destination=[destination])
