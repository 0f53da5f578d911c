"""A fresh emulated AWS for each test; starting one takes milliseconds."""

from collections.abc import Iterator

import pytest

from emulator.cloud import Cloud
from emulator.engines.trino_distribution import TrinoDistribution
from tests.emulator.line import Line
from tests.emulator.up_command import Up
from tests.needs_trino import skipped_without_trino

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
    """Trino on disk."""
    with skipped_without_trino():
        TrinoDistribution.fetch(print)


@pytest.fixture(scope="session", autouse=True)
def up_started_early(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Up | None]:
    """`up` over the real CSV of November 2023, when a test of it will run.

    It takes a minute, most of it the provider's fixed waits; the tests before it run meanwhile.
    """
    if not any(item.path.name == "test_up.py" for item in request.session.items):
        yield None
        return
    with Up.start(tmp_path_factory.mktemp("up"), "--data", "tests/emulator/data") as up:
        yield up
