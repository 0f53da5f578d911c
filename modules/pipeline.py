"""The pipeline of one environment: the only file that wires stages together, and that has outputs."""

from collections.abc import Sequence
from dataclasses import dataclass

from modules.providers import add_backend, add_providers  # isort: skip  # before any binding

from cdktf import TerraformOutput, TerraformStack
from cdktf_cdktf_provider_aws.glue_catalog_database import GlueCatalogDatabase
from cdktf_cdktf_provider_aws.provider import AwsProvider
from constructs import Construct

from modules import STAGES
from modules.catalog.cost_database import CostDatabase
from modules.catalog.cost_table import CostTable
from modules.catalog.event_crawler import EventCrawler
from modules.config import Environment
from modules.consumers.reader import Reader
from modules.datasets import CUR2, LEGACY_CUR, Dataset
from modules.events.crawl_starter import CrawlStarter
from modules.events.delivery_notification import DeliveryNotification
from modules.events.event_queue import EventQueue
from modules.export.data_export import DataExport
from modules.export.legacy_report import LegacyReport
from modules.naming import Names
from modules.query.saved_queries import SavedQueries
from modules.query.workgroup import Workgroup
from modules.sql import read_queries
from modules.storage.delivery_bucket import DeliveryBucket
from modules.storage.results_bucket import ResultsBucket


@dataclass(frozen=True)
class Line:
    """One export's way from bucket to table. Each has its own: a crawler deletes what it reads."""

    dataset: Dataset
    prefix: str
    export: str  # its name, and the folder below `prefix/account_id`
    storage: DeliveryBucket
    events: EventQueue
    catalog: EventCrawler


