"""The crawler's event queue: what S3 reports, until a crawl has looked at it.

At most 100,000 messages a crawl:
https://docs.aws.amazon.com/glue/latest/dg/crawler-s3-event-notifications.html A message that isn't
deleted comes back when its visibility timeout is over, an hour here; `release` brings it back at
once, since nobody waits that long at a laptop. Each receipt still counts towards the dead-letter
queue.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from moto.sqs.models import sqs_backends
from moto.utilities.arns import parse_arn

from emulator.aws.roles import Role

MAX_MESSAGES = 100_000


@dataclass(frozen=True)
class EventMessage:
    """One message and the objects (bucket, key) it names; S3's test event names none."""

    receipt: str
    objects: tuple[tuple[str, str], ...]


class EventQueue:
    """The queue, used with the crawler's role. Every call may raise AccessDenied."""

    def __init__(self, role: Role, arn: str) -> None:
        self._role = role
        self._arn = arn
        place = parse_arn(arn)
        self._name = place.resource_id
        self._queues: Any = sqs_backends[place.account][place.region]

    def drain(self) -> list[EventMessage]:
        """Receive every message that is visible."""
        self._role.require("sqs:GetQueueAttributes", self._arn)
        self._role.require("sqs:ReceiveMessage", self._arn)
        timeout = self._queues.get_queue(self._name).visibility_timeout
        messages: list[EventMessage] = []
        while len(messages) < MAX_MESSAGES:
            most = MAX_MESSAGES - len(messages)  # AWS gives ten at a time
            received = self._queues.receive_message(self._name, most, 0, timeout)
            if not received:
                break
            messages += [
                EventMessage(message.receipt_handle, _objects(message.body)) for message in received
            ]
        return messages

    def delete(self, messages: Iterable[EventMessage]) -> None:
        """Their folders were crawled."""
        self._role.require("sqs:DeleteMessage", self._arn)
        for message in messages:
            self._queues.delete_message(self._name, message.receipt)

    def release(self, messages: Iterable[EventMessage]) -> None:
        """Leave them to the next crawl."""
        for message in messages:
            self._queues.change_message_visibility(self._name, message.receipt, 0)


def _objects(body: str) -> tuple[tuple[str, str], ...]:
    try:
        records = json.loads(body)["Records"]
        return tuple(
            (record["s3"]["bucket"]["name"], unquote_plus(record["s3"]["object"]["key"]))
            for record in records
        )
    except (ValueError, TypeError, KeyError):
        return ()
