"""What a crawler is set to look at, and what it may do about it, read from its definition."""

import json
from dataclasses import dataclass
from typing import Any

from emulator.glue.exclusions import excluded

MERGE = "MergeNewColumns"


class UnsupportedCrawler(Exception):
    """A crawler that this stand-in can't play; `str()` says which setting."""


@dataclass(frozen=True)
class CrawlTarget:
    """One S3 path; `prefix` ends with `/` or is empty. Levels count from the bucket, which is 1."""

    bucket: str
    prefix: str
    exclusions: tuple[str, ...]
    queue_arn: str | None
    database: str
    table_prefix: str
    table_level: int | None
    update_behavior: str
    delete_behavior: str
    recrawl_behavior: str

    @classmethod
    def of(cls, crawler: Any) -> "CrawlTarget":
        """Read moto's crawler. Raises UnsupportedCrawler."""
        targets = [target for kind in (crawler.targets or {}).values() for target in kind]
        paths = crawler.targets.get("S3Targets", [])
        if len(targets) != 1 or len(paths) != 1:
            raise UnsupportedCrawler(
                f"crawler {crawler.name} has {len(targets)} targets; the emulator crawls one S3 target"
            )
        target = paths[0]
        bucket, _, prefix = target["Path"].removeprefix("s3://").partition("/")
        policy = crawler.schema_change_policy or {}
        grouping = json.loads(crawler.configuration or "{}").get("Grouping", {})
        return cls(
            bucket=bucket,
            prefix=f"{prefix.strip('/')}/" if prefix.strip("/") else "",
            exclusions=tuple(target.get("Exclusions", [])),
            queue_arn=target.get("EventQueueArn"),
            database=crawler.database_name,
            table_prefix=crawler.table_prefix or "",
            table_level=grouping.get("TableLevelConfiguration"),
            update_behavior=policy.get("UpdateBehavior", "UPDATE_IN_DATABASE"),
            delete_behavior=policy.get("DeleteBehavior", "DEPRECATE_IN_DATABASE"),
            recrawl_behavior=(crawler.recrawl_policy or {}).get(
                "RecrawlBehavior", "CRAWL_EVERYTHING"
            ),
        )

    def covers(self, bucket: str, key: str) -> bool:
        """Is the object below the path and not excluded? Folder markers never are."""
        return (
            bucket == self.bucket
            and key.startswith(self.prefix)
            and not key.endswith("/")
            and not excluded(key.removeprefix(self.prefix), self.exclusions)
        )

    @property
    def table_folder(self) -> str:
        """The folder of the bucket (ending in `/`, or empty) that becomes the table."""
        if self.table_level is None:
            return self.prefix
        folders = self.prefix.strip("/").split("/") if self.prefix else []
        if self.table_level - 1 > len(folders):
            raise UnsupportedCrawler(
                f"table level {self.table_level} is below the target s3://{self.bucket}/{self.prefix}; "
                "the emulator makes one table of a target"
            )
        return "".join(f"{folder}/" for folder in folders[: self.table_level - 1])
