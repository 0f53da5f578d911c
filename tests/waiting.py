"""Waiting for what another thread or process does: for the thing itself, never for some seconds."""

import time
from collections.abc import Callable

PATIENCE = 120.0  # seconds; a busy machine may take a minute for what takes a moment here


def wait_until(true: Callable[[], object]) -> None:
    """Raises AssertionError when it isn't `true` within `PATIENCE`."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
