"""Which service may send to a queue: its policy is asked, as it is deployed.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-using-identity-based-policies.html
"""

from collections.abc import Mapping

from moto.sqs.models import sqs_backends
from moto.utilities.arns import parse_arn

from emulator.aws import policy


def may_send(queue_arn: str, service: str, told: Mapping[str, str]) -> bool:
    """May `service`, which tells these condition keys? To a standard queue, and over TLS."""
    place = parse_arn(queue_arn)
    queue = sqs_backends[place.account][place.region].queues.get(place.resource_id)
    if queue is None or queue.fifo_queue or not queue.policy:
        return False
    context = {**told, "aws:SecureTransport": "true"}
    asked = policy.Request("sqs:SendMessage", queue_arn, service, context)
    return policy.decide([policy.read(queue.policy)], asked) is policy.Decision.ALLOWED
