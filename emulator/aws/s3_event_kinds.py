"""One event for each thing that happens to an object.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html
moto: a completed multipart upload also says Put, before the object has its metadata; deleting an
object of a versioned bucket says nothing; deleting one that isn't there says Delete; and every new
object is said to have been tagged.
"""

from threading import local
from typing import Any

from flask import has_request_context, request
from moto.s3 import notifications
from moto.s3.models import S3Backend
from moto.s3.notifications import S3NotificationEvent

from emulator.aws.patching import Patch

patch = Patch()
_moto_completes = S3Backend.complete_multipart_upload
_moto_marks = S3Backend._set_delete_marker
_moto_sends = notifications.send_event
_this_request = local()


@patch.replaces(S3Backend, "complete_multipart_upload")
def _complete_multipart_upload(backend: Any, bucket_name: str, multipart_id: str, body: Any) -> Any:
    _this_request.completes_upload = True
    try:
        return _moto_completes(backend, bucket_name, multipart_id, body)
    finally:
        _this_request.completes_upload = False


@patch.replaces(S3Backend, "_set_delete_marker")
def _set_delete_marker(backend: Any, bucket_name: str, key_name: str) -> Any:
    marker = _moto_marks(backend, bucket_name, key_name)
    event = S3NotificationEvent.OBJECT_REMOVED_DELETE_MARKER_CREATED_EVENT
    bucket = backend.get_bucket(bucket_name)
    notifications.send_event(backend.account_id, event, bucket, marker)
    return marker


@patch.replaces(notifications, "send_event")
def _send_event(account_id: str, event_name: Any, bucket: Any, key: Any) -> None:
    if event_name == S3NotificationEvent.OBJECT_TAGGING_PUT_EVENT and not _asks_to_tag():
        return
    announced_later = event_name == S3NotificationEvent.OBJECT_CREATED_PUT_EVENT and getattr(
        _this_request, "completes_upload", False
    )
    if key is not None and not announced_later:
        _moto_sends(account_id, event_name, bucket, key)


def _asks_to_tag() -> bool:
    return not has_request_context() or "tagging" in request.args
