"""Requests to make and delete resources: accepted at once, and answered when their state is asked.

https://docs.aws.amazon.com/cloudcontrolapi/latest/userguide/resource-operations-manage-requests.html
A failure is no error of the call but an event with the handler's error code. Absent: UpdateResource,
lists, hooks, client tokens, and every type but the one that is deployed.
"""

import json
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from moto.core.base_backend import BackendDict, BaseBackend

from emulator.aws.cloudcontrolapi import export_type
from emulator.aws.errors import Refusal

Event = dict[str, Any]
ERROR_CODES = {
    "ResourceNotFoundException": "NotFound",
    "ServiceQuotaExceededException": "ServiceLimitExceeded",
}


class CloudControlBackend(BaseBackend):  # type: ignore[misc]
    """One account's requests in one region, by token."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self._events: dict[str, Event] = {}

    def create(self, type_name: str, desired_state: str) -> Event:
        """Raises Refusal for a type that isn't played."""
        _check_type(type_name)
        model = json.loads(desired_state)
        return self._request(
            type_name, "CREATE", lambda: export_type.create(self.account_id, model)
        )

    def delete(self, type_name: str, identifier: str) -> Event:
        """Raises Refusal for a type that isn't played."""
        _check_type(type_name)

        def delete() -> str:
            export_type.delete(self.account_id, identifier)
            return identifier

        return self._request(type_name, "DELETE", delete)

    def get(self, type_name: str, identifier: str) -> str:
        """The resource's properties as JSON. Raises Refusal."""
        _check_type(type_name)
        return json.dumps(export_type.read(self.account_id, identifier))

    def event(self, token: str) -> Event:
        """How a request ended. Raises Refusal for a token that nobody has."""
        if token not in self._events:
            raise Refusal("RequestTokenNotFoundException", f"No request has the token {token}")
        return self._events[token]

    def _request(self, type_name: str, operation: str, work: Callable[[], str]) -> Event:
        token = str(uuid.uuid4())
        accepted = {
            "TypeName": type_name,
            "RequestToken": token,
            "Operation": operation,
            "EventTime": datetime.now(UTC),
        }
        try:
            ended = {"OperationStatus": "SUCCESS", "Identifier": work()}
        except Refusal as refused:
            code = ERROR_CODES.get(refused.code, "InvalidRequest")
            ended = {
                "OperationStatus": "FAILED",
                "ErrorCode": code,
                "StatusMessage": str(refused.message),
            }
        self._events[token] = accepted | ended
        return accepted | {"OperationStatus": "IN_PROGRESS"}


def _check_type(name: str) -> None:
    if name != export_type.NAME:
        raise Refusal("TypeNotFoundException", f"the emulated AWS has no type {name}")


cloudcontrolapi_backends = BackendDict(
    CloudControlBackend,
    "cloudcontrolapi",
    use_boto3_regions=False,
    additional_regions=["us-east-1"],
)
