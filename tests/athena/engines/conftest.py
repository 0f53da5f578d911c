"""The cost tables that engines read."""

from pathlib import Path

import pytest
import requests

from athena.tables import CatalogTable
from tests.athena.engines.costs import costs
from tests.athena.engines.tables import CostTables


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
