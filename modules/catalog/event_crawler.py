"""The crawler of one export, in event mode.

It reads its queue instead of listing the bucket; only its first run, and the one after an update, list
everything. It has one target by AWS's rule. It never starts by itself (`events/crawl_starter.py`), apart
from a weekly schedule that catches what a lost event left. Columns are merged, never removed; partitions
take the table's columns, or months would clash (HIVE_PARTITION_SCHEMA_MISMATCH).
"""

import json
from collections.abc import Sequence

from cdktf_cdktf_provider_aws.glue_catalog_database import GlueCatalogDatabase
from cdktf_cdktf_provider_aws.glue_crawler import (
    GlueCrawler,
    GlueCrawlerRecrawlPolicy,
    GlueCrawlerS3Target,
    GlueCrawlerSchemaChangePolicy,
)
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from constructs import Construct

from modules import iam
from modules.naming import Names
from modules.plan import Line
from modules.settings.access import AccessSettings
from modules.settings.catalog import CatalogSettings

# What AWS writes beside Parquet. Athena doesn't know exclusions: only what lies outside of partition
# folders is really out of its sight.
EXCLUSIONS = (
    "**.json",
    "**.yml",
    "**.sql",
    "**.csv",
    "**.csv.metadata",
    "**.gz",
    "**.zip",
    "**/cost_and_usage_data_status/*",
    "**/metadata/**",
    "aws-programmatic-access-test-object",
)


class EventCrawler(Construct):
    """A crawler and its least-privilege role."""

    crawler: GlueCrawler
    role: IamRole

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        line: Line,
        settings: CatalogSettings,
        access: AccessSettings,
        names: Names,
        database: GlueCatalogDatabase,
        bucket: S3Bucket,
        queue: SqsQueue,
        dead_letter_queue: SqsQueue,
    ) -> None:
        super().__init__(scope, id_)
        queues = (queue, dead_letter_queue)
        self.role = self._add_role(line, names, access)
        role_policy = self._add_role_policy(line, names, bucket, queues)
        self.crawler = GlueCrawler(
            self,
            "crawler",
            name=names.crawler(line.dataset),
            description=f"Adds partitions of {line.dataset.title}",
            role=self.role.arn,
            database_name=database.name,
            s3_target=[_target(bucket, line.prefix, queues)],
            recrawl_policy=GlueCrawlerRecrawlPolicy(recrawl_behavior="CRAWL_EVENT_MODE"),
            schema_change_policy=GlueCrawlerSchemaChangePolicy(
                update_behavior="UPDATE_IN_DATABASE", delete_behavior="LOG"
            ),
            configuration=_output(line),
            schedule=settings.safety_schedule,
            # Glue tries the role on the queue when the crawler is created.
            depends_on=[role_policy],
        )

    def _add_role(self, line: Line, names: Names, access: AccessSettings) -> IamRole:
        return IamRole(
            self,
            "role",
            name=names.crawler_role(line.dataset),
            path=access.role_path,
            permissions_boundary=access.permissions_boundary,
            assume_role_policy=iam.render(iam.trust("glue.amazonaws.com")),
        )

    def _add_role_policy(
        self,
        line: Line,
        names: Names,
        bucket: S3Bucket,
        queues: Sequence[SqsQueue],
    ) -> IamRolePolicy:
        access = iam.crawler_access(
            bucket.arn,
            line.prefix,
            [queue.arn for queue in queues],
            names.catalog_arns([line.dataset.table]),
            names.catalog_arns(["*"]),
            names.arn("logs", "log-group:/aws-glue/crawlers"),
        )
        return IamRolePolicy(self, "role_policy", role=self.role.id, policy=iam.render(access))


def _target(bucket: S3Bucket, prefix: str, queues: Sequence[SqsQueue]) -> GlueCrawlerS3Target:
    queue, dead_letter_queue = queues
    return GlueCrawlerS3Target(
        path=f"s3://{bucket.bucket}/{prefix}/",
        event_queue_arn=queue.arn,
        dlq_event_queue_arn=dead_letter_queue.arn,
        exclusions=list(EXCLUSIONS),
    )


def _output(line: Line) -> str:
    grouping: dict[str, object] = {"TableGroupingPolicy": "CombineCompatibleSchemas"}
    if line.dataset.growing_schema:
        # The crawler makes the table: name it after the prefix's last folder (the bucket is level 1).
        grouping["TableLevelConfiguration"] = 1 + len(line.prefix.split("/"))
    return json.dumps(
        {
            "Version": 1.0,
            "CreatePartitionIndex": False,
            "Grouping": grouping,
            "CrawlerOutput": {
                "Tables": {"AddOrUpdateBehavior": "MergeNewColumns"},
                "Partitions": {"AddOrUpdateBehavior": "InheritFromTable"},
            },
        },
        separators=(",", ":"),
    )
