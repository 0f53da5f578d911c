"""Trino, once for all tests of this folder (it takes gigabytes), and the cost tables it reads."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from moto.server import ThreadedMotoServer

from athena.tables import CatalogTable
from athena.trino.engine import TrinoEngine
from tests.athena.engines.costs import costs
from tests.athena.engines.tables import ACCOUNT, REGION, CostTables
from tests.needs_trino import skipped_without_trino


@pytest.fixture(scope="package")
def endpoint() -> Iterator[str]:
    """The URL of a plain moto, whose state is that of this process."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="package")
def trino(endpoint: str) -> Iterator[TrinoEngine]:
    """A running Trino."""
    with skipped_without_trino():
        engine = TrinoEngine.start(endpoint, REGION, ACCOUNT, print)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def tables(endpoint: str) -> CostTables:
    """An account that holds nothing but the cost tables `cur` and `cur2`."""
    requests.post(f"{endpoint}/moto-api/reset", timeout=10).raise_for_status()
    created = CostTables(endpoint)
    created.create_legacy_cur()
    created.create_cur2()
    return created


@pytest.fixture
def table(tmp_path: Path) -> CatalogTable:
    """Table `costs` of two months."""
    return costs(tmp_path)
