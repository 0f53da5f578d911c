"""A fresh emulated AWS for each test; starting one takes milliseconds."""

from collections.abc import Iterator

import pytest

from emulator.cloud.cloud import Cloud
from tests.conftest import Stack
from tests.emulator.brought_about import MARK, fired_and_cleared
from tests.emulator.line import Line

ACCOUNT = "123456789012"
REGION = "eu-west-1"


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    """An empty account."""
    with Cloud.start(REGION, ACCOUNT) as running:
        yield running


@pytest.fixture(autouse=True)
def brought_about(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that says so has fired its alarms, and cleared them."""
    alarms = [name for mark in request.node.iter_markers(MARK) for name in mark.args]
    if not alarms:
        yield
        return
    cloud = request.getfixturevalue("cloud")
    yield
    assert [name for name in alarms if not fired_and_cleared(cloud, f"cid-{name}")] == []


@pytest.fixture
def line(cloud: Cloud, example: Stack) -> Line:
    """Bucket, queues, role and crawler of one export, as the stack describes them."""
    return Line(cloud, example)
