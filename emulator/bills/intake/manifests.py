"""Which files of a month are current, told by the Manifest.json that AWS writes last.

Exports that keep old versions leave them beside the current one; exports that overwrite leave surplus
chunks, empty ones. AWS advises to read the list of files in the manifest:
https://docs.aws.amazon.com/cur/latest/userguide/dataexports-export-delivery.html
"""

import json
from collections.abc import Iterator
from pathlib import Path

from emulator.bills.intake.found_files import CostFile, Found, MonthFolder
from emulator.bills.intake.outcome import Problem, UnusableFileError
from emulator.bills.intake.parquet_files import read_footer


def current_files(found: Found) -> tuple[list[CostFile], list[Problem]]:
    """The files without those that a manifest doesn't list, and what is odd about the lists."""
    problems: list[Problem] = []
    listed: dict[MonthFolder, set[str]] = {}
    for month in found.months:
        try:
            names = _listed_files(month)
        except ValueError as error:
            taken = f"{error}; every file of the month is taken"
            problems.append(Problem(month.path, taken, harmless=True))
            continue
        if names:
            listed[month] = names
            problems += _missing_files(month, names)
    current = []
    for file in found.files:
        if file.month is None or file.month not in listed or _below(file) in listed[file.month]:
            current.append(file)
        else:
            problems += _left_out(file, file.month)
    return current, problems


def _listed_files(month: MonthFolder) -> set[str]:
    """Paths below the month's folder; none if no manifest is about it. Raises ValueError."""
    names: set[str] = set()
    for path in _manifests(month):
        try:
            manifest = json.loads(path.read_text())
            keys = manifest.get("dataFiles") or manifest["reportKeys"]
            folder = f"/{month.path.name}/"
            names |= {key.rsplit(folder, 1)[1] for key in keys if folder in key}
        except (ValueError, KeyError, AttributeError, TypeError, OSError) as error:
            raise ValueError(f"{path} lists no data files ({error!r})") from error
    return names


def _manifests(month: MonthFolder) -> Iterator[Path]:
    for folder in month.manifest_folders:
        for path in sorted(folder.glob("*Manifest.json")):
            if not path.name.endswith("RedshiftManifest.json"):
                yield path


def _below(file: CostFile) -> str:
    assert file.month is not None
    return file.path.relative_to(file.month.path).as_posix()


def _missing_files(month: MonthFolder, names: set[str]) -> Iterator[Problem]:
    for name in sorted(names):
        if not (month.path / name).exists():
            yield Problem(
                month.path / name, "listed in Manifest.json, but not here: copy it as well"
            )


def _left_out(file: CostFile, month: MonthFolder) -> Iterator[Problem]:
    # Older versions lie in folders of their own and surplus chunks are empty: nothing to tell.
    if file.path.parent != month.path or _is_empty(file):
        return
    left_out = "not listed in this month's Manifest.json, so it is left out"
    yield Problem(file.path, left_out, harmless=True)


def _is_empty(file: CostFile) -> bool:
    try:
        return file.kind == "parquet" and read_footer(file.path).num_rows == 0
    except UnusableFileError:
        return False
