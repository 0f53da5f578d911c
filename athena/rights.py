"""The rights of who asks: Athena reads tables and files, and writes results, with no others.

https://docs.aws.amazon.com/athena/latest/ug/security-iam-athena.html
What reads or writes asks `require`. Whose rights a statement has is found from its request (`Who`), by
whoever installs the service; without that everybody may everything. How AWS words a refusal in the
middle of a query isn't documented; the code is Trino's.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from athena.errors import SqlError

# Why an action on an ARN, under these condition keys, is refused; None when it is allowed.
Rights = Callable[[str, str, Mapping[str, str]], str | None]
# From the headers of a request; None: may everything.
Who = Callable[[Mapping[str, str]], Rights | None]

_rights: ContextVar[Rights | None] = ContextVar("rights", default=None)


def everybody(headers: Mapping[str, str]) -> Rights | None:
    """Implements `Who`: nobody is restricted."""
    return None


@contextmanager
def having(rights: Rights | None) -> Iterator[None]:
    """Within it, in this thread, `require` asks them."""
    before = _rights.set(rights)
    try:
        yield
    finally:
        _rights.reset(before)


def require(action: str, resource: str, conditions: Mapping[str, str] | None = None) -> None:
    """Raises SqlError when who asks may not."""
    rights = _rights.get()
    if rights and (refused := rights(action, resource, conditions or {})):
        raise SqlError("PERMISSION_DENIED", refused)
