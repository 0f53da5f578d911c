"""The deployed pipeline of CUR 2.0, from its bucket to its sealed months, and what should be in it."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
from moto.sqs.models import Message, sqs_backends

from athena.client import run_query
from athena.duckdb.engine import DuckDbEngine
from athena.endpoint import install
from athena.glue.catalog import GlueCatalog
from emulator.aws.pace import PACE
from emulator.cloud.cloud import Cloud
from emulator.glue.crawl import crawl_history
from modules.datasets import CUR2, BillingPeriod
from modules.plan import Plan
from tests.conftest import Json, Synthesize, environment
from tests.emulator.deployment import Deployment
from tests.emulator.line import parquet
from tests.emulator.sealing import items

SETTINGS: Json = {"exports": {"cur2": {"enabled": True}, "focus": {"enabled": False}}}
CREATED = (
    "storage/data_exports_bucket",
    "storage/sealed_bucket/bucket",
    "storage/results_bucket/bucket",
    "events",
    "catalog",
    "query/views",
    "query/sealed_sources",
    "query/workgroup",
    "query/sealing_workgroup",
    "query/month_sealer",
)
RAW = "SELECT billing_period, sum(line_item_unblended_cost) FROM cur2 GROUP BY 1"
SEALED = "SELECT billing_period, sum(unblended_cost) FROM daily_costs GROUP BY 1"
Totals = dict[str, float]


class Pipeline:
    """Clients to break it and to look at it; a delivery is some files of three line items each."""

    deployment: Deployment  # unless Terraform has applied it

    def __init__(self, cloud: Cloud, plan: Plan) -> None:
        self.cloud = cloud
        self.plan = plan
        (line,) = plan.lines
        (self.delivery,) = line.deliveries
        names = plan.names
        self.crawler = names.crawler(CUR2)
        self.starter = names.arn("states", f"stateMachine:{names.crawl_starter}")
        self.sealer = names.arn("states", f"stateMachine:{names.month_sealer}")
        sqs = cloud.client("sqs")
        self.queue: str = sqs.get_queue_url(QueueName=names.queue(CUR2))["QueueUrl"]
        self.dead: str = sqs.get_queue_url(QueueName=names.dead_letter_queue(CUR2))["QueueUrl"]

    @classmethod
    @contextmanager
    def on(
        cls, cloud: Cloud, synthesize: Synthesize, folder: Path, settings: Json = SETTINGS
    ) -> Iterator["Pipeline"]:
        """Deployed, its waits shortened, its first crawl done: later ones read the queue."""
        PACE.wait = 0.005
        catalog = GlueCatalog(cloud.account_id, cloud.region, folder)
        engine = DuckDbEngine(catalog)
        service = install(engine, catalog, cloud.account_id, cloud.region, cloud.who)
        try:
            deployment = Deployment(cloud, synthesize(**settings))
            deployment.create(*CREATED)
            made = cls(cloud, Plan.of(environment(**settings)))
            made.deployment = deployment
            made.crawl()
            yield made
        finally:
            service.close()
            engine.close()

    def put(self, key: str, body: bytes) -> None:
        self.cloud.client("s3").put_object(Bucket=self.delivery.bucket, Key=key, Body=body)

    def deliver(
        self, period: str, *files: pa.Table | bytes, manifest: bool = True, wait: bool = True
    ) -> None:
        """Overwrite the month's chunks; its manifest comes last."""
        month = BillingPeriod.parse(period)
        keys = [self.delivery.data_key(month, number) for number, _ in enumerate(files, start=1)]
        for key, rows in zip(keys, files, strict=True):
            self.put(key, rows if isinstance(rows, bytes) else parquet(rows))
        if manifest:
            self.tell(period, len(files))
        if wait:
            self.cloud.wait_until_idle()

    def tell(self, period: str, files: int = 1, columns: Sequence[str] = ()) -> None:
        """The manifest arrives."""
        month = BillingPeriod.parse(period)
        keys = (self.delivery.data_key(month, number + 1) for number in range(files))
        told = {
            "dataFiles": [self.delivery.uri(key) for key in keys],
            "columns": [{"name": name, "type": "string"} for name in columns],
        }
        self.put(self.delivery.manifest_key(month), json.dumps(told).encode())

    def flood(self, period: str, events: int) -> None:
        """S3 tells so often that a file of the month was overwritten.

        Put into the queue as it is: to be sent, moto's queue counts itself each time.
        """
        key = self.delivery.data_key(BillingPeriod.parse(period), 1)
        told = {"s3": {"bucket": {"name": self.delivery.bucket}, "object": {"key": key}}}
        queues = sqs_backends[self.cloud.account_id][self.cloud.region]
        queue = queues.get_queue(self.plan.names.queue(CUR2))
        for number in range(events):
            message = Message(str(number), json.dumps({"Records": [told]}))
            message.mark_sent()
            queue.add_message(message)

    def crawl(self) -> str:
        """As the weekly schedule does. Returns how it ended."""
        self.cloud.client("glue").start_crawler(Name=self.crawler)
        self.cloud.wait_until_idle()
        found = self.cloud.client("glue").get_crawler(Name=self.crawler)["Crawler"]
        return str(found["LastCrawl"]["Status"])

    def crawls(self) -> int:
        """How many there were."""
        return len(crawl_history(self.cloud.account_id, self.cloud.region, self.crawler))

    def ask(self, sql: str) -> Totals:
        """Totals by month, as a reader gets them."""
        names = self.plan.names
        athena = self.cloud.client("athena")
        rows = run_query(athena, sql, names.workgroup, names.database).rows
        return {str(month): float(total or 0) for month, total in rows}

    def partitions(self) -> list[str]:
        """The months in the catalog."""
        found = self.cloud.client("glue").get_partitions(
            DatabaseName=self.plan.names.database, TableName="cur2"
        )
        return sorted(partition["Values"][-1] for partition in found["Partitions"])

    def queued(self, url: str) -> int:
        """Messages that wait, visible or not."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self.cloud.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=names)
        return sum(int(number) for number in found["Attributes"].values())

    def dead_bodies(self) -> list[str]:
        """What lies in the dead-letter queue."""
        received = self.cloud.client("sqs").receive_message(
            QueueUrl=self.dead, VisibilityTimeout=0, MaxNumberOfMessages=10
        )
        return [message["Body"] for message in received.get("Messages", [])]

    def ended(self, machine: str) -> list[Json]:
        """Its executions, the latest first."""
        self.cloud.wait_until_idle()
        states = self.cloud.client("stepfunctions")
        listed = states.list_executions(stateMachineArn=machine)["executions"]
        return [states.describe_execution(executionArn=one["executionArn"]) for one in listed]


def costs(cost: float) -> pa.Table:
    """Three line items; their total is three times the cost."""
    return items(cost)
