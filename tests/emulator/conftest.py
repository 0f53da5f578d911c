"""A fresh emulated AWS for each test; starting one takes milliseconds."""

import os
from collections.abc import Iterator

import pytest

from emulator.cloud import Cloud
from emulator.engines.trino_distribution import TrinoDistribution, TrinoUnavailable
from tests.emulator.line import Line
from tests.emulator.up_command import Up

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
