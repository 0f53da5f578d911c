"""What one crawl did."""

from dataclasses import dataclass
from typing import Literal

Mode = Literal["listing", "events"]


@dataclass(frozen=True)
class CrawlReport:
    """`mode` says whether the whole target was listed or only what the queue named.

    Partitions are written `source_account_id=123456789012/…/billing_period=2018-10`. Objects that could
    not be read come as (URI, reason); their messages are among `messages_left`. `error` is why the
    crawl as a whole failed, e.g. a permission that the role lacks; the rest then counts for little.
    """

    mode: Mode
    table: str | None = None
    partitions_added: tuple[str, ...] = ()
    partitions_removed: tuple[str, ...] = ()
    columns_added: tuple[str, ...] = ()
    objects_unreadable: tuple[tuple[str, str], ...] = ()
    messages_deleted: int = 0
    messages_left: int = 0
    error: str | None = None

    @property
    def message(self) -> str | None:
        """What GetCrawler's LastCrawl tells: the failure, or the objects that were left out."""
        if self.error:
            return self.error
        if self.objects_unreadable:
            return "; ".join(f"{uri}: {reason}" for uri, reason in self.objects_unreadable)
        return None
