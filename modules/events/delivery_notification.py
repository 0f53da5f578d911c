"""What the delivery bucket tells: Parquet objects to the queues, everything to EventBridge.

A bucket has one notification configuration, and whoever writes it replaces it whole; so this is one
resource a bucket, with one rule an export. AWS's own `crawler-cfn.yml`, which legacy CUR puts beside its
data, would overwrite it: never deploy that.
"""

from collections.abc import Mapping

from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_notification import (
    S3BucketNotification,
    S3BucketNotificationQueue,
)
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from constructs import Construct

from modules.naming import Names
from modules.plan import Delivery

# Removals matter only so that a crawler forgets partitions that were deleted on purpose.
EVENTS = ("s3:ObjectCreated:*", "s3:ObjectRemoved:*")


class DeliveryNotification(Construct):
    """Events of one bucket; `queues` has the work list that each delivery belongs on."""

    notification: S3BucketNotification

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        bucket: S3Bucket,
        queues: Mapping[Delivery, SqsQueue],
        names: Names,
    ) -> None:
        super().__init__(scope, id_)
        self.notification = S3BucketNotification(
            self,
            "notification",
            bucket=bucket.id,
            eventbridge=True,
            queue=[
                S3BucketNotificationQueue(
                    id=_rule_id(queue, delivery, names),
                    queue_arn=queue.arn,
                    events=list(EVENTS),
                    filter_prefix=delivery.data_prefix,
                    filter_suffix=".parquet",
                )
                for delivery, queue in queues.items()
            ],
        )


def _rule_id(queue: SqsQueue, delivery: Delivery, names: Names) -> str:
    own = delivery.payer == names.account_id
    return queue.friendly_unique_id if own else f"{queue.friendly_unique_id}_{delivery.payer}"
