"""A fresh emulated AWS for each test; starting one takes milliseconds."""

from collections.abc import Iterator

import pytest

from emulator.cloud.cloud import Cloud
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
