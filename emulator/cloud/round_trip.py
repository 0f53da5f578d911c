"""Go's SDK isn't answered faster than a network would.

Its HTTP client puts a request's body on the wire and then asks the body once more for its end; an answer
whose headers came meanwhile makes the SDK close the body, the write fails with EOF, the connection is
closed and the answer's body is lost ("use of closed network connection": smithy-go's
`safeWriteToReadCloser.WriteTo`). The SDK then repeats a call that was carried out, and Terraform reports
that what it creates exists already. AWS is never near enough for that; a loaded machine of two cores met
it once in a thousand calls.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

from emulator.access.door import App

ROUND_TRIP = 0.02  # seconds


def far_from_go(app: App) -> App:
    """`app`, which takes a network's time to answer requests of Go's SDK (Terraform's)."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        answered = app(environ, start_response)
        if "aws-sdk-go" in environ.get("HTTP_USER_AGENT", ""):
            time.sleep(ROUND_TRIP)
        return answered

    return answer
