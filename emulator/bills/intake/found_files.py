"""What lies in the folder: data files, each with the month folder of AWS's layout that it lies in.

The folder may be any part of an export that someone copied: the bucket, one export, one month. So a
month folder is known by its name alone. Status and metadata folders hold no costs.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from emulator.bills.intake.outcome import Problem
from modules.datasets import DATASETS, BillingPeriod, Dataset

IGNORED_FOLDERS = {"metadata", "cost_and_usage_data_status", "execution_status"}
KINDS = ("parquet", "csv", "csv.gz", "zip")
PACKED = {b"\x1f\x8b": "csv.gz", b"PK\x03\x04": "zip"}
OTHER_DATA = {".bz2", ".gz", ".xz", ".zst", ".7z", ".tar", ".tsv", ".xlsx", ".orc", ".avro"}


@dataclass(frozen=True)
class MonthFolder:
    """A folder that AWS names after a billing period."""

    path: Path
    dataset: Dataset
    period: BillingPeriod

    @property
    def manifest_folders(self) -> tuple[Path, ...]:
        """Where this month's current Manifest.json may lie; for legacy CUR AWS's pages disagree."""
        depth = len(self.dataset.month_folder(self.period).split("/"))
        data = self.path.parents[depth - 1]
        manifests = self.dataset.manifest_folder(self.period)
        return (self.path, data / manifests, data.parent / manifests)


@dataclass(frozen=True)
class CostFile:
    path: Path
    kind: str  # one of KINDS
    month: MonthFolder | None  # None: a loose file
    listed: bool = False  # in the month's Manifest.json


@dataclass
class Found:
    files: list[CostFile] = field(default_factory=list)
    months: list[MonthFolder] = field(default_factory=list)
    other: list[Path] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def find_files(root: Path) -> Found:
    """Everything below `root` (resolved), or that file; the files are in the order of their paths."""
    found = Found()
    for folder, names in _folders(root, found.problems):
        month = _month_of(folder)
        if month and month.path == folder:
            found.months.append(month)
        for path in (folder / name for name in names):
            kind = _kind(path)
            if kind:
                found.files.append(CostFile(path, kind, month))
            elif path.suffix.lower() in OTHER_DATA:
                reason = "not a form that is read: give Parquet, .csv, .csv.gz or .zip"
                found.problems.append(Problem(path, reason))
            else:
                found.other.append(path)
    found.files.sort(key=lambda file: file.path)
    return found


def _folders(root: Path, problems: list[Problem]) -> Iterator[tuple[Path, list[str]]]:
    """Folders with the names of their files; links are followed, once."""

    def failed(error: OSError) -> None:
        problems.append(Problem(Path(error.filename), f"can't be opened: {error.strerror}"))

    if root.is_file():
        yield root.parent, [root.name]
        return
    seen: set[Path] = set()
    for place, folders, names in os.walk(root, onerror=failed, followlinks=True):
        folder = Path(place)
        if folder.resolve() in seen:
            folders.clear()
            continue
        seen.add(folder.resolve())
        folders[:] = sorted(n for n in folders if n not in IGNORED_FOLDERS and not _hidden(n))
        yield folder, sorted(name for name in names if not _hidden(name))


def _hidden(name: str) -> bool:
    # Athena passes over these as well.
    return name.startswith((".", "_"))


def _kind(path: Path) -> str | None:
    """By its first bytes, since browsers unpack what keeps its name; else by its name."""
    name = path.name.lower()
    named = next((kind for kind in KINDS if name.endswith(f".{kind}")), None)
    try:
        with path.open("rb") as file:
            begins = file.read(4)
    except OSError:
        return named
    if begins == b"PAR1":
        return "parquet"
    found = next((kind for magic, kind in PACKED.items() if begins.startswith(magic)), None)
    if named == "csv.gz" and begins and not found:
        return "csv"
    return found if named and found else named


def _month_of(folder: Path) -> MonthFolder | None:
    """The innermost month folder that this folder is or lies in, even above the one that was given."""
    for place in (folder, *folder.parents):
        for dataset in DATASETS:
            period = dataset.month_of(place.as_posix())
            if period:
                return MonthFolder(place, dataset, period)
    return None
