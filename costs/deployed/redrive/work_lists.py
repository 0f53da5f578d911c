"""Letters of crawlers' work lists: objects that three crawls could not take in.

AWS tells no reason, so the object is looked at: a file without Parquet's footer fails every crawl. A
message that goes back is no crawl yet, so its month's manifest is told anew, too.
"""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import unquote_plus

import pyarrow.parquet as pq
from botocore.exceptions import ClientError
from pyarrow import ArrowException

from costs.deployed.redrive.stuck import Deployed, Stuck, letters, release, sent
from costs.reconciliation.ranged_object import ranged_object
from modules.plan import Delivery, Line

Letter = dict[str, Any]


def dead_letters(deployed: Deployed, line: Line) -> Iterator[Stuck]:
    """Those of a line's dead-letter queue. Raises botocore's errors."""
    sqs, names = deployed.client("sqs"), deployed.plan.names
    name = names.dead_letter_queue(line.dataset)
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    for letter in list(letters(sqs, url)):
        records = _records(letter["Body"])
        problems = [problem for record in records if (problem := _problem(deployed, record))]
        yield Stuck(
            where=name,
            what=", ".join(_uri(record) for record in records) or letter["Body"][:80],
            since=sent(letter),
            why="; ".join(problems) or "three crawls didn't take it in",
            hopeless="; ".join(problems) or None,
            go_on=partial(_go_back, deployed, line, url, letter),
            leave=partial(release, sqs, url, letter),
        )


def _go_back(deployed: Deployed, line: Line, dead: str, letter: Letter) -> str:
    """To the work list first: who is interrupted has it twice, and a crawl doesn't mind."""
    sqs, names = deployed.client("sqs"), deployed.plan.names
    work = names.queue(line.dataset)
    url = sqs.get_queue_url(QueueName=work)["QueueUrl"]
    records = _records(letter["Body"])
    if records:
        sqs.send_message(QueueUrl=url, MessageBody=letter["Body"])
    sqs.delete_message(QueueUrl=dead, ReceiptHandle=letter["ReceiptHandle"])
    if not records:
        return "deleted: it names no object"
    started = {
        deployed.start_as_rule(names.manifest_rule(delivery.dataset, delivery.payer), manifest)
        for delivery, manifest in _manifests(line, records)
    }
    return f"back in {work}" + "".join(f", {name} started" for name in sorted(started))


def _manifests(line: Line, records: list[Letter]) -> set[tuple[Delivery, str]]:
    found = set()
    for record in records:
        key = _key(record)
        for delivery in line.deliveries:
            period = line.dataset.month_of(key.rpartition("/")[0])
            if period and key.startswith(delivery.data_prefix):
                found.add((delivery, delivery.manifest_key(period)))
    return found


def _problem(deployed: Deployed, record: Letter) -> str | None:
    bucket, key = record["s3"]["bucket"]["name"], _key(record)
    if record["eventName"].startswith("ObjectRemoved"):
        return None
    if refused := deployed.unreadable(bucket, key):
        return refused
    try:
        pq.read_metadata(ranged_object(deployed.client("s3"), bucket, key))
    except ClientError as refused_later:
        return str(refused_later.response["Error"]["Code"])
    except (ArrowException, OSError, ValueError) as broken:
        return f"it can't be read: {str(broken).splitlines()[0]}"
    return None


def _records(body: str) -> list[Letter]:
    """S3's test event has none, and neither has what isn't S3's."""
    try:
        told = json.loads(body)["Records"]
        return [one for one in told if one["s3"]["object"]["key"] and one["eventName"]]
    except (ValueError, TypeError, KeyError):
        return []


def _key(record: Letter) -> str:
    return unquote_plus(record["s3"]["object"]["key"])


def _uri(record: Letter) -> str:
    return f"s3://{record['s3']['bucket']['name']}/{_key(record)}"
