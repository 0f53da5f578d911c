"""An empty folder for someone's data, and one for what gets converted."""

from pathlib import Path

import pytest


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """What is given as `--data`."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """Where converted files go."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder
