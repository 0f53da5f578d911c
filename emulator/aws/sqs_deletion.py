"""No message is lost when one is deleted while another arrives.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues.html
moto rebuilds the queue on a deletion without its lock, so a message that S3 adds meanwhile
vanishes.
"""

from typing import Any

from moto.sqs.models import Queue

from emulator.aws.patching import Patch

patch = Patch()
_moto_deletes = Queue.delete_message


@patch.replaces(Queue, "delete_message")
def _delete_message(queue: Any, receipt_handle: str) -> None:
    with queue._messages_lock:
        _moto_deletes(queue, receipt_handle)
