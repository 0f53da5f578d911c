"""The whole way of CUR 2.0, from a delivery to a sealed month."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from emulator.cloud.cloud import Cloud
from tests.conftest import Synthesize
from tests.emulator.faults.pipeline import Pipeline


@pytest.fixture
def pipeline(cloud: Cloud, synthesize: Synthesize, tmp_path: Path) -> Iterator[Pipeline]:
    with Pipeline.on(cloud, synthesize, tmp_path) as running:
        yield running
