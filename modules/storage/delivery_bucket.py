"""The bucket that an AWS billing service delivers into.

AWS overwrites a month up to three times a day; with versioning every refresh stays behind as a
noncurrent version, so those expire after days: the largest lever on the storage bill. Exports arrive
SSE-S3 encrypted and can't be delivered under a KMS key (docs/adr/0008). Current objects never expire
and never change storage class: Athena reads them again and again.
"""

from cdktf_cdktf_provider_aws.s3_bucket_lifecycle_configuration import (
    S3BucketLifecycleConfigurationRule,
    S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload,
    S3BucketLifecycleConfigurationRuleFilter,
    S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration,
)
from cdktf_cdktf_provider_aws.s3_bucket_policy import S3BucketPolicy
from cdktf_cdktf_provider_aws.s3_bucket_versioning import (
    S3BucketVersioningA,
    S3BucketVersioningVersioningConfiguration,
)
from constructs import Construct

from modules import iam
from modules.naming import Names
from modules.plan import Bucket
from modules.settings.storage import StorageSettings
from modules.storage.private_bucket import PrivateBucket

ABORT_MULTIPART_DAYS = 7


class DeliveryBucket(PrivateBucket):
    """A versioned bucket that one billing service may write to."""

    policy: S3BucketPolicy
    """Exports depend on it: AWS checks the policy when an export is created."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        planned: Bucket,
        settings: StorageSettings,
        names: Names,
        allow_data_deletion: bool,
    ) -> None:
        super().__init__(
            scope,
            id_,
            planned.name,
            force_destroy=settings.force_destroy and allow_data_deletion,
            prevent_destroy=not allow_data_deletion,
        )
        self._add_versioning()
        self._add_lifecycle([_expire_old_versions(settings.noncurrent_days), _abort_multipart()])
        self.policy = self._add_policy(
            iam.delivery_by(planned.service, self.bucket.arn, names, planned.payers)
        )

    def _add_versioning(self) -> S3BucketVersioningA:
        return S3BucketVersioningA(
            self,
            "versioning",
            bucket=self.bucket.id,
            versioning_configuration=S3BucketVersioningVersioningConfiguration(status="Enabled"),
        )


def _expire_old_versions(days: int) -> S3BucketLifecycleConfigurationRule:
    return S3BucketLifecycleConfigurationRule(
        id="expire-overwritten-deliveries",
        status="Enabled",
        filter=[S3BucketLifecycleConfigurationRuleFilter(prefix="")],
        noncurrent_version_expiration=[
            S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration(noncurrent_days=days)
        ],
    )


def _abort_multipart() -> S3BucketLifecycleConfigurationRule:
    return S3BucketLifecycleConfigurationRule(
        id="abort-unfinished-uploads",
        status="Enabled",
        filter=[S3BucketLifecycleConfigurationRuleFilter(prefix="")],
        abort_incomplete_multipart_upload=[
            S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload(
                days_after_initiation=ABORT_MULTIPART_DAYS
            )
        ],
    )
