"""A service that nobody plays is refused in words.

moto answers one that it doesn't know with an HTML page and a stack trace here. AWS has no such answer;
this is the emulator's own.

Who plays a host is found once: moto lists its folder and tries two hundred patterns at every request,
while all others wait.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication

from emulator.aws.patching import Patch

UNPLAYED = "unplayed"

patch = Patch()
_moto_finds = DomainDispatcherApplication.get_backend_for_host
_FOUND = "found_for_hosts"  # of a dispatcher: who plays what it was asked for


@patch.replaces(DomainDispatcherApplication, "get_backend_for_host")
def _get_backend_for_host(dispatcher: Any, host: str | None) -> Any:
    found = vars(dispatcher).setdefault(_FOUND, {})
    if host not in found:
        found[host] = _find(dispatcher, host)
    return found[host]


def _find(dispatcher: Any, host: str | None) -> Any:
    if host is None or not host.endswith("amazonaws.com") or _is_played(dispatcher, host):
        return _moto_finds(dispatcher, host)
    dispatcher.app_instances[UNPLAYED] = _refuse
    return UNPLAYED


def _is_played(dispatcher: Any, host: str) -> bool:
    patterns = (pattern for _, pattern in dispatcher.backend_url_patterns)
    return any(one.match(f"http://{host}") for one in patterns)


def _refuse(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    *_, scope = environ.get("HTTP_AUTHORIZATION", "").partition("Credential=")
    service = (scope.split("/") + [""] * 4)[3] or "this service"  # key/date/region/service/…
    message = f"the emulated AWS doesn't have {service}: nobody plays it"
    body = json.dumps({"__type": "ValidationException", "message": message}).encode()
    headers = [
        ("Content-Type", "application/x-amz-json-1.1"),
        ("Content-Length", str(len(body))),
        ("x-amzn-ErrorType", "ValidationException"),
    ]
    start_response("400 Bad Request", headers)
    return [body]
