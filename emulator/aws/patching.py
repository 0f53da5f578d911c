"""Changes to moto, kept together by behaviour and reversible.

Each file beside this one gives moto one thing that AWS does. Because a patch can be taken off
again, its test also asks moto alone: once upstream behaves as AWS does, that test fails and the
file can go.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])
_MISSING = object()


class Patch:
    """The replacements that make up one behaviour; nothing happens before `apply`."""

    def __init__(self) -> None:
        self._replacements: list[tuple[Any, str, object, object]] = []
        self._applied = False

    def replaces(self, owner: Any, name: str) -> Callable[[Function], Function]:
        """Decorate the function that takes the place of `owner.name`, or that adds it."""

        def remember(function: Function) -> Function:
            self.sets(owner, name, function)
            return function

        return remember

    def sets(self, owner: Any, name: str, value: object) -> None:
        """Replace `owner.name` by something that isn't a function."""
        self._replacements.append((owner, name, vars(owner).get(name, _MISSING), value))

    def apply(self) -> None:
        """Put every replacement in place; once is enough, twice does no harm."""
        if self._applied:
            return
        for owner, name, original, ours in self._replacements:
            if vars(owner).get(name, _MISSING) is not original:
                raise RuntimeError(f"two patches replace {owner.__name__}.{name}")
            setattr(owner, name, ours)
        self._applied = True

    def take_off(self) -> None:
        """Give moto its own code back."""
        for owner, name, original, _ in reversed(self._replacements):
            if original is _MISSING:
                delattr(owner, name)
            else:
                setattr(owner, name, original)
        self._applied = False

    @contextmanager
    def taken_off(self) -> Iterator[None]:
        """Moto as it comes, for the length of a `with` block."""
        self.take_off()
        try:
            yield
        finally:
            self.apply()
