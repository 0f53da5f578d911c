"""No message is lost when another is deleted."""

import threading
from typing import Any

from moto.sqs.models import Message, sqs_backends

from emulator.aws import sqs_deletion
from emulator.cloud import Cloud


def lost(cloud: Cloud) -> bool:
    """Delete a message while another arrives in the middle of the deletion."""
    sqs = cloud.client("sqs")
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    for body in ("first", "second"):
        sqs.send_message(QueueUrl=url, MessageBody=body)
    receipt = sqs.receive_message(QueueUrl=url)["Messages"][0]["ReceiptHandle"]
    queue = sqs_backends[cloud.account_id][cloud.region].get_queue("q")
    arrival = threading.Thread(target=queue.add_message, args=(Message("3", "third"),))
    last = queue._messages[-1]
    had_receipt = last.had_receipt_handle

    def slow(handle: str) -> Any:
        if arrival.ident is None:
            arrival.start()
            arrival.join(0.2)
        return had_receipt(handle)

    last.had_receipt_handle = slow
    # Called twice, first to find the receipt: start the arrival in the second pass only.
    passes = iter([had_receipt, slow])
    last.had_receipt_handle = lambda handle: next(passes, had_receipt)(handle)
    queue.delete_message(receipt)
    arrival.join()
    return "third" not in [message.body for message in queue._messages]


def test_a_message_that_arrives_meanwhile_stays(cloud: Cloud) -> None:
    """A deletion and an arrival at the same moment don't disturb each other."""
    assert not lost(cloud)
