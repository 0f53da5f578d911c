"""Crawls that stop between reading and changing, until they are let go."""

import math
import threading

import pytest

from emulator.aws.pace import PACE
from emulator.glue import crawl
from tests.waiting import PATIENCE


class HeldCrawls:
    """From here on each crawl, once it has read all, waits for `release`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._read = threading.Event()
        checkpoint = crawl._Crawl._checkpoint

        def told(held: crawl._Crawl) -> None:
            self._read.set()
            checkpoint(held)

        monkeypatch.setattr(crawl._Crawl, "_checkpoint", told)
        PACE.crawl = math.inf

    def wait_until_read(self) -> None:
        """Wait until one has received its messages and looked at their folders."""
        assert self._read.wait(PATIENCE)

    def release(self) -> None:
        """Let them end, and later ones run."""
        PACE.crawl = 0.0
