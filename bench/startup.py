"""How soon a command answers: `python bench/startup.py [RUNS]`, ratios to `python -c "import duckdb"`.

All in turn, so that what else the machine does meets all of them; best of the runs. CPU is user and
system time of the whole process, which other processes lengthen less than seconds.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Column, Table

PROJECT = Path(__file__).parent.parent
COUNT = "SELECT count(*) FROM {}"
NUMBERS = ("seconds", "ratio", "CPU s", "CPU ratio")
RUNS = 7
WIDTH = 100  # of the table, where there is no terminal


@dataclass(frozen=True)
class Measured:
    """Of one process, in seconds."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Command:
    """What `python` is asked, and whether generated months may be kept from run to run."""

    title: str
    arguments: Sequence[str]
    kept: bool = True

    def run(self, cache: Path) -> Measured:
        with tempfile.TemporaryDirectory() as empty:
            place = cache if self.kept else empty
            # Users have compiled sources, even where a developer keeps Python from writing them.
            kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
            before, start = _cpu(), time.perf_counter()
            subprocess.run(
                [sys.executable, *self.arguments],
                cwd=PROJECT,
                env=kept | {"XDG_CACHE_HOME": str(place)},
                stdout=subprocess.DEVNULL,
                check=True,
            )
            return Measured(time.perf_counter() - start, _cpu() - before)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _query(table: str) -> tuple[str, ...]:
    return ("-m", "costs", "query", COUNT.format(table))


COMMANDS = (
    Command('python -c "import duckdb"', ("-c", "import duckdb")),
    Command("costs --help", ("-m", "costs", "--help")),
    Command("costs query, two real months", _query("cur")),
    Command("costs query, generated months", _query("cur2")),
    Command("costs query, generated months, for the first time", _query("cur2"), kept=False),
)


def main() -> None:
    """Print one table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    found: list[list[Measured]] = [[] for _ in COMMANDS]
    with tempfile.TemporaryDirectory() as cache:
        for number in range(runs + 1):
            for command, measured in zip(COMMANDS, found, strict=True):
                result = command.run(Path(cache))
                if number:  # the first one compiles, and fills the cache
                    measured.append(result)
    best = [Measured(min(m.wall for m in ms), min(m.cpu for m in ms)) for ms in found]
    numbers = [Column(name, justify="right", no_wrap=True) for name in NUMBERS]
    table = Table(Column(no_wrap=True), *numbers, title=f"best of {runs}, in turn")
    for command, one in zip(COMMANDS, best, strict=True):
        ratios = one.wall / best[0].wall, one.cpu / best[0].cpu
        cells = (f"{one.wall:.2f}", f"{ratios[0]:.1f}", f"{one.cpu:.2f}", f"{ratios[1]:.1f}")
        table.add_row(command.title, *cells)
    Console(width=max(Console().width, WIDTH)).print(table)


if __name__ == "__main__":
    main()
