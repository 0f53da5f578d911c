"""The Athena workgroup: `query`."""

from pydantic import Field
from pydantic import field_validator as validates

from modules.settings.base import Settings
from modules.settings.problems import refuse

# The provider's minimum; the API would take 10,000,000.
SMALLEST_SCAN_LIMIT = 10_485_760


class QuerySettings(Settings):
    """What a query may cost."""

    scan_limit_bytes: int = Field(
        107_374_182_400, description="a query that would read more is cancelled (100 GiB = $0.50)"
    )

    @validates("scan_limit_bytes")
    @classmethod
    def _within_provider_limits(cls, limit: int) -> int:
        if limit < SMALLEST_SCAN_LIMIT:
            raise refuse(f"{SMALLEST_SCAN_LIMIT} bytes (10 MiB) or more", "raise it")
        return limit
