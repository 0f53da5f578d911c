"""One line of what a deployer needs."""

from collections.abc import Sequence
from dataclasses import dataclass

from modules.iam.documents import Conditions


@dataclass(frozen=True)
class Grant:
    """What who plans may read of some resources, and who applies may write."""

    sid: str
    resources: str | Sequence[str]
    reads: Sequence[str] = ()
    writes: Sequence[str] = ()
    conditions: Conditions | None = None  # of the writes
