"""The export stage: what AWS is asked to deliver, one export a delivery of the plan."""

from collections.abc import Mapping

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_policy import S3BucketPolicy
from constructs import Construct

from modules.datasets.cost_optimization import CostOptimizationSettings
from modules.datasets.data_exports import DataExportsDataset, DataExportsSettings
from modules.export.cost_optimization_hub import CostOptimizationHub
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
            needed = [self._policies[line.bucket], *self._add_needed(line)]
            for delivery in line.deliveries:
                self._add_export(line, delivery, needed)

    def _add_needed(self, line: Line) -> list[ITerraformDependable]:
        if not isinstance(line.settings, CostOptimizationSettings):
            return []
        return CostOptimizationHub(
            self._scope, "cost_optimization_hub", settings=line.settings, billing=self._billing
        ).needed

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
