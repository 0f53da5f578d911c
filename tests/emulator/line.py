"""One export's way from bucket to table, built with boto3 as the synthesized stack builds it."""

import io
import json
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from emulator.cloud.cloud import Cloud
from modules import iam

BUCKET = "cid-123456789012-data-exports"
PREFIX = "cur2"
EXPORT = f"{PREFIX}/123456789012/cid-cur2"
DATABASE = "cid_data_export"
CRAWLER = "cid-cur2-crawler"
EXCLUSIONS = ["**.json", "**/metadata/**", "aws-programmatic-access-test-object"]
OUTPUT = {
    "Version": 1.0,
    "Grouping": {"TableGroupingPolicy": "CombineCompatibleSchemas", "TableLevelConfiguration": 2},
    "CrawlerOutput": {
        "Tables": {"AddOrUpdateBehavior": "MergeNewColumns"},
        "Partitions": {"AddOrUpdateBehavior": "InheritFromTable"},
    },
}


def parquet(columns: dict[str, list[Any]] | pa.Table | None = None) -> bytes:
    """A Parquet file; by default one line item."""
    table = columns or {"line_item_usage_account_id": ["1"], "line_item_unblended_cost": [0.5]}
    buffer = io.BytesIO()
    pq.write_table(table if isinstance(table, pa.Table) else pa.table(table), buffer)
    return buffer.getvalue()


def month(period: str, chunk: int = 1, suffix: str = "snappy.parquet") -> str:
    """The key of a chunk of a billing period, `2026-01`."""
    return f"{EXPORT}/data/BILLING_PERIOD={period}/cid-cur2-{chunk:05d}.{suffix}"


@dataclass
class Line:
    """What was built, and the clients to look at it."""

    cloud: Cloud
    queue_url: str = ""
    queue_arn: str = ""
    dead_url: str = ""
    dead_arn: str = ""
    role_arn: str = ""
    crawler: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def build(cls, cloud: Cloud) -> "Line":
        line = cls(cloud)
        line._add_bucket()
        line._add_queues()
        line._add_role()
        cloud.client("glue").create_database(DatabaseInput={"Name": DATABASE})
        line._add_crawler()
        line.notify()
        return line

    @property
    def bucket_arn(self) -> str:
        return f"arn:aws:s3:::{BUCKET}"

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

    def notify(self, suffix: str = ".parquet") -> None:
        """Let the bucket tell queue and EventBridge."""
        rules = [
            {"Name": "prefix", "Value": f"{EXPORT}/data/"},
            {"Name": "suffix", "Value": suffix},
        ]
        self.cloud.client("s3").put_bucket_notification_configuration(
            Bucket=BUCKET,
            NotificationConfiguration={
                "EventBridgeConfiguration": {},
                "QueueConfigurations": [
                    {
                        "QueueArn": self.queue_arn,
                        "Events": ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"],
                        "Filter": {"Key": {"FilterRules": rules}},
                    }
                ],
            },
        )

    def allow(self, policy: iam.Policy) -> None:
        """Replace what the crawler's role may do."""
        self.cloud.client("iam").put_role_policy(
            RoleName="crawler", PolicyName="access", PolicyDocument=iam.render(policy)
        )

    def access(self) -> iam.Policy:
        """What the stack gives the role."""
        arn = f"arn:aws:glue:eu-west-1:123456789012:{'{}'}".format
        catalog = [arn("catalog"), arn(f"database/{DATABASE}"), arn(f"table/{DATABASE}/cur2")]
        logs = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws-glue/crawlers"
        queues = [self.queue_arn, self.dead_arn]
        return iam.crawler_access(self.bucket_arn, PREFIX, queues, catalog, logs)

    def _add_bucket(self) -> None:
        s3 = self.cloud.client("s3")
        s3.create_bucket(
            Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
        )
        s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
        refusals = iam.document(*iam.encrypted_transport_only(self.bucket_arn))
        s3.put_bucket_policy(Bucket=BUCKET, Policy=iam.render(refusals))

    def _add_queues(self) -> None:
        self.dead_url, self.dead_arn = self._add_queue("dead", {})
        redrive = {"deadLetterTargetArn": self.dead_arn, "maxReceiveCount": 3}
        arn = "arn:aws:sqs:eu-west-1:123456789012:deliveries"
        policy = iam.queue_access(arn, self.bucket_arn, "123456789012")
        self.queue_url, self.queue_arn = self._add_queue(
            "deliveries", {"RedrivePolicy": json.dumps(redrive), "Policy": iam.render(policy)}
        )

    def _add_queue(self, name: str, attributes: dict[str, str]) -> tuple[str, str]:
        sqs = self.cloud.client("sqs")
        url = sqs.create_queue(
            QueueName=name, Attributes={"VisibilityTimeout": "3600"} | attributes
        )["QueueUrl"]
        found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
        return url, found["Attributes"]["QueueArn"]

    def _add_role(self) -> None:
        trust = iam.render(iam.trust("glue.amazonaws.com"))
        created = self.cloud.client("iam").create_role(
            RoleName="crawler", AssumeRolePolicyDocument=trust
        )
        self.role_arn = created["Role"]["Arn"]
        self.allow(self.access())

    def _add_crawler(self) -> None:
        self.crawler = {
            "Name": CRAWLER,
            "Role": self.role_arn,
            "DatabaseName": DATABASE,
            "Targets": {
                "S3Targets": [
                    {
                        "Path": f"s3://{BUCKET}/{PREFIX}/",
                        "Exclusions": EXCLUSIONS,
                        "EventQueueArn": self.queue_arn,
                        "DlqEventQueueArn": self.dead_arn,
                    }
                ]
            },
            "RecrawlPolicy": {"RecrawlBehavior": "CRAWL_EVENT_MODE"},
            "SchemaChangePolicy": {
                "UpdateBehavior": "UPDATE_IN_DATABASE",
                "DeleteBehavior": "LOG",
            },
            "Configuration": json.dumps(OUTPUT),
        }
        self.cloud.client("glue").create_crawler(**self.crawler)
