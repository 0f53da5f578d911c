"""Events that reached no target: what their rule would have started is started."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from costs.deployed.redrive.stuck import Deployed, Stuck, letters, release, sent


def undelivered_events(deployed: Deployed) -> Iterator[Stuck]:
    """Those of the queue that all rules share. Raises botocore's errors."""
    sqs, name = deployed.client("sqs"), deployed.plan.names.undelivered_events
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    for letter in list(letters(sqs, url)):
        told = {
            attribute: found["StringValue"]
            for attribute, found in letter.get("MessageAttributes", {}).items()
        }
        rule = told.get("RULE_ARN", "").rpartition("/")[2]
        bucket, key = _object(letter["Body"])
        hopeless = deployed.unreadable(bucket, key) if key else None
        yield Stuck(
            where=name,
            what=f"s3://{bucket}/{key}" if key else f"{rule}: {letter['Body'][:80]}",
            since=sent(letter),
            why=f"{told.get('ERROR_CODE')}: {told.get('ERROR_MESSAGE')}",
            hopeless=hopeless if rule else "it names no rule",
            go_on=partial(_start, deployed, url, rule, key, letter),
            leave=partial(release, sqs, url, letter),
        )


def _start(deployed: Deployed, url: str, rule: str, key: str, letter: dict[str, Any]) -> str:
    started = deployed.start_as_rule(rule, key)
    deployed.client("sqs").delete_message(QueueUrl=url, ReceiptHandle=letter["ReceiptHandle"])
    return f"{started} started"


def _object(body: str) -> tuple[str, str]:
    """Bucket and key of S3's events, empty for others: a schedule's."""
    try:
        detail = json.loads(body)["detail"]
        return str(detail["bucket"]["name"]), str(detail["object"]["key"])
    except (ValueError, TypeError, KeyError):
        return "", ""
