"""No message is lost when another is deleted, and each is found by its receipt."""

import threading
from collections.abc import Callable, Iterator

import pytest
from moto.sqs.models import Message, sqs_backends

from emulator.aws import sqs_receipts
from emulator.cloud.cloud import Cloud


class Interrupted(list[Message]):
    """A queue's messages; `at_end` happens when they were looked through, and before they change.

    `looks` counts the messages that were looked at one by one.
    """

    at_end: Callable[[], object] = staticmethod(lambda: None)
    looks = 0

    def __iter__(self) -> Iterator[Message]:
        for message in super().__iter__():
            self.looks += 1
            yield message
        self.at_end()

    def remove(self, message: Message) -> None:
        self.at_end()
        super().remove(message)


def lost(cloud: Cloud) -> bool:
    """Does a message vanish that arrives while another is deleted?"""
    sqs = cloud.client("sqs")
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="first")
    receipt = sqs.receive_message(QueueUrl=url)["Messages"][0]["ReceiptHandle"]
    queue = sqs_backends[cloud.account_id][cloud.region].get_queue("q")
    arrival = threading.Thread(target=queue.add_message, args=(Message("2", "second"),))

    def arrive() -> None:
        if arrival.ident is None:
            arrival.start()
            arrival.join(0.2)

    queue._messages = Interrupted(queue._messages)
    queue._messages.at_end = arrive
    queue.delete_message(receipt)
    arrival.join()
    return "second" not in [message.body for message in queue._messages]


def looks(cloud: Cloud, many: int) -> int:
    """How often a message is looked at while all are received, made visible again and deleted."""
    queues = sqs_backends[cloud.account_id][cloud.region]
    queue = queues.create_queue("q", {"VisibilityTimeout": "60"})
    queue._messages = counted = Interrupted()
    for number in range(many):
        message = Message(str(number), "told")
        message.mark_sent()
        queue.add_message(message)
    received = queues.receive_message("q", many, 0, 60)
    for message in received:
        queues.change_message_visibility("q", message.receipt_handle, 0)
    for message in received:
        queues.delete_message("q", message.receipt_handle)
    assert not queue._messages
    return counted.looks


def test_a_message_that_arrives_meanwhile_stays(cloud: Cloud) -> None:
    """A deletion and an arrival at the same moment don't disturb each other."""
    assert not lost(cloud)


def test_twice_the_messages_are_twice_the_work(cloud: Cloud) -> None:
    """100,000 of them wait for a crawl at times."""
    assert (looks(cloud, 20), looks(cloud, 40)) == (20, 40)


def test_a_receipt_that_was_deleted_or_never_given_is_refused(cloud: Cloud) -> None:
    """Deleting it again is fine, as at AWS; making it visible isn't, nor is what nobody gave out."""
    sqs = cloud.client("sqs")
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="first")
    receipt = sqs.receive_message(QueueUrl=url)["Messages"][0]["ReceiptHandle"]
    with pytest.raises(sqs.exceptions.ClientError, match="beyond the limit"):
        sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=receipt, VisibilityTimeout=43_200)
    sqs.delete_message(QueueUrl=url, ReceiptHandle=receipt)
    sqs.delete_message(QueueUrl=url, ReceiptHandle=receipt)
    with pytest.raises(sqs.exceptions.ReceiptHandleIsInvalid):
        sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=receipt, VisibilityTimeout=0)
    with pytest.raises(sqs.exceptions.ReceiptHandleIsInvalid):
        sqs.delete_message(QueueUrl=url, ReceiptHandle="another")


def test_moto_alone_loses_it_and_looks_at_all_for_each(cloud: Cloud) -> None:
    """moto deletes without its lock, and searches; else this patch can go."""
    with sqs_receipts.patch.taken_off():
        assert lost(cloud)
        assert looks(cloud, 40) > 40 * 40
