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
from modules.datasets import BillingPeriod, Dataset

SOURCES = Path(__file__).parent
INDEX = "index.json"  # written last: file name → SHA-256
FORGOTTEN = 62 * 86_400  # seconds; the default story is another one after a month


def generated_months(
    story: BillingStory, dataset: Dataset, scratch: Path
) -> tuple[BilledMonth, ...]:
    """The story's months, kept or made now; `scratch` takes them where they can't be kept."""
    with suppress(OSError, RuntimeError):  # a full disk, a folder that is read-only, no home
        kept = cache_folder() / "generated"
        folder = kept / _fingerprint(story, dataset)
        if found := _read(dataset, folder):
            return found
        _make(story, dataset, folder)
        _forget(kept)
        if found := _read(dataset, folder):
            return found
    return _write(story, dataset, scratch / dataset.name)


def _fingerprint(story: BillingStory, dataset: Dataset) -> str:
    digest = hashlib.sha256(repr((story, dataset.name, dataset.columns)).encode())
    for source in sorted(SOURCES.glob("*.*")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _read(dataset: Dataset, folder: Path) -> tuple[BilledMonth, ...] | None:
    """None for what isn't there or is damaged."""
    chunks: dict[BillingPeriod, list[Path]] = {}
    try:
        for name, digest in json.loads((folder / INDEX).read_text()).items():
            if _sha256(folder / name) != digest:
                return None
            chunks.setdefault(_period(dataset, name), []).append(folder / name)
    except (OSError, ValueError, AttributeError, TypeError):
        return None
    return tuple(BilledMonth(dataset, period, tuple(files)) for period, files in chunks.items())


def _period(dataset: Dataset, name: str) -> BillingPeriod:
    """That of `<its values>-<chunk>.snappy.parquet`."""
    return dataset.period_type.of(*name.rsplit("-", 1)[0].split("_"))


def _make(story: BillingStory, dataset: Dataset, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="making-", dir=folder) as making:
        files = [chunk for month in _write(story, dataset, Path(making)) for chunk in month.chunks]
        index = Path(making) / INDEX
        index.write_text(json.dumps({file.name: _sha256(file) for file in files}, indent=1))
        for file in (*files, index):
            file.replace(folder / file.name)


def _write(story: BillingStory, dataset: Dataset, folder: Path) -> tuple[BilledMonth, ...]:
    from emulator.bills.generator.renderings import write_dataset  # slow to load, and seldom needed

    return write_dataset(story, dataset, folder)


def _forget(kept: Path) -> None:
    """Entries of months long gone, and of sources long changed."""
    for entry in kept.iterdir():
        with suppress(OSError):  # another process was faster
            if entry.stat().st_mtime < time.time() - FORGOTTEN:
                shutil.rmtree(entry)


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
