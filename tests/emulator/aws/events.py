"""A bucket that tells a queue everything, for tests of events."""

import json
from typing import Any

from emulator.cloud.cloud import Cloud
from modules import iam

QUEUE_ARN = "arn:aws:sqs:eu-west-1:123456789012:events"
BUCKET_ARN = "arn:aws:s3:::bucket"


def add_bucket(cloud: Cloud) -> None:
    place = {"LocationConstraint": cloud.region}
    cloud.client("s3").create_bucket(Bucket="bucket", CreateBucketConfiguration=place)


def add_queue(cloud: Cloud, policy: iam.Policy | None = None) -> str:
    """A queue named `events`; by default S3 may send to it. Returns its URL."""
    document = policy or iam.queue_access(QUEUE_ARN, BUCKET_ARN, cloud.account_id)
    url: str = cloud.client("sqs").create_queue(
        QueueName="events", Attributes={"Policy": iam.render(document)}
    )["QueueUrl"]
    return url


def configure(cloud: Cloud, **configuration: Any) -> None:
    """Set the bucket's notification configuration, by default every event to the queue."""
    rule = {"QueueArn": QUEUE_ARN, "Events": ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"]}
    cloud.client("s3").put_bucket_notification_configuration(
        Bucket="bucket", NotificationConfiguration=configuration or {"QueueConfigurations": [rule]}
    )


def notify_queue(cloud: Cloud) -> str:
    """Bucket, queue and configuration; S3's test event is taken out. Returns the queue's URL."""
    add_bucket(cloud)
    queue = add_queue(cloud)
    configure(cloud)
    receive(cloud, queue)
    return queue


def receive(cloud: Cloud, queue: str) -> list[dict[str, Any]]:
    """Take every message's body out of the queue."""
    sqs, bodies = cloud.client("sqs"), []
    while found := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
        for message in found:
            bodies.append(json.loads(message["Body"]))
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return bodies


def event_names(cloud: Cloud, queue: str) -> list[str]:
    return [record["eventName"] for body in receive(cloud, queue) for record in body["Records"]]
