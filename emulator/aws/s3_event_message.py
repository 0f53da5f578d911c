"""What S3 says in an event: key, version, sequencer, and EventBridge's own wording.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
moto: slashes of a key are escaped, version and sequencer are missing or always the same, every
event has one id, EventBridge's `etag` is spelled `eTag`. S3 sends to the default event bus only.
"""

import itertools
import logging
import uuid
from typing import Any
from urllib.parse import quote_plus

from moto.core.utils import iso_8601_datetime_with_milliseconds, unix_time
from moto.events.models import events_backends
from moto.s3 import notifications

from emulator.aws.patching import Patch

log = logging.getLogger(__name__)
patch = Patch()
EMPTY_ETAG = "d41d8cd98f00b204e9800998ecf8427e"  # AWS gives it to delete markers
_REASONS = {
    "Put": "PutObject",
    "Post": "POST Object",
    "Copy": "CopyObject",
    "CompleteMultipartUpload": "CompleteMultipartUpload",
    "Delete": "DeleteObject",
    "DeleteMarkerCreated": "DeleteObject",
}
_DELETIONS = {"Delete": "Permanently Deleted", "DeleteMarkerCreated": "Delete Marker Created"}
_sequence = itertools.count(1)


@patch.replaces(notifications, "_get_s3_event")
def _queue_message(event_name: str, bucket: Any, key: Any, notification_id: str) -> dict[str, Any]:
    record = {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": bucket.region_name,
        "eventTime": iso_8601_datetime_with_milliseconds(),
        "eventName": event_name.removeprefix("s3:"),
        "userIdentity": {"principalId": bucket.account_id},
        "requestParameters": {"sourceIPAddress": "127.0.0.1"},
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": notification_id,
            "bucket": {
                "name": bucket.name,
                "ownerIdentity": {"principalId": bucket.account_id},
                "arn": bucket.arn,
            },
            "object": _object(key, quote_plus(key.name, safe="/"), "eTag", "versionId"),
        },
    }
    return {"Records": [record]}


@patch.replaces(notifications, "_send_event_bridge_message")
def _send_to_event_bridge(account_id: str, bucket: Any, event_name: str, key: Any) -> None:
    kind = event_name.rsplit(":", 1)[-1]
    detail = {
        "version": "0",
        "bucket": {"name": bucket.name},
        "object": _object(key, key.name, "etag", "version-id"),
        "request-id": uuid.uuid4().hex[:16].upper(),
        "requester": account_id,
        "source-ip-address": "127.0.0.1",
        "reason": _REASONS.get(kind, kind),
    }
    if kind in _DELETIONS:
        detail["deletion-type"] = _DELETIONS[kind]
    event = {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": notifications._detail_type(event_name),
        "source": "aws.s3",
        "account": account_id,
        "time": unix_time(),
        "region": bucket.region_name,
        "resources": [bucket.arn],
        "detail": detail,
    }
    bus = events_backends[account_id][bucket.region_name].event_buses["default"]
    for rule in list(bus.rules.values()):
        try:
            rule.send_to_targets(event, transform_input=False)
        except Exception as error:  # S3 doesn't wait for delivery, and never fails by it
            log.warning("rule %s: %s", rule.name, error)


def _object(key: Any, name: str, etag: str, version: str) -> dict[str, Any]:
    described = {"key": name, "sequencer": f"{next(_sequence):016X}"}
    if hasattr(key, "etag"):
        described |= {"size": key.size, etag: key.etag.strip('"')}
    else:
        described[etag] = EMPTY_ETAG
    if key.version_id != "null":
        described[version] = key.version_id
    return described
