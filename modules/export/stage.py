"""The export stage: what AWS is asked to deliver, one export a delivery of the own account.

A hub's payers have their exports themselves: each is a source, an environment in that account.
"""

from collections.abc import Mapping

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_policy import S3BucketPolicy
from constructs import Construct

from modules.datasets.data_exports import DataExportsDataset, DataExportsSettings
from modules.export.cost_optimization_hub import add_needed
from modules.export.cross_account_export import CrossAccountExport
from modules.export.data_export import DataExport
from modules.export.legacy_report import LegacyReport
from modules.plan import Bucket, Delivery, Line, Plan


class Exports:
    """All exports; AWS has them in one Region only, that of the `billing` provider."""

    def __init__(
        self,
        scope: Construct,
        plan: Plan,
        *,
        buckets: Mapping[Bucket, S3Bucket],
        policies: Mapping[Bucket, S3BucketPolicy],
        billing: AwsProvider,
    ) -> None:
        self._scope = scope
        self._names = plan.names
        self._buckets = buckets
        self._policies = policies
        self._billing = billing
        self._prevent_destroy = not plan.environment.allow_data_deletion
        for line in plan.lines:
            if delivery := plan.own_delivery(line):
                needed = [policies[line.bucket], *add_needed(scope, line.settings, billing)]
                self._add_export(line, delivery, needed)

    def _add_export(
        self, line: Line, delivery: Delivery, needed: list[ITerraformDependable]
    ) -> None:
        match line.dataset, line.settings:
            case DataExportsDataset() as dataset, DataExportsSettings() as settings:
                DataExport(
                    self._scope,
                    dataset.name,
                    dataset=dataset,
                    settings=settings,
                    delivery=delivery,
                    names=self._names,
                    bucket=self._buckets[line.bucket],
                    depends_on=needed,
                    billing=self._billing,
                    prevent_destroy=self._prevent_destroy,
                )
            case dataset, _:
                LegacyReport(
                    self._scope,
                    dataset.name,
                    delivery=delivery,
                    names=self._names,
                    bucket=self._buckets[line.bucket],
                    bucket_policy=self._policies[line.bucket],
                    billing=self._billing,
                    prevent_destroy=self._prevent_destroy,
                )


class SourceExports:
    """All exports; the hub's bucket policy must admit this account before."""

    def __init__(
        self,
        scope: Construct,
        plan: Plan,
        *,
        bucket_owner: str,
        tags: Mapping[str, str],
        billing: AwsProvider,
    ) -> None:
        for line in plan.lines:
            match line.dataset, line.settings:
                case DataExportsDataset() as dataset, DataExportsSettings() as settings:
                    CrossAccountExport(
                        scope,
                        dataset.name,
                        dataset=dataset,
                        settings=settings,
                        delivery=line.deliveries[0],
                        names=plan.names,
                        bucket_owner=bucket_owner,
                        tags=tags,
                        depends_on=add_needed(scope, settings, billing),
                        billing=billing,
                        prevent_destroy=not plan.environment.allow_data_deletion,
                    )
