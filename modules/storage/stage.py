"""The storage stage: a bucket for each billing service that delivers, one for sealed months, one for
query results."""

from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_policy import S3BucketPolicy
from constructs import Construct

from modules.plan import Bucket, Plan
from modules.sealed import Sealing
from modules.storage.delivery_bucket import DeliveryBucket
from modules.storage.results_bucket import ResultsBucket
from modules.storage.sealed_bucket import SealedBucket


class Storage:
    """All buckets."""

    buckets: dict[Bucket, S3Bucket]
    policies: dict[Bucket, S3BucketPolicy]
    """Exports depend on them: AWS checks the policy when an export is created."""
    sealed: S3Bucket | None
    """None when nothing is sealed."""
    results: S3Bucket

    def __init__(self, scope: Construct, plan: Plan) -> None:
        settings = plan.environment.storage
        deliveries = {
            bucket: DeliveryBucket(
                scope,
                f"{bucket.service}_bucket",
                planned=bucket,
                settings=settings,
                names=plan.names,
                allow_data_deletion=plan.environment.allow_data_deletion,
            )
            for bucket in plan.buckets
        }
        self.buckets = {bucket: made.bucket for bucket, made in deliveries.items()}
        self.policies = {bucket: made.policy for bucket, made in deliveries.items()}
        self.sealed = None
        if Sealing.of(plan):
            self.sealed = SealedBucket(
                scope,
                "sealed_bucket",
                plan.names.sealed_bucket,
                settings=settings,
                allow_data_deletion=plan.environment.allow_data_deletion,
            ).bucket
        self.results = ResultsBucket(
            scope, "results_bucket", plan.names.results_bucket, settings
        ).bucket
