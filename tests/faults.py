"""What breaks, as tests: each marked `fault` is a line of the table that `make faults` prints.

`@pytest.mark.fault("what breaks", "what the test does")`; what happened is the docstring, and `survived`
notes the rest. The slow ones run in `make faults` alone.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from rich.console import Console
from rich.table import Table

FAULTS = bool(os.environ.get("FAULTS"))
slow = pytest.mark.skipif(not FAULTS, reason="slow: make faults")
HEADS = ("fault", "what was done", "what happened", "lost", "wrong", "seconds to recover")


@dataclass
class Survived:
    """Objects and totals that a fault cost, and how long the mending took; times are of this machine."""

    lost: int = 0
    wrong: int = 0
    seconds: float | None = None
    _since: float = field(default_factory=time.monotonic)

    def broken(self) -> None:
        """From here on it is mended."""
        self._since = time.monotonic()

    def mended(self) -> None:
        self.seconds = time.monotonic() - self._since

    def expect(self, found: object, expected: object) -> None:
        """An answer that must be right."""
        self.wrong += found != expected
        assert found == expected


def lines(reports: Sequence[pytest.TestReport]) -> Iterator[tuple[str, ...]]:
    """Of the tests that are marked."""
    for report in reports:
        told = dict(report.user_properties)
        if "fault" in told:
            passed = report.outcome == "passed"
            seconds = told.get("seconds")
            yield (
                str(told["fault"]),
                str(told["done"]),
                str(told["happened"]) if passed else "FAILED",
                str(told["lost"]) if passed else "?",
                str(told["wrong"]) if passed else "?",
                f"{report.duration if seconds is None else float(str(seconds)):.1f}",
            )


def print_table(reports: Sequence[pytest.TestReport], write: Callable[[str], object]) -> None:
    """What `make faults` ends with."""
    table = Table(*HEADS, title="Faults, each on the deployed definitions, emulated")
    for cells in lines(reports):
        table.add_row(*cells)
    console = Console(width=170)
    with console.capture() as captured:
        console.print(table)
    write(captured.get())
