"""The catalog stage: one database; for each line a declared table and, if any, its crawler; the tables
of sealed months."""

from collections.abc import Mapping

from cdktf_cdktf_provider_aws.glue_catalog_database import GlueCatalogDatabase
from cdktf_cdktf_provider_aws.glue_catalog_table import GlueCatalogTable
from cdktf_cdktf_provider_aws.glue_crawler import GlueCrawler
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from constructs import Construct

from modules.catalog.cost_database import CostDatabase
from modules.catalog.cost_table import CostTable
from modules.catalog.event_crawler import EventCrawler
from modules.catalog.projected_table import ProjectedTable
from modules.catalog.reader_tables import ReaderTables
from modules.catalog.sealed_table import SealedMonthsTable
from modules.datasets.legacy_cur import LegacyCurDataset
from modules.plan import Bucket, Line, Plan
from modules.sealed import Sealing
from modules.watching import Watched, crawl_failed


class Tables:
    """What queries name. The crawler's own table of a schema that grows is not declared."""

    database: GlueCatalogDatabase
    declared: dict[str, GlueCatalogTable]
    """By name."""
    sealed: dict[str, GlueCatalogTable]
    """By name; empty when nothing is sealed."""
    readers: dict[str, GlueCatalogDatabase]
    """Of those that see only some rows, by their names in the settings."""
    crawlers: dict[Line, GlueCrawler]
    watched: tuple[Watched, ...]

    def __init__(
        self,
        scope: Construct,
        plan: Plan,
        *,
        buckets: Mapping[Bucket, S3Bucket],
        queues: Mapping[Line, SqsQueue],
        dead_letter_queues: Mapping[Line, SqsQueue],
        sealing: Sealing | None,
        sealed_bucket: S3Bucket | None,
    ) -> None:
        self.database = CostDatabase(scope, "database", plan.names).database
        self.declared = {
            line.dataset.declared_table: self._add_table(scope, plan, line, buckets[line.bucket])
            for line in plan.lines
        }
        self.crawlers = {
            line: EventCrawler(
                scope,
                f"{line.dataset.name}_crawler",
                line=line,
                settings=plan.environment.catalog,
                access=plan.environment.access,
                names=plan.names,
                database=self.database,
                bucket=buckets[line.bucket],
                queue=queues[line],
                dead_letter_queue=dead_letter_queues[line],
            ).crawler
            for line in plan.crawled
        }
        failed = crawl_failed(plan.names.crawl_failed_rule)
        self.watched = (failed,) if plan.crawled else ()

        self.sealed, self.readers = {}, {}
        if sealing and sealed_bucket:
            self.sealed = {
                sealed.name: SealedMonthsTable(
                    scope,
                    f"{sealed.name}_table",
                    sealed=sealed,
                    database=self.database,
                    bucket=sealed_bucket,
                ).table
                for sealed in sealing.tables
            }
            self.readers = {
                name: ReaderTables(
                    scope,
                    f"reader_{name}_tables",
                    reader=name,
                    database=plan.names.reader_database(name),
                    tables=tables,
                    bucket=sealed_bucket,
                ).database
                for name, tables in sealing.shares.items()
            }

    def _add_table(
        self, scope: Construct, plan: Plan, line: Line, bucket: S3Bucket
    ) -> GlueCatalogTable:
        dataset = line.dataset
        if isinstance(dataset, LegacyCurDataset):
            return ProjectedTable(
                scope,
                f"{dataset.name}_declared_table",
                line=line,
                dataset=dataset,
                database=self.database,
                bucket=bucket,
            ).table
        return CostTable(
            scope,
            f"{dataset.name}_table",
            line=line,
            database=self.database,
            bucket=bucket,
            crawler_name=plan.names.crawler(dataset) if line.crawled else None,
        ).table
