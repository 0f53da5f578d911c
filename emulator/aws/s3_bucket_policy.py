"""A bucket policy's conditions count, and its statements for services are not for us.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
moto denies whatever a statement with a condition it doesn't know mentions, so the usual refusal of
plain HTTP refuses every request. The caller is taken as this account's administrator, over TLS
1.3.
"""

from typing import Any

from moto.iam.access_control import PermissionResult
from moto.s3.models import FakeBucket

from emulator.aws import policy
from emulator.aws.patching import Patch
from emulator.aws.policy import Decision

patch = Patch()
OVER_TLS = {"aws:SecureTransport": "true", "s3:TlsVersion": "1.3"}
_RESULTS = {
    Decision.ALLOWED: PermissionResult.PERMITTED,
    Decision.DENIED: PermissionResult.DENIED,
    Decision.SILENT: PermissionResult.NEUTRAL,
}


@patch.replaces(FakeBucket, "get_permission")
def _get_permission(bucket: Any, action: str, resource: str) -> Any:
    if bucket.policy is None:
        return PermissionResult.NEUTRAL
    caller = f"arn:aws:iam::{bucket.account_id}:root"
    asked = policy.Request(action, resource, caller, OVER_TLS)
    return _RESULTS[policy.decide([policy.read(bucket.policy)], asked)]
