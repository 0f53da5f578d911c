"""A versioned bucket that holds delete markers can be emptied.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html
moto frees the memory of every version it removes, but a delete marker can't be freed: 500, and
Terraform's force_destroy fails.
"""

from typing import Any

from moto.s3.models import FakeDeleteMarker

from emulator.aws.patching import Patch

patch = Patch()


@patch.replaces(FakeDeleteMarker, "dispose")
def _dispose(marker: Any, garbage: bool = False) -> None:
    """A marker holds nothing."""
