"""A message is found by its receipt, however many there are, and none is lost meanwhile.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues.html
moto looks at all messages for each that is received (it counts them, to read the retention period
among the attributes), deleted or made visible again: 100,000 events, which a crawl takes at once,
would be 10,000,000,000 looks. And it rebuilds the queue on a deletion without its lock, so a
message that S3 adds meanwhile vanishes.
"""

from typing import Any
from weakref import WeakValueDictionary

from moto.core.utils import unix_time
from moto.sqs.exceptions import InvalidParameterValue, ReceiptHandleIsInvalid
from moto.sqs.models import Message, Queue, SQSBackend

from emulator.aws.patching import Patch

patch = Patch()
LONGEST = 43_200  # seconds a message may be invisible
_moto_marks = Message.mark_received
_received: WeakValueDictionary[str, Message] = WeakValueDictionary()


@patch.replaces(Message, "mark_received")
def _mark_received(message: Any, visibility_timeout: int | None = None) -> None:
    _moto_marks(message, visibility_timeout)
    _received[message.receipt_handle] = message


@patch.replaces(SQSBackend, "is_message_valid_based_on_retention_period")
def _is_retained(backend: Any, queue_name: str, message: Any) -> bool:
    kept = backend.get_queue(queue_name).message_retention_period
    return bool(message.sent_timestamp / 1000 + kept > unix_time())


@patch.replaces(Queue, "delete_message")
def _delete_message(queue: Any, receipt_handle: str) -> None:
    with queue._messages_lock:
        if receipt_handle in queue.deleted_messages:
            return
        message: Any = _received.get(receipt_handle)
        try:
            queue._messages.remove(message)
        except ValueError:
            raise ReceiptHandleIsInvalid() from None
        queue.pending_messages.discard(message)
        queue.deleted_messages.update(message.all_receipt_handles)


@patch.replaces(SQSBackend, "change_message_visibility")
def _change_message_visibility(
    backend: Any, queue_name: str, receipt_handle: str, visibility_timeout: int
) -> None:
    queue: Any = backend.get_queue(queue_name)
    message: Any = _received.get(receipt_handle)
    if message is None or receipt_handle in queue.deleted_messages:
        raise ReceiptHandleIsInvalid()
    if unix_time() + int(visibility_timeout) - message.sent_timestamp / 1000 > LONGEST:
        raise InvalidParameterValue(
            f"Value {visibility_timeout} for parameter VisibilityTimeout is invalid. Reason: Total "
            f"VisibilityTimeout for the message is beyond the limit [{LONGEST} seconds]"
        )
    message.change_visibility(visibility_timeout)
    if message.visible:
        queue.pending_messages.discard(message)
