"""Trino may be missing on a laptop without network, but never in CI."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from athena.trino.distribution import TrinoUnavailable


@contextmanager
def skipped_without_trino() -> Iterator[None]:
    """Around what fetches or starts it."""
    try:
        yield
    except TrinoUnavailable as reason:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(reason))
