"""AWS's own managed policies are read once a process.

Every account has them:
https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
moto reads all 1,582 from JSON whenever an account is made or forgotten, a tenth of a second each time:
a third of what the tests of this emulator took.
"""

from typing import Any

from moto.iam.models import AWSManagedPolicy, IAMBackend
from moto.settings import load_iam_aws_managed_policies

from emulator.aws.patching import Patch

patch = Patch()
_moto_reads = IAMBackend._init_aws_policies
_read: dict[tuple[str, str], list[Any]] = {}


@patch.replaces(IAMBackend, "_init_aws_policies")
def _init_aws_policies(backend: Any) -> list[Any]:
    if not load_iam_aws_managed_policies():
        return []
    account = (backend.account_id, backend.region_name)
    if account not in _read:
        _read[account] = _moto_reads(backend)
    return [_copy(policy) for policy in _read[account]]


def _copy(policy: Any) -> Any:
    """Of its own: it counts what it is attached to. `copy.copy` takes twenty times as long."""
    copied = object.__new__(AWSManagedPolicy)
    copied.__dict__.update(policy.__dict__)
    return copied
