"""What every bucket here has: no public access, no ACLs, encryption, TLS 1.2 or later only.

Not here: access logging and replication, which belong to the account's own baseline.
"""

from collections.abc import Sequence

from cdktf import TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_lifecycle_configuration import (
    S3BucketLifecycleConfiguration,
    S3BucketLifecycleConfigurationRule,
)
from cdktf_cdktf_provider_aws.s3_bucket_ownership_controls import (
    S3BucketOwnershipControls,
    S3BucketOwnershipControlsRule,
)
from cdktf_cdktf_provider_aws.s3_bucket_policy import S3BucketPolicy
from cdktf_cdktf_provider_aws.s3_bucket_public_access_block import S3BucketPublicAccessBlock
from cdktf_cdktf_provider_aws.s3_bucket_server_side_encryption_configuration import (
    S3BucketServerSideEncryptionConfigurationA,
    S3BucketServerSideEncryptionConfigurationRuleA,
    S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA,
)
from constructs import Construct

from modules import iam


class PrivateBucket(Construct):
    """A bucket that only this account's principals and named services can use."""

    bucket: S3Bucket

    def __init__(
        self,
        scope: Construct,
        id_: str,
        name: str,
        *,
        force_destroy: bool,
        prevent_destroy: bool,
        kms_key: str | None = None,
    ) -> None:
        super().__init__(scope, id_)
        self.bucket = S3Bucket(
            self,
            "bucket",
            bucket=name,
            force_destroy=force_destroy,
            lifecycle=TerraformResourceLifecycle(prevent_destroy=prevent_destroy),
        )
        self._public_access_block = self._add_public_access_block()
        self._add_ownership()
        self._add_encryption(kms_key)

    def _add_public_access_block(self) -> S3BucketPublicAccessBlock:
        return S3BucketPublicAccessBlock(
            self,
            "public_access_block",
            bucket=self.bucket.id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
        )

    def _add_ownership(self) -> S3BucketOwnershipControls:
        return S3BucketOwnershipControls(
            self,
            "ownership",
            bucket=self.bucket.id,
            rule=S3BucketOwnershipControlsRule(object_ownership="BucketOwnerEnforced"),
        )

    def _add_encryption(self, kms_key: str | None) -> S3BucketServerSideEncryptionConfigurationA:
        algorithm = (
            S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA(
                sse_algorithm="aws:kms" if kms_key else "AES256", kms_master_key_id=kms_key
            )
        )
        return S3BucketServerSideEncryptionConfigurationA(
            self,
            "encryption",
            bucket=self.bucket.id,
            rule=[
                S3BucketServerSideEncryptionConfigurationRuleA(
                    apply_server_side_encryption_by_default=algorithm,
                    # One call of KMS a bucket and hour instead of one an object.
                    bucket_key_enabled=True if kms_key else None,
                )
            ],
        )

    def _add_policy(self, statements: Sequence[iam.Statement]) -> S3BucketPolicy:
        refusals = iam.encrypted_transport_only(self.bucket.arn)
        return S3BucketPolicy(
            self,
            "policy",
            bucket=self.bucket.id,
            policy=iam.render(iam.document(*statements, *refusals)),
            # S3 refuses two settings of one bucket at the same moment (OperationAborted).
            depends_on=[self._public_access_block],
        )

    def _add_lifecycle(
        self, rules: Sequence[S3BucketLifecycleConfigurationRule]
    ) -> S3BucketLifecycleConfiguration:
        return S3BucketLifecycleConfiguration(
            self, "lifecycle", bucket=self.bucket.id, rule=list(rules)
        )
