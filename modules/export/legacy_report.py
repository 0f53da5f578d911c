"""The legacy Cost and Usage Report, for teams that still have it.

The ATHENA artifact gives Parquet in month folders and demands Parquet, overwriting and no other
artifact; the provider checks that only at apply. Deleting an overwriting report and making it again
under the same name can corrupt its data, says AWS, so Terraform may not destroy it.
"""

from cdktf import TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.cur_report_definition import CurReportDefinition
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_policy import S3BucketPolicy
from constructs import Construct

from modules.naming import Names
from modules.plan import Delivery


class LegacyReport(Construct):
    """An hourly report with resource ids and split cost allocation data."""

    report: CurReportDefinition

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        delivery: Delivery,
        names: Names,
        bucket: S3Bucket,
        bucket_policy: S3BucketPolicy,
        billing: AwsProvider,
        prevent_destroy: bool,
    ) -> None:
        super().__init__(scope, id_)
        self.report = CurReportDefinition(
            self,
            "report",
            report_name=delivery.export,
            time_unit="HOURLY",
            format="Parquet",
            compression="Parquet",
            additional_schema_elements=["RESOURCES", "SPLIT_COST_ALLOCATION_DATA"],
            additional_artifacts=["ATHENA"],
            report_versioning="OVERWRITE_REPORT",
            refresh_closed_reports=True,
            s3_bucket=bucket.bucket,
            s3_prefix=delivery.destination,
            s3_region=names.region,
            provider=billing,
            depends_on=[bucket_policy],
            lifecycle=TerraformResourceLifecycle(prevent_destroy=prevent_destroy),
        )
