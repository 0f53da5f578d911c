"""A fresh emulated AWS for each test, and what any AWS client needs to find it."""

from collections.abc import Iterator

import pytest

from emulator.cloud.cloud import Cloud
from emulator.cloud.laptop import laptop
from emulator.environment import Emulated


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """An empty account with Athena, to which boto3 talks."""
    with laptop(Emulated.read("example")) as running:
        for name, value in running.cloud.environment().items():
            monkeypatch.setenv(name, value)
        yield running.cloud
