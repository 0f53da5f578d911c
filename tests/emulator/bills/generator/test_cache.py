"""Generated months are made once, and what is kept is never wrong."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from emulator.bills.billed_month import BilledMonth
from emulator.bills.generator import cache, renderings
from emulator.bills.generator.story import BillingStory
from emulator.environment import PROJECT
from modules.datasets import CUR2, BillingPeriod

STORY = BillingStory(BillingPeriod(2025, 2), months=1)
ASK = """
from pathlib import Path
from emulator.bills.generator.cache import generated_months
from tests.emulator.bills.generator.test_cache import CUR2, STORY, content
print(*content(generated_months(STORY, CUR2, Path("/nowhere"))))
"""


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """The folder of the story's entry."""
    (month,) = cache.generated_months(STORY, CUR2, tmp_path / "scratch")
    return month.chunks[0].parent


def content(found: tuple[BilledMonth, ...]) -> list[str]:
    return [f"{month} {cache._sha256(chunk)}" for month in found for chunk in month.chunks]


def entries(folder: Path) -> set[str]:
    return {entry.name for entry in folder.parent.iterdir()}


def test_the_second_time_nothing_is_generated(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same files."""
    monkeypatch.setattr(renderings, "write_dataset", None)
    (month,) = cache.generated_months(STORY, CUR2, tmp_path)
    assert (str(month), [chunk.parent for chunk in month.chunks]) == ("CUR 2.0 2025-02", [made])


def cut_short(folder: Path) -> None:
    file = next(folder.glob("*.parquet"))
    file.write_bytes(file.read_bytes()[:-1])


def one_byte_changed(folder: Path) -> None:
    file = next(folder.glob("*.parquet"))
    file.write_bytes(b"XXXX" + file.read_bytes()[4:])


def file_gone(folder: Path) -> None:
    next(folder.glob("*.parquet")).unlink()


def index_garbled(folder: Path) -> None:
    (folder / cache.INDEX).write_text('["no", "index"]')


def index_cut_short(folder: Path) -> None:
    (folder / cache.INDEX).write_text("{")


def index_missing(folder: Path) -> None:
    (folder / cache.INDEX).unlink()


@pytest.mark.parametrize(
    "damage",
    [cut_short, one_byte_changed, file_gone, index_garbled, index_cut_short, index_missing],
    ids=lambda damage: damage.__name__,
)
def test_what_is_damaged_is_made_anew(
    made: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """In its place, and whole."""
    before = content(cache.generated_months(STORY, CUR2, tmp_path))
    damage(made)
    after = cache.generated_months(STORY, CUR2, tmp_path)
    assert content(after) == before
    assert after[0].chunks[0].parent == made


def test_processes_that_make_the_same_entry_do_not_disturb_each_other(tmp_path: Path) -> None:
    """Three at once."""
    asking = [
        subprocess.Popen(
            [sys.executable, "-c", ASK], cwd=PROJECT, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    told = {process.communicate()[0] for process in asking}
    assert told == {" ".join(content(cache.generated_months(STORY, CUR2, tmp_path))) + "\n"}


def test_another_generator_has_entries_of_its_own(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change of one price is enough."""
    sources = shutil.copytree(cache.SOURCES, tmp_path / "sources")
    monkeypatch.setattr(cache, "SOURCES", sources)
    assert cache._fingerprint(STORY, CUR2) == made.name
    services = sources / "services.csv"
    services.write_text(services.read_text().replace("0.", "0.1", 1))
    assert cache._fingerprint(STORY, CUR2) != made.name


def test_another_story_has_an_entry_of_its_own(made: Path, tmp_path: Path) -> None:
    """Another seed is another story."""
    cache.generated_months(BillingStory(STORY.first, months=1, seed=8), CUR2, tmp_path)
    assert len(entries(made)) == 2


def test_without_a_place_to_keep_them_months_are_made_every_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cache folder that is a file is one that nobody can write to, root neither."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    (month,) = cache.generated_months(STORY, CUR2, tmp_path / "scratch")
    assert month.chunks[0].parent == tmp_path / "scratch" / "cur2"


def test_entries_of_months_long_gone_are_forgotten(made: Path, tmp_path: Path) -> None:
    """When a new one is made."""
    young, old = made.with_name("young"), made.with_name("old")
    young.mkdir()
    old.mkdir()
    long_ago = time.time() - cache.FORGOTTEN - 1
    os.utime(old, (long_ago, long_ago))
    cut_short(made)
    cache.generated_months(STORY, CUR2, tmp_path)
    assert entries(made) == {made.name, "young"}