class CostPipeline(TerraformStack):
    """export → storage → events → catalog → query → consumers."""

    def __init__(self, scope: Construct, id_: str, environment: Environment) -> None:
        super().__init__(scope, id_)
        self._environment = environment
        self._names = Names(environment.name_prefix, environment.account_id, environment.region)
        add_backend(self, id_, environment.backend)
        billing = add_providers(self, environment)
        # The tree lists the stages in the data's order, whatever needs what.
        self._stages = {stage: Construct(self, stage) for stage in STAGES}

        database = CostDatabase(self._stages["catalog"], "database", self._names).database
        lines = self._add_lines(billing, database)
        starter = self._add_events(lines)
        workgroup, results, reader = self._add_access(lines, database)

        self._output("database", "Glue database of all tables", database.name)
        self._output("workgroup", "Athena workgroup to query in", workgroup.workgroup.name)
        self._output("results_bucket", "Where Athena writes results", results.bucket.bucket)
        self._output("reader_policy_arn", "Attach it to who may query", reader.policy.arn)
        self._output("crawl_starter_arn", "Its failed executions are missed crawls", starter)
        for line in lines:
            self._add_line_outputs(line)

    def _add_lines(self, billing: AwsProvider, database: GlueCatalogDatabase) -> list[Line]:
        exports = self._environment.exports
        lines = []
        if exports.cur2.enabled:
            bucket = self._add_bucket("data_exports_bucket", self._names.data_exports_bucket)
            bucket.grant_data_exports(self._names)
            DataExport(
                self._stages["export"],
                CUR2.name,
                dataset=CUR2,
                settings=exports.cur2,
                names=self._names,
                bucket=bucket.bucket,
                bucket_policy=bucket.policy,
                billing=billing,
                prevent_destroy=not self._environment.allow_data_deletion,
            )
            lines.append(
                self._add_line(
                    CUR2, exports.cur2.prefix, exports.cur2.export_name, bucket, database
                )
            )
        if exports.legacy_cur.enabled:
            legacy = exports.legacy_cur
            bucket = self._add_bucket("legacy_report_bucket", self._names.legacy_report_bucket)
            bucket.grant_legacy_report(self._names)
            LegacyReport(
                self._stages["export"],
                LEGACY_CUR.name,
                settings=legacy,
                names=self._names,
                bucket=bucket.bucket,
                bucket_policy=bucket.policy,
                billing=billing,
                prevent_destroy=not self._environment.allow_data_deletion,
            )
            lines.append(
                self._add_line(LEGACY_CUR, legacy.prefix, legacy.report_name, bucket, database)
            )
        return lines

    def _add_bucket(self, id_: str, name: str) -> DeliveryBucket:
        return DeliveryBucket(
            self._stages["storage"],
            id_,
            name,
            self._environment.storage,
            allow_data_deletion=self._environment.allow_data_deletion,
        )

    def _add_line(
        self,
        dataset: Dataset,
        prefix: str,
        export: str,
        bucket: DeliveryBucket,
        database: GlueCatalogDatabase,
    ) -> Line:
        events = EventQueue(
            self._stages["events"],
            f"{dataset.name}_queue",
            dataset=dataset,
            settings=self._environment.events,
            names=self._names,
            bucket=bucket.bucket,
        )
        if not dataset.growing_schema:
            CostTable(
                self._stages["catalog"],
                f"{dataset.name}_table",
                dataset=dataset,
                prefix=prefix,
                database=database,
                bucket=bucket.bucket,
                crawler_name=self._names.crawler(dataset),
            )
        crawler = EventCrawler(
            self._stages["catalog"],
            f"{dataset.name}_crawler",
            dataset=dataset,
            prefix=prefix,
            settings=self._environment.catalog,
            names=self._names,
            database=database,
            bucket=bucket.bucket,
            queue=events.queue,
            dead_letter_queue=events.dead_letter_queue,
        )
        return Line(dataset, prefix, export, bucket, events, crawler)

    def _add_events(self, lines: Sequence[Line]) -> str:
        self._add_notifications(lines)
        starter = CrawlStarter(
            self._stages["events"],
            "crawl_starter",
            settings=self._environment.events,
            names=self._names,
            crawlers=[line.catalog.crawler for line in lines],
            tables=[line.dataset.table for line in lines if not line.dataset.growing_schema],
        )
        for line in lines:
            starter.start_on_manifest(
                dataset=line.dataset,
                prefix=line.prefix,
                export=line.export,
                bucket=line.storage.bucket,
                crawler=line.catalog.crawler,
            )
        return starter.state_machine.arn

    def _add_notifications(self, lines: Sequence[Line]) -> None:
        for storage in dict.fromkeys(line.storage for line in lines):
            DeliveryNotification(
                self._stages["events"],
                storage.node.id.replace("bucket", "notification"),
                bucket=storage.bucket,
                queues={
                    line.dataset.data_prefix(line.prefix, self._names.account_id, line.export): (
                        line.events.queue
                    )
                    for line in lines
                    if line.storage is storage
                },
            )

    def _add_access(
        self, lines: Sequence[Line], database: GlueCatalogDatabase
    ) -> tuple[Workgroup, ResultsBucket, Reader]:
        results = ResultsBucket(
            self._stages["storage"],
            "results_bucket",
            self._names.results_bucket,
            self._environment.storage,
        )
        workgroup = Workgroup(
            self._stages["query"],
            "workgroup",
            settings=self._environment.query,
            names=self._names,
            results_bucket=results.bucket,
        )
        for line in lines:
            SavedQueries(
                self._stages["query"],
                f"{line.dataset.table}_queries",
                queries=read_queries(line.dataset.table),
                names=self._names,
                workgroup=workgroup.workgroup,
                database=database,
            )
        reader = Reader(
            self._stages["consumers"],
            "reader",
            names=self._names,
            workgroup=workgroup.workgroup,
            data=[(line.storage.bucket, line.prefix) for line in lines],
            results_bucket=results.bucket,
        )
        return workgroup, results, reader

    def _add_line_outputs(self, line: Line) -> None:
        name, title = line.dataset.name, line.dataset.title
        self._output(f"{name}_bucket", f"Where {title} arrives", line.storage.bucket.bucket)
        self._output(f"{name}_queue_url", f"Deliveries of {title} to crawl", line.events.queue.url)
        self._output(
            f"{name}_dead_letter_queue_url",
            f"Deliveries of {title} that could not be crawled",
            line.events.dead_letter_queue.url,
        )
        self._output(f"{name}_crawler", f"Crawler of {title}", line.catalog.crawler.name)
        self._output(f"{name}_table", f"Table of {title}", line.dataset.table)

    def _output(self, name: str, description: str, value: str) -> None:
        TerraformOutput(self, name, description=description, value=value)
