"""From a folder of someone's cost data to months that can be delivered.

Nothing is dropped silently and nothing counted twice: what isn't in a month is in a problem, copies are
left out, and so is a month that lies in two folders, since only its owner knows which one counts.
"""

import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pyarrow as pa

from emulator.bills.billed_month import BilledMonth
from emulator.bills.intake.chunks import Chunk
from emulator.bills.intake.copies import Compared, DamagedChunkError, without_copies
from emulator.bills.intake.csv_files import csv_chunks
from emulator.bills.intake.found_files import KINDS, CostFile, Found, find_files
from emulator.bills.intake.manifests import current_files, has_manifest
from emulator.bills.intake.money import check_money
from emulator.bills.intake.outcome import (
    LAYOUTS,
    DataFolderError,
    Intake,
    Problem,
    UnreadableFileError,
    UnusableFileError,
    damaged_inside,
)
from emulator.bills.intake.parquet_files import parquet_chunks, payers_of


def read_data_folder(folder: Path, scratch: Path) -> Intake:
    """The months below `folder`, or of one file; converted files go to `scratch`, which must stay.

    Raises DataFolderError if there is none.
    """
    found = find_files(_checked(folder))
    if not (found.files or found.months or found.problems):
        raise DataFolderError(folder, _nothing_found(found))
    files, problems = current_files(found)
    problems = found.problems + problems
    chunks: list[Chunk] = []
    for file in _without_twins(files, problems):
        chunks += _chunks(file, scratch, problems)
    months = tuple(_months(_by_neighbours(chunks), problems))
    problems += _empty_folders(found)
    if not any(month.chunks for month in months):
        raise DataFolderError(folder, "no month can be read", problems)
    return Intake(months, tuple(problems))


def _checked(folder: Path) -> Path:
    if not folder.exists():
        raise DataFolderError(folder, "no such folder; give the one that holds your cost exports")
    return folder.resolve()


def _nothing_found(found: Found) -> str:
    if not found.other:
        return f"the folder is empty\n\n{LAYOUTS}"
    shown = ", ".join(path.name for path in found.other[:5])
    more = f" and {len(found.other) - 5:,} more" if len(found.other) > 5 else ""
    return f"no cost data, only {shown}{more}\n\n{LAYOUTS}"


def _without_twins(files: list[CostFile], problems: list[Problem]) -> Iterator[CostFile]:
    """Someone unpacks or converts a report and leaves the old file beside the new one."""
    by_report: dict[str, CostFile] = {}
    for file in sorted(files, key=lambda file: KINDS.index(file.kind)):
        report = re.sub(r"(\.snappy)?(\.parquet|\.csv|\.gz|\.zip)*$", "", str(file.path).lower())
        first = by_report.setdefault(report, file)
        if first is not file:
            reason = (
                f"by its name the same report as {first.path.name} beside it, so it is left out"
            )
            problems.append(Problem(file.path, reason))  # not compared: it may have other rows
    kept = set(by_report.values())
    return (file for file in files if file in kept)


def _chunks(file: CostFile, scratch: Path, problems: list[Problem]) -> list[Chunk]:
    """Of one file; when it can't be read to its end, the months that would lack the rest."""
    read = parquet_chunks if file.kind == "parquet" else csv_chunks
    chunks: list[Chunk] = []
    try:
        with _told():
            for chunk in read(file, scratch):
                chunks.append(chunk)
                check_money(chunk)
    except UnusableFileError as error:
        problems.append(Problem(file.path, str(error)))
        for converted in {c.path.parent for c in chunks if c.path != c.source}:
            shutil.rmtree(converted, ignore_errors=True)
        months = {(chunk.dataset, chunk.period) for chunk in chunks} | error.months
        if isinstance(error, UnreadableFileError) and file.month:
            months = {(file.month.dataset, file.month.period)}
        return [Chunk.unreadable(file, *month) for month in months]
    for name in sorted({name for chunk in chunks for name in chunk.dropped}):
        reason = (
            f"column {name} is left out: it is a partition key, and the partition's value counts"
        )
        problems.append(Problem(file.path, reason, harmless=True))
    return chunks


