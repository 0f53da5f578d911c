"""The way of CUR 2.0 from its bucket to its table, as the synthesized stack builds it."""

import io
import json
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from emulator.cloud.cloud import Cloud
from modules import iam
from modules.datasets import CUR2, BillingPeriod
from modules.plan import Plan
from tests.conftest import Json, Stack, environment
from tests.emulator.deployment import Deployment, create_crawler_arguments

PLAN = Plan.of(environment())
DELIVERY = PLAN.deliveries[0]
BUCKET = DELIVERY.bucket
EXPORT = DELIVERY.folder
DATABASE = PLAN.names.database
CRAWLER = PLAN.names.crawler(CUR2)
ROLE = PLAN.names.role("cur2-crawler")


def parquet(columns: dict[str, list[Any]] | pa.Table | None = None) -> bytes:
    """A Parquet file; by default one line item."""
    default = {"line_item_usage_account_id": ["1"], "line_item_unblended_cost": [0.5]}
    table = default if columns is None else columns
    buffer = io.BytesIO()
    pq.write_table(table if isinstance(table, pa.Table) else pa.table(table), buffer)
    return buffer.getvalue()


def month(period: str, chunk: int = 1, suffix: str = "snappy.parquet") -> str:
    """The key of a chunk of a billing period, `2026-01`."""
    key = DELIVERY.data_key(BillingPeriod.parse(period), chunk)
    return key.removesuffix("snappy.parquet") + suffix


class Line:
    """What was built, and the clients to look at it. The table isn't declared: that is for tests."""

    def __init__(self, cloud: Cloud, stack: Stack) -> None:
        self.cloud = cloud
        self._deployment = Deployment(cloud, stack)
        self._deployment.create(
            "storage/data_exports_bucket",
            "events/cur2_queue",
            "events/data_exports_notification",
            "catalog/cur2_crawler",
        )
        sqs = cloud.client("sqs")
        self.queue_url: str = sqs.get_queue_url(QueueName=PLAN.names.queue(CUR2))["QueueUrl"]
        dead = sqs.get_queue_url(QueueName=PLAN.names.dead_letter_queue(CUR2))
        self.dead_url: str = dead["QueueUrl"]
        described = self._deployment.arguments("aws_glue_crawler", "catalog_cur2_crawler")
        self.crawler: Json = create_crawler_arguments(described)

    def create(self, *constructs: str) -> None:
        """More of the stack."""
        self._deployment.create(*constructs)

    def deliver(self, key: str, body: bytes | None = None) -> None:
        """An object arrives."""
        content = parquet() if body is None else body
        self.cloud.client("s3").put_object(Bucket=BUCKET, Key=key, Body=content)

    def remove(self, key: str) -> None:
        self.cloud.client("s3").delete_object(Bucket=BUCKET, Key=key)

    def crawl(self) -> None:
        """Start the crawler and wait for it."""
        self.cloud.client("glue").start_crawler(Name=CRAWLER)
        self.cloud.wait_until_idle()

    def last_crawl(self) -> dict[str, Any]:
        described: dict[str, Any] = self.cloud.client("glue").get_crawler(Name=CRAWLER)["Crawler"]
        return dict(described.get("LastCrawl", {}))

    def partitions(self, table: str = "cur2") -> list[list[str]]:
        found = self.cloud.client("glue").get_partitions(DatabaseName=DATABASE, TableName=table)
        return sorted(partition["Values"] for partition in found["Partitions"])

    def table(self, name: str = "cur2") -> dict[str, Any]:
        found = self.cloud.client("glue").get_table(DatabaseName=DATABASE, Name=name)
        table: dict[str, Any] = found["Table"]
        return table

    def columns(self, name: str = "cur2") -> list[tuple[str, str]]:
        columns = self.table(name)["StorageDescriptor"]["Columns"]
        return [(column["Name"], column["Type"]) for column in columns]

    def queued(self, url: str | None = None) -> int:
        """Messages that wait, visible or not."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self.cloud.client("sqs").get_queue_attributes(
            QueueUrl=url or self.queue_url, AttributeNames=names
        )
        return sum(int(number) for number in found["Attributes"].values())

    def notify_all(self) -> None:
        """Let the bucket tell the queue of every object, whatever its name ends with."""
        s3 = self.cloud.client("s3")
        told = s3.get_bucket_notification_configuration(Bucket=BUCKET)
        del told["ResponseMetadata"]
        rules = told["QueueConfigurations"][0]["Filter"]["Key"]["FilterRules"]
        rules[:] = [rule for rule in rules if rule["Name"].lower() == "prefix"]
        s3.put_bucket_notification_configuration(Bucket=BUCKET, NotificationConfiguration=told)

    def allow(self, policy: iam.Policy) -> None:
        """Replace what the crawler's role may do."""
        self.cloud.client("iam").put_role_policy(
            RoleName=ROLE, PolicyName="access", PolicyDocument=iam.render(policy)
        )

    def access(self) -> iam.Policy:
        """What the stack gives the role."""
        name = "catalog_cur2_crawler_role_policy"
        policy = self._deployment.arguments("aws_iam_role_policy", name)["policy"]
        parsed: iam.Policy = json.loads(policy)
        return parsed
