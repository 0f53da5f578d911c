"""One thing that went no further, and whether it would now."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from athena.errors import ExpectedFailure
from modules.plan import Plan

BATCH = 10  # messages that one call takes
PATIENCE = 1  # seconds until a queue counts as empty: SQS asks all its hosts when it waits
HIDDEN = 600  # seconds that a letter is nobody else's while it is looked at


class NotStuck(ExpectedFailure):
    """The pipeline isn't there; `str()` says what was asked for."""


@dataclass(frozen=True)
class Stuck:
    """`hopeless` says why it would fail again, None that nothing speaks against it.

    `go_on` does what is to be done and says what that was, `leave` gives a letter back to its queue.
    """

    where: str  # name of a queue, or of a state machine
    what: str  # an object's URI, or what an execution was asked for
    since: datetime
    why: str
    hopeless: str | None
    go_on: Callable[[], str]
    leave: Callable[[], object]


@dataclass(frozen=True)
class Deployed:
    """The environment's plan, and who asks: `client` makes one of boto3 in its region."""

    plan: Plan
    client: Callable[[str], Any]

    def unreadable(self, bucket: str, key: str) -> str | None:
        """Why an object can't be read, None if it can."""
        try:
            self.client("s3").head_object(Bucket=bucket, Key=key)
        except ClientError as refused:
            return str(refused.response["Error"]["Code"]).replace("404", "it is not there")
        return None

    def machine(self, name: str) -> str:
        """The ARN of a state machine of the plan's."""
        return self.plan.names.arn("states", f"stateMachine:{name}")

    def start_as_rule(self, rule: str, manifest: str) -> str:
        """Start what the rule starts when this manifest arrives. Returns what was started."""
        targets = self.client("events").list_targets_by_rule(Rule=rule)["Targets"]
        for target in targets:
            template = target.get("InputTransformer", {}).get("InputTemplate")
            told = template.replace("<manifest>", json.dumps(manifest)) if template else None
            self.start(target["Arn"], told or target["Input"])
        return ", ".join(target["Arn"].rpartition(":")[2] for target in targets)

    def start(self, machine_arn: str, given: str) -> None:
        """An execution of its own: one that ended in a Fail state would only fail there again."""
        self.client("stepfunctions").start_execution(stateMachineArn=machine_arn, input=given)


def letters(sqs_client: Any, queue_url: str) -> Iterator[dict[str, Any]]:
    """Every message of a queue, hidden from others until it is released, deleted or forgotten."""
    while True:
        found = sqs_client.receive_message(
            QueueUrl=queue_url,
            MaxNumberOfMessages=BATCH,
            VisibilityTimeout=HIDDEN,
            WaitTimeSeconds=PATIENCE,
            AttributeNames=["SentTimestamp"],
            MessageAttributeNames=["All"],
        ).get("Messages", [])
        if not found:
            return
        yield from found


def release(sqs_client: Any, queue_url: str, letter: dict[str, Any]) -> None:
    """Who only looks takes nothing away."""
    sqs_client.change_message_visibility(
        QueueUrl=queue_url, ReceiptHandle=letter["ReceiptHandle"], VisibilityTimeout=0
    )


def sent(letter: dict[str, Any]) -> datetime:
    """When it was; a letter keeps its age when it dies."""
    return datetime.fromtimestamp(int(letter["Attributes"]["SentTimestamp"]) / 1000).astimezone()
