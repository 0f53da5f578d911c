"""A fresh emulated AWS for each test; starting one takes milliseconds."""

from collections.abc import Iterator

import pytest

from emulator.cloud.cloud import Cloud
from tests.conftest import Stack
from tests.emulator.line import Line

ACCOUNT = "123456789012"
REGION = "eu-west-1"


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    """An empty account."""
    with Cloud.start(REGION, ACCOUNT) as running:
        yield running


@pytest.fixture
def line(cloud: Cloud, example: Stack) -> Line:
    """Bucket, queues, role and crawler of one export, as the stack describes them."""
    return Line(cloud, example)
