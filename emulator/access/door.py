"""Who comes with a restricted key is let in only as far as its policies go.

Stands before moto, so it judges every call of every service alike. Keys that aren't restricted come
in freely: they are the account's owner. The account is that of the key, `<caller>-<account>`, or else
the cloud's own.
"""

import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from athena.rights import Rights
from emulator.access.call import REST, ApiCall, read_call
from emulator.access.needs import needs
from emulator.aws import accounts, policy, roles
from emulator.aws.policy import Decision, Document, Request
from emulator.aws.roles import Role

ACCOUNT = re.compile(r"-(\d{12})$")
KEY = re.compile(r"Credential=([^/]+)/")
WSGI_HEADER = f"HTTP_{accounts.HEADER.upper().replace('-', '_')}"

App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Door:
    """A WSGI application around another; `restrict` says what a key may."""

    def __init__(self, app: App, account_id: str) -> None:
        self._app = app
        self._account_id = account_id
        self._restricted: dict[str, tuple[str, tuple[Document, ...]]] = {}

    def restrict(self, access_key: str, caller: str, policies: Sequence[Document]) -> None:
        """From now on calls with this key are `caller`'s, who may what the policies say."""
        self._restricted[access_key] = (caller, tuple(policies))

    def who(self, headers: Mapping[str, str]) -> Rights | None:
        """Implements `Who`, for what Athena reads and writes: a restricted key, or a service's role."""
        if arn := headers.get(roles.HEADER):
            return Role(self._account_id, arn).refusal
        (key,) = KEY.findall(headers.get("Authorization", ""))[:1] or [""]
        if key not in self._restricted:
            return None
        caller, policies = self._restricted[key]

        def refusal(action: str, resource: str, conditions: Mapping[str, str]) -> str | None:
            needed = Request(action, resource, context=conditions)
            decision = policy.decide(policies, needed)
            return None if decision is Decision.ALLOWED else _message(caller, needed, decision)

        return refusal

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        if account := _account(environ):
            environ[WSGI_HEADER] = account
        if not self._restricted or not _key(environ) & self._restricted.keys():
            return self._app(environ, start_response)
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length) if length else b""
        if length:
            environ["wsgi.input"] = io.BytesIO(body)
        call = read_call(environ, body)
        refused = self._refusal(call, account or self._account_id) if call else None
        if call is None or refused is None:
            return self._app(environ, start_response)
        status, headers, answer = _answer(call, environ, refused)
        start_response(status, [*headers.items(), ("Content-Length", str(len(answer)))])
        return [answer]

    def _refusal(self, call: ApiCall, account_id: str) -> str | None:
        caller, policies = self._restricted[call.access_key]
        for needed in needs(call, account_id):
            decision = policy.decide(policies, needed)
            if decision is not Decision.ALLOWED:
                return _message(caller, needed, decision)
        return None


def _key(environ: Mapping[str, Any]) -> set[str]:
    return set(KEY.findall(environ.get("HTTP_AUTHORIZATION", "")))


def _account(environ: Mapping[str, Any]) -> str | None:
    found = (ACCOUNT.search(key) for key in _key(environ))
    return next((match[1] for match in found if match), None)


def _message(caller: str, asked: Request, decision: Decision) -> str:
    why = (
        "with an explicit deny in an identity-based policy"
        if decision is Decision.DENIED
        else f"because no identity-based policy allows the {asked.action} action"
    )
    resource = "" if asked.resource == "*" else f" on resource: {asked.resource}"
    return f"User: {caller} is not authorized to perform: {asked.action}{resource} {why}"


def _answer(
    call: ApiCall, environ: Mapping[str, Any], message: str
) -> tuple[str, dict[str, str], bytes]:
    if call.service == "s3":
        error = f"<Error><Code>AccessDenied</Code><Message>{escape(message)}</Message></Error>"
        head = environ["REQUEST_METHOD"] == "HEAD"
        return "403 Forbidden", {"Content-Type": "application/xml"}, b"" if head else error.encode()
    if "HTTP_X_AMZ_TARGET" in environ or call.service in REST:
        told = json.dumps(
            {"__type": "AccessDeniedException", "message": message, "Message": message}
        )
        headers = {
            "Content-Type": environ.get("CONTENT_TYPE", "application/x-amz-json-1.1"),
            "x-amzn-ErrorType": "AccessDeniedException",
        }
        status = "403 Forbidden" if call.service in REST else "400 Bad Request"
        return status, headers, told.encode()
    error = (
        "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"
        f"<Message>{escape(message)}</Message></Error><RequestId>emulated</RequestId></ErrorResponse>"
    )
    return "403 Forbidden", {"Content-Type": "text/xml"}, error.encode()
