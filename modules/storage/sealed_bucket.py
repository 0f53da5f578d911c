"""Where the sealed months lie.

A closed month is sealed once and read for years, so nothing expires by age: the state machine that
replaces a month deletes the generation before the last (docs/adr/0012). A month can be sealed again from
its deliveries, so there are no versions; it is protected like a delivery all the same, since reports
would be empty until then.
"""

from cdktf_cdktf_provider_aws.s3_bucket_lifecycle_configuration import (
    S3BucketLifecycleConfigurationRule,
    S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload,
    S3BucketLifecycleConfigurationRuleFilter,
)
from constructs import Construct

from modules.settings.storage import StorageSettings
from modules.storage.private_bucket import PrivateBucket


class SealedBucket(PrivateBucket):
    """A folder a table, a folder a month, a folder a generation."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        name: str,
        *,
        settings: StorageSettings,
        allow_data_deletion: bool,
    ) -> None:
        super().__init__(
            scope,
            id_,
            name,
            force_destroy=settings.force_destroy and allow_data_deletion,
            prevent_destroy=not allow_data_deletion,
        )
        self._add_policy([])
        self._add_lifecycle([_abort_multipart()])


def _abort_multipart() -> S3BucketLifecycleConfigurationRule:
    return S3BucketLifecycleConfigurationRule(
        id="abort-unfinished-uploads",
        status="Enabled",
        filter=[S3BucketLifecycleConfigurationRuleFilter(prefix="")],
        abort_incomplete_multipart_upload=[
            S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload(
                days_after_initiation=1
            )
        ],
    )
