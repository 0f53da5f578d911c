"""An Athena workgroup: who queries here can't spend more, or write elsewhere, than it says.

Enforced settings override what clients ask for. `expected_bucket_owner` guards against a results bucket
that was deleted and taken over by someone else.
"""

from collections.abc import Mapping

from cdktf_cdktf_provider_aws.athena_workgroup import (
    AthenaWorkgroup,
    AthenaWorkgroupConfiguration,
    AthenaWorkgroupConfigurationEngineVersion,
    AthenaWorkgroupConfigurationResultConfiguration,
    AthenaWorkgroupConfigurationResultConfigurationEncryptionConfiguration,
)
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from constructs import Construct

from modules.plan import Plan

ENGINE = "Athena engine version 3"  # Trino; the SQL in queries/ is tested for it


class Workgroup(Construct):
    """One workgroup: that of analysts, of a tool, or the one that seals months."""

    workgroup: AthenaWorkgroup

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        description: str,
        scan_limit_bytes: int,
        plan: Plan,
        results_bucket: S3Bucket,
        results_prefix: str = "results/",
        tags: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(scope, id_)
        self.workgroup = AthenaWorkgroup(
            self,
            "workgroup",
            name=name,
            description=description,
            state="ENABLED",
            force_destroy=True,
            tags=dict(tags) if tags else None,
            configuration=AthenaWorkgroupConfiguration(
                enforce_workgroup_configuration=True,
                publish_cloudwatch_metrics_enabled=True,
                bytes_scanned_cutoff_per_query=scan_limit_bytes,
                engine_version=AthenaWorkgroupConfigurationEngineVersion(
                    selected_engine_version=ENGINE
                ),
                result_configuration=_results(plan, results_bucket, results_prefix),
            ),
        )


def _results(
    plan: Plan, bucket: S3Bucket, prefix: str
) -> AthenaWorkgroupConfigurationResultConfiguration:
    key = plan.environment.storage.results_kms_key
    encryption = AthenaWorkgroupConfigurationResultConfigurationEncryptionConfiguration(
        encryption_option="SSE_KMS" if key else "SSE_S3", kms_key_arn=key
    )
    return AthenaWorkgroupConfigurationResultConfiguration(
        output_location=f"s3://{bucket.bucket}/{prefix}",
        expected_bucket_owner=plan.names.account_id,
        encryption_configuration=encryption,
    )
