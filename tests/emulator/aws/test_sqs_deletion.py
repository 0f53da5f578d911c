"""No message is lost when another is deleted."""

import threading
from collections.abc import Callable, Iterator

from moto.sqs.models import Message, sqs_backends

from emulator.aws import sqs_deletion
from emulator.cloud.cloud import Cloud


class Interrupted(list[Message]):
    """A queue's messages; `at_end` happens when they were looked through, and before they change."""

    at_end: Callable[[], None]

    def __iter__(self) -> Iterator[Message]:
        yield from super().__iter__()
        self.at_end()


def lost(cloud: Cloud) -> bool:
    """Does a message vanish that arrives while another is deleted?"""
    sqs = cloud.client("sqs")
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="first")
    receipt = sqs.receive_message(QueueUrl=url)["Messages"][0]["ReceiptHandle"]
    queue = sqs_backends[cloud.account_id][cloud.region].get_queue("q")
    arrival = threading.Thread(target=queue.add_message, args=(Message("2", "second"),))

    def arrive() -> None:
        arrival.start()
        arrival.join(0.2)

    queue._messages = Interrupted(queue._messages)
    queue._messages.at_end = arrive
    queue.delete_message(receipt)
    arrival.join()
    return "second" not in [message.body for message in queue._messages]


def test_a_message_that_arrives_meanwhile_stays(cloud: Cloud) -> None:
    """A deletion and an arrival at the same moment don't disturb each other."""
    assert not lost(cloud)


def test_moto_alone_loses_it(cloud: Cloud) -> None:
    """moto deletes without its lock; else this patch can go."""
    with sqs_deletion.patch.taken_off():
        assert lost(cloud)
