"""What `up` tells clients."""

import shlex
from pathlib import Path

import pytest

from athena.errors import ExpectedFailure
from costs.laptop.clients import COSTS, command, exports, introduction
from costs.up import written
from emulator.environment import Emulated

NAMES = Emulated.read("example").names
FOUND = [{"Name": "costs", "TableType": "VIRTUAL_VIEW"}, {"Name": "cur2"}]


def test_tables_and_views_are_named() -> None:
    """... apart, and where exports are asked for."""
    told = [*introduction(NAMES, FOUND)]
    assert {"tables: cur2", "views: costs (docs/cost-language.md)"} <= set(told)
    assert any("us-east-1" in line for line in told)


def test_the_command_can_be_pasted() -> None:
    """It asks the view of costs; without one, how many rows a table has."""
    words = shlex.split(command(NAMES, FOUND).replace("$(", "").replace(");", " ;"))
    assert words[words.index("--query-string") + 1] == COSTS
    assert "SELECT count(*) FROM cur2" in command(NAMES, FOUND[1:])


def test_a_shell_reads_the_variables(tmp_path: Path) -> None:
    """From a file that is there while `up` is."""
    file = tmp_path / "env"
    with written(file, exports({"AWS_REGION": "eu-central-1", "ODD": "a b"})):
        assert file.read_text() == "export AWS_REGION=eu-central-1\nexport ODD='a b'\n"
    assert not file.exists()


def test_a_place_that_takes_no_file_is_a_mistake(tmp_path: Path) -> None:
    """In one line that names the option."""
    with (
        pytest.raises(ExpectedFailure, match=r"--env-file .*: Is a directory"),
        written(tmp_path, ""),
    ):
        pass
