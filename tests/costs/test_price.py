"""`price` prints what the settings cost."""

import re
from pathlib import Path

import pytest

from costs.cli import main
from modules.reference import TYPICAL


def test_the_total_is_the_sum_of_the_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """Of the environment that is named, for the bill that is told."""
    assert main(["price", "everything", "--gigabytes", "100", "--questions", "1"]) == 0
    *lines, last = capsys.readouterr().out.splitlines()
    figures = [float(line[16:26].replace(",", "")) for line in lines]
    assert last.startswith("total")
    assert sum(figures) == pytest.approx(float(last[16:].replace(",", "")), abs=0.06)
    assert "30 questions, 6,210 MB each" in "".join(lines)


def test_the_page_and_the_command_say_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    """docs/running-cost.md has the shipped example among its environments."""
    main(["price", "example", "--gigabytes", "10"])
    total = capsys.readouterr().out.splitlines()[-1].split()[-1]
    page = Path("docs/running-cost.md").read_text().splitlines()
    (row,) = [line for line in page if re.fullmatch(rf"\| {list(TYPICAL)[-1]} \|.*", line)]
    assert row.split(" | ")[2] == total


def test_an_environment_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """By its name."""
    assert main(["price", "nope"]) == 2
    assert (
        "cdktf.json has no environment nope; there are example, everything"
        in capsys.readouterr().err
    )