@contextmanager
def _told() -> Iterator[None]:
    """Raises UnreadableFileError for what Arrow raises about content that nobody foresaw."""
    try:
        yield
    except (pa.ArrowException, OSError, OverflowError) as error:
        if isinstance(error, OSError) and error.errno:
            raise UnreadableFileError(f"can't be read: {error.strerror}") from error
        raise UnreadableFileError(damaged_inside(error)) from error


def _by_neighbours(chunks: list[Chunk]) -> list[Chunk]:
    """A file that can't be read is of the dataset that the others in its folder are of."""
    known = {chunk.folder: chunk.dataset for chunk in chunks if chunk.readable}
    return [
        chunk if chunk.readable else replace(chunk, dataset=known.get(chunk.folder, chunk.dataset))
        for chunk in chunks
    ]


def _months(chunks: list[Chunk], problems: list[Problem]) -> Iterator[BilledMonth]:
    def of_month(chunk: Chunk) -> tuple[str, str]:
        return str(chunk.period), chunk.dataset.name

    for _, group in groupby(sorted(chunks, key=of_month), key=of_month):
        month = list(group)
        dataset, period = month[0].dataset, month[0].period
        compared, broken = _compared(month, problems)
        filled = compared.chunks
        if not (filled or broken):
            reason = f"{dataset.title} {period} has no rows: every chunk of the month is empty"
            problems.append(Problem(month[0].source.parent, reason))
        elif problem := _counted_twice(f"{dataset.title} {period}", compared, broken):
            problems.append(problem)
        else:
            yield BilledMonth(dataset, period, _paths(filled), _paths(broken))


def _compared(month: list[Chunk], problems: list[Problem]) -> tuple[Compared, list[Chunk]]:
    """Chunks that count, and broken ones: comparing reads more of a file than was read before."""
    filled = [chunk for chunk in month if chunk.readable and chunk.rows]
    broken = [chunk for chunk in month if not chunk.readable]
    while True:
        try:
            return without_copies(filled, problems), broken
        except DamagedChunkError as damaged:
            problems.append(Problem(damaged.chunk.source, damaged.reason))
            filled.remove(damaged.chunk)
            broken.append(damaged.chunk)


def _counted_twice(month: str, compared: Compared, broken: list[Chunk]) -> Problem | None:
    filled = compared.chunks
    folders = sorted({_place(chunk) for chunk in (*filled, *broken)})
    if len(folders) > 1 and any(chunk.folder for chunk in (*filled, *broken)):
        payers = [payers_of(c.path for c in filled if _place(c) == place) for place in folders]
        if all(payers) and sum(map(len, payers)) == len(frozenset().union(*payers)):
            return Problem(folders[1], _of_payers(month, folders, payers))
        return Problem(folders[1], _twice(month, folders))
    if files := compared.overlapping:
        what = (
            f"{month} is left out, since these files share line items and neither holds the other"
        )
        listed = ", ".join(map(str, files))
        return Problem(files[-1], f"{what}: give one version of the month as --data ({listed})")
    return None


def _paths(chunks: Iterable[Chunk]) -> tuple[Path, ...]:
    return tuple(chunk.path for chunk in chunks)


def _place(chunk: Chunk) -> Path:
    return chunk.folder or chunk.source.parent


def _of_payers(month: str, folders: list[Path], payers: list[frozenset[str]]) -> str:
    each = ", ".join(f"{', '.join(sorted(p))}: {f}" for p, f in zip(payers, folders, strict=True))
    return (
        f"{month} is there of several payers, and a folder is read as one payer's bill, so it is left "
        f"out: give one payer's export as --data ({each})"
    )


def _twice(month: str, folders: list[Path]) -> str:
    return (
        f"{month} is in {len(folders)} folders, and taking all would count it more than once, so it is "
        f"left out: give one export as --data ({', '.join(map(str, folders))})"
    )


def _empty_folders(found: Found) -> Iterator[Problem]:
    """Month folders without data. Of one with a manifest, missing files are told already."""
    used = {file.month for file in found.files}
    for month in found.months:
        if month not in used and not has_manifest(month):
            reason = f"{month.dataset.title} {month.period} has no data files; copy it again"
            yield Problem(month.path, reason)
