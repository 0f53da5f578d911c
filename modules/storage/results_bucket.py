"""Where Athena writes query results, for a few days.

Results repeat what the data says and can be asked for again, so they expire, and destroying the stack
may delete them. No versioning, for the same reason.
"""

from cdktf_cdktf_provider_aws.s3_bucket_lifecycle_configuration import (
    S3BucketLifecycleConfigurationRule,
    S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload,
    S3BucketLifecycleConfigurationRuleExpiration,
    S3BucketLifecycleConfigurationRuleFilter,
)
from constructs import Construct

from modules.settings.storage import StorageSettings
from modules.storage.private_bucket import PrivateBucket


class ResultsBucket(PrivateBucket):
    """A bucket whose objects expire after `storage.results_days`."""

    def __init__(self, scope: Construct, id_: str, name: str, settings: StorageSettings) -> None:
        super().__init__(
            scope,
            id_,
            name,
            force_destroy=True,
            prevent_destroy=False,
            kms_key=settings.results_kms_key,
        )
        self._add_policy([])
        self._add_lifecycle([_expire(settings.results_days)])


def _expire(days: int) -> S3BucketLifecycleConfigurationRule:
    return S3BucketLifecycleConfigurationRule(
        id="expire-results",
        status="Enabled",
        filter=[S3BucketLifecycleConfigurationRuleFilter(prefix="")],
        expiration=[S3BucketLifecycleConfigurationRuleExpiration(days=days)],
        abort_incomplete_multipart_upload=[
            S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload(
                days_after_initiation=1
            )
        ],
    )
