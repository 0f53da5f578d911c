"""A fresh emulated AWS for each test; starting one takes milliseconds."""

import os
from collections.abc import Iterator

import pytest

from emulator.cloud import Cloud
from emulator.engines.trino_distribution import TrinoDistribution, TrinoUnavailable
from tests.emulator.line import Line

ACCOUNT = "123456789012"
REGION = "eu-west-1"


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    """An empty account."""
    with Cloud.start(REGION, ACCOUNT) as running:
        yield running


@pytest.fixture
def line(cloud: Cloud) -> Line:
    """Bucket, queues, role and crawler of one export, wired as the stack wires them."""
    return Line.build(cloud)


@pytest.fixture(scope="session")
def trino_fetched() -> None:
    """Trino on disk. It may be missing on a laptop without network, but never in CI."""
    try:
        TrinoDistribution.fetch(print)
    except TrinoUnavailable as reason:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(reason))
