"""What the groups of API actions share: the request, moto's state and the service."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from moto.athena.models import WorkGroup
from moto.athena.responses import AthenaResponse
from moto.core.responses import ActionResult, BaseResponse
from moto.core.utils import get_service_model

from athena.endpoint.actions import validation
from athena.endpoint.errors import InvalidRequest
from athena.endpoint.service import AthenaService

Item = TypeVar("Item")


class Actions(AthenaResponse):  # type: ignore[misc]
    """A request to Athena; botocore's model parses it and serialises the result."""

    service: ClassVar[AthenaService]
    _dispatch = BaseResponse._dispatch  # AthenaResponse's own is what install() replaces

    def __init__(self) -> None:
        super().__init__()
        self.automated_parameter_parsing = True

    @property
    def request(self) -> Mapping[str, Any]:
        """The members the client sent."""
        sent: Mapping[str, Any] = self.params
        return sent

    def call_action(self) -> Any:
        """Check the request against the service model, then run its action."""
        operation = get_service_model("athena").operation_model(self._get_action())
        try:
            validation.check(operation.input_shape, self.request)
        except InvalidRequest as refused:
            return self.serialized(ActionResult(refused))
        return super().call_action()

    def workgroup(self, name: str | None = None) -> WorkGroup:
        """A workgroup, `primary` by default. Raises InvalidRequest."""
        found = self.athena_backend.work_groups.get(name or "primary")
        if found is None:
            raise InvalidRequest("WorkGroup is not found.")
        return found

    def page(self, items: Sequence[Item], default: int = 50) -> tuple[list[Item], str | None]:
        """The part of a list that NextToken and MaxResults ask for, and the token for the rest."""
        start = int(decoded(self.request.get("NextToken")) or 0)
        end = start + (self.request.get("MaxResults") or default)
        return list(items[start:end]), encoded(str(end)) if end < len(items) else None


def encoded(place: str) -> str:
    """A NextToken: opaque to clients."""
    return base64.b64encode(f"emulator:{place}".encode()).decode()


def decoded(token: str | None) -> str:
    """What a NextToken stands for, "" for none. Raises InvalidRequest for a foreign one."""
    if token is None:
        return ""
    try:
        name, _, place = base64.b64decode(token, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        name, place = "", ""
    if name != "emulator" or not place.isdigit():
        raise InvalidRequest(f"The nextPageToken is malformed: {token}")
    return place
