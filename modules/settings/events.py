"""Queues and the crawl starter: `events`."""

from typing import Annotated, Literal

from pydantic import Field

from modules.settings.base import KmsKey, Settings, between


class EventsSettings(Settings):
    """What happens between a delivery and its crawl."""

    visibility_timeout_seconds: Annotated[int, between(900, 43_200, "seconds")] = Field(
        3600, description="must exceed the longest crawl, the first full one included"
    )
    message_retention_days: Annotated[int, between(1, 14, "days")] = Field(
        14, description="of what no crawl has read yet; dead letters stay 14"
    )
    log_retention_days: Literal[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731] = (
        Field(90, description="of the state machines' logs")
    )
    log_kms_key: KmsKey | None = Field(
        None, description="ARN of the key that encrypts the crawl starter's log; default: AWS's own"
    )
