"""The catalog stage: one database, and for each line a table and the crawler that adds partitions."""

from collections.abc import Mapping

from cdktf_cdktf_provider_aws.glue_catalog_database import GlueCatalogDatabase
from cdktf_cdktf_provider_aws.glue_crawler import GlueCrawler
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from constructs import Construct

from modules.catalog.cost_database import CostDatabase
from modules.catalog.cost_table import CostTable
from modules.catalog.event_crawler import EventCrawler
from modules.plan import Bucket, Line, Plan


class Tables:
    """What queries name. A table whose schema grows is the crawler's own: it isn't declared."""

    database: GlueCatalogDatabase
    crawlers: dict[Line, GlueCrawler]

    def __init__(
        self,
        scope: Construct,
        plan: Plan,
        *,
        buckets: Mapping[Bucket, S3Bucket],
        queues: Mapping[Line, SqsQueue],
        dead_letter_queues: Mapping[Line, SqsQueue],
    ) -> None:
        self.database = CostDatabase(scope, "database", plan.names).database
        for line in plan.lines:
            if not line.dataset.growing_schema:
                CostTable(
                    scope,
                    f"{line.dataset.name}_table",
                    line=line,
                    database=self.database,
                    bucket=buckets[line.bucket],
                    crawler_name=plan.names.crawler(line.dataset),
                )
        self.crawlers = {
            line: EventCrawler(
                scope,
                f"{line.dataset.name}_crawler",
                line=line,
                settings=plan.environment.catalog,
                names=plan.names,
                database=self.database,
                bucket=buckets[line.bucket],
                queue=queues[line],
                dead_letter_queue=dead_letter_queues[line],
            ).crawler
            for line in plan.lines
        }
