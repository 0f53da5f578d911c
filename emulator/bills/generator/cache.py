"""Generated months, made once: they are kept in the user's cache folder.

An entry belongs to a story and to these very sources, so a change of the generator is a new entry. Its
files are the same bytes whoever writes them and appear by renaming: processes that make one at the same
time, or mend a damaged one, don't disturb each other. Without a place to write to, nothing is kept.
"""

import hashlib
import json
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from athena.cache import cache_folder
from emulator.bills.billed_month import BilledMonth
from emulator.bills.generator.story import BillingStory
from modules.datasets import CUR2, BillingPeriod

SOURCES = Path(__file__).parent
INDEX = "index.json"  # written last: file name → SHA-256
FORGOTTEN = 62 * 86_400  # seconds; the default story is another one after a month


def generated_months(story: BillingStory, scratch: Path) -> tuple[BilledMonth, ...]:
    """The story's months, kept or made now; `scratch` takes them where they can't be kept."""
    with suppress(OSError, RuntimeError):  # a full disk, a folder that is read-only, no home
        kept = cache_folder() / "generated"
        folder = kept / _fingerprint(story)
        if found := _read(folder):
            return found
        _make(story, folder)
        _forget(kept)
        if found := _read(folder):
            return found
    return _write(story, scratch)


def _fingerprint(story: BillingStory) -> str:
    digest = hashlib.sha256(repr((story, CUR2.columns)).encode())
    for source in sorted(SOURCES.glob("*.*")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _read(folder: Path) -> tuple[BilledMonth, ...] | None:
    """None for what isn't there or is damaged."""
    chunks: dict[BillingPeriod, list[Path]] = {}
    try:
        for name, digest in json.loads((folder / INDEX).read_text()).items():
            if _sha256(folder / name) != digest:
                return None
            chunks.setdefault(BillingPeriod.parse(name[:7]), []).append(folder / name)
    except (OSError, ValueError, AttributeError, TypeError):
        return None
    return tuple(BilledMonth(CUR2, period, tuple(files)) for period, files in chunks.items())


def _make(story: BillingStory, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="making-", dir=folder) as making:
        files = [chunk for month in _write(story, Path(making)) for chunk in month.chunks]
        index = Path(making) / INDEX
        index.write_text(json.dumps({file.name: _sha256(file) for file in files}, indent=1))
        for file in (*files, index):
            file.replace(folder / file.name)


def _write(story: BillingStory, folder: Path) -> tuple[BilledMonth, ...]:
    from emulator.bills.generator.months import write_months  # slow to load, and seldom needed

    written = write_months(story, folder)
    return tuple(BilledMonth(CUR2, month.period, month.chunks) for month in written)


def _forget(kept: Path) -> None:
    """Entries of months long gone, and of sources long changed."""
    for entry in kept.iterdir():
        with suppress(OSError):  # another process was faster
            if entry.stat().st_mtime < time.time() - FORGOTTEN:
                shutil.rmtree(entry)


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
