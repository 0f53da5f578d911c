"""What one query of a workgroup may read."""

from typing import Annotated

from pydantic import AfterValidator

from modules.settings.problems import refuse

# The provider's minimum; the API would take 10,000,000.
SMALLEST_SCAN_LIMIT = 10_485_760


def _not_too_small(limit: int) -> int:
    if limit < SMALLEST_SCAN_LIMIT:
        raise refuse(f"{SMALLEST_SCAN_LIMIT} bytes (10 MiB) or more", "raise it")
    return limit


ScanLimit = Annotated[int, AfterValidator(_not_too_small)]
