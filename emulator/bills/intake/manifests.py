"""Which files of a month are current, told by the Manifest.json that AWS writes last.

Exports that keep old versions leave them beside the current one; exports that overwrite leave surplus
chunks, empty ones. AWS advises to read the list of files in the manifest:
https://docs.aws.amazon.com/cur/latest/userguide/dataexports-export-delivery.html
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from emulator.bills.intake.found_files import CostFile, Found, MonthFolder
from emulator.bills.intake.outcome import Problem, UnusableFileError
from emulator.bills.intake.parquet_files import read_footer

FIELDS = ("dataFiles", "reportKeys")


def current_files(found: Found) -> tuple[list[CostFile], list[Problem]]:
    """The files without those that a manifest doesn't list, and what is odd about the lists."""
    problems: list[Problem] = []
    filled = {file.month for file in found.files}
    listed: dict[MonthFolder, set[str]] = {}
    for month in found.months:
        try:
            names = _listed_files(month, month in filled)
        except ValueError as error:
            taken = f"{error}; every file of the month is taken"
            problems.append(Problem(month.path, taken, harmless=True))
            continue
        if names is not None:
            listed[month] = names
            problems += _missing_files(month, names)
        if names == set() and month in filled:
            empty = "the month is empty: its Manifest.json lists no files"
            problems.append(Problem(month.path, empty, harmless=True))
    current = []
    for file in found.files:
        if file.month is None or file.month not in listed:
            current.append(file)
        elif _below(file) in listed[file.month]:
            current.append(replace(file, listed=True))
        else:
            problems += _left_out(file, file.month)
    return current, problems


def named_files(month: MonthFolder) -> set[str] | None:
    """Paths below the month's folder; None if no manifest tells them."""
    try:
        return _listed_files(month, True)
    except ValueError:
        return None


def has_manifest(month: MonthFolder) -> bool:
    """Then files that are missing are told by what it lists."""
    return any(_manifests(month))


def _listed_files(month: MonthFolder, filled: bool) -> set[str] | None:
    """Paths below the month's folder; None if no manifest is about it. Raises ValueError."""
    listed = {path: _keys(path) for path in _manifests(month)}
    names = {name for keys in listed.values() for key in keys if (name := _in_month(key, month))}
    strangers = [path for path, keys in listed.items() if keys]
    if names or not strangers:
        return names if listed else None
    if filled:
        raise ValueError(f"{strangers[0]} lists files, but none of this folder")
    return None


def _in_month(key: str, month: MonthFolder) -> str | None:
    """The rest of the key below the month's folder, in whatever spelling: `month=01` is `month=1`."""
    path = PurePosixPath(key)
    for place in path.parents:
        if _spelled(place.name) == _spelled(month.path.name):
            return path.relative_to(place).as_posix()
    return None


def _spelled(folder: str) -> str:
    return folder.lower().replace("=0", "=")


def _keys(path: Path) -> list[str]:
    """An empty list is a month that was emptied. Raises ValueError."""
    try:
        manifest = json.loads(path.read_text("utf-8-sig"))
    except (ValueError, OSError) as error:
        raise ValueError(f"{path} lists no data files ({error})") from error
    found = manifest if isinstance(manifest, dict) else {}
    keys = next((found[name] for name in FIELDS if name in found), None)
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise ValueError(f"{path} lists no data files (no list of names as {' or '.join(FIELDS)})")
    return keys


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
