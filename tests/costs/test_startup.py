"""The first second: a command loads what it needs and nothing else."""

import subprocess
import sys

import pytest

from costs.cli import GROUPS
from emulator.environment import PROJECT

SLOW = {"boto3", "duckdb", "moto", "numpy", "pandas", "pyarrow", "pydantic", "rich", "trino"}
COMMANDS = [command.__name__ for group in GROUPS.values() for command in group]
PROGRAM = """
import sys
from costs.cli import main
code = main(sys.argv[1:])
print(code, *sorted(sys.modules))
"""


def loaded(*arguments: str) -> set[str]:
    """The modules of a process that ran the command."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments], cwd=PROJECT, capture_output=True, text=True
    )
    code, *modules = done.stdout.splitlines()[-1].split()
    assert code == "0"
    return set(modules)


@pytest.mark.parametrize(
    "command",
    [[], ["query"], ["report"], ["metrics"], ["check"], ["demo"], ["up"], ["guard"], ["adopt"]],
    ids=str,
)
def test_help_loads_nothing_that_takes_time(command: list[str]) -> None:
    """That of all commands; that of one is typer's own doing, which takes pydantic."""
    assert loaded(*command, "--help") & SLOW <= ({"pydantic"} if command else set())


@pytest.mark.parametrize("table", ["cur", "cur2"])
def test_a_query_loads_no_cloud_and_no_pandas(table: str) -> None:
    """Nor what reads CSV, prints colours or generates months: those are there since the first time."""
    sql = f"SELECT count(*) FROM {table}"
    loaded("query", sql)
    found = loaded("query", sql)
    assert found & SLOW == {"duckdb", "numpy", "pyarrow", "pydantic"}
    assert not found & {"pyarrow.compute", "pyarrow.csv", "numpy.random"}
