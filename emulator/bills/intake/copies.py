"""The same bill more than once among a month's files: copies, and versions of a month that grew.

Two files with the same rows are copies. A folder or file whose line items, with their costs, are all in
others is an older version of those. Where files share line items and neither holds the other, only their
owner knows which counts. AWS names a line item by its id and its time interval together:
https://docs.aws.amazon.com/cur/latest/userguide/identity-columns.html
Absent: a file with these ids compared with one of the same month without them.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from emulator.bills.intake.chunks import Chunk
from emulator.bills.intake.columns import column_named
from emulator.bills.intake.outcome import Problem, damaged_inside
from emulator.bills.intake.whole_rows import plain_columns, row_digests

ID, INTERVAL = "identity_line_item_id", "identity_time_interval"
# Of the line items that are in exactly these files: do all agree on what they cost?
Shared = dict[frozenset[int], bool]


class DamagedChunkError(Exception):
    """A chunk whose footer is whole and whose rows can't be read; `reason` is told."""

    def __init__(self, chunk: Chunk, error: Exception) -> None:
        self.chunk, self.reason = chunk, damaged_inside(error)
        super().__init__(self.reason)


@dataclass(frozen=True)
class Compared:
    """Chunks that are no copies; `overlapping` are the files of those that share line items."""

    chunks: list[Chunk]
    overlapping: list[Path]


def without_copies(chunks: Sequence[Chunk], problems: list[Problem]) -> Compared:
    """A month's readable chunks without those whose rows are in others, which become problems.

    Raises DamagedChunkError.
    """
    kept = _of_different_bytes(chunks, problems)
    shared = _shared(kept)
    left = set(range(len(kept)))
    # Whole folders first: versions don't divide their rows alike.
    for places in ([chunk.source.parent for chunk in kept], [chunk.source for chunk in kept]):
        for place in _smallest_first(kept, places):
            here = {number for number in left if places[number] == place}
            if here and (by := _holders(here, left, shared)):
                left -= here
                files = _listed({kept[number].source for number in by})
                for number in here:
                    _tell(problems, kept[number], f"its line items are all in {files} as well")
    counted = [chunk for number, chunk in enumerate(kept) if number in left]
    both = {number for files in shared if len(files & left) > 1 for number in files & left}
    vouched = all(chunk.listed for chunk in counted)
    return Compared(counted, [] if vouched else sorted({kept[number].source for number in both}))


def _smallest_first(chunks: Sequence[Chunk], places: Sequence[Path]) -> list[Path]:
    """Of equal versions the last path is kept: people put dates into names."""
    rows: Counter[Path] = Counter()
    for chunk, place in zip(chunks, places, strict=True):
        rows[place] += chunk.rows
    return sorted(rows, key=lambda place: (rows[place], place))


def _holders(here: set[int], left: set[int], shared: Shared) -> set[int]:
    """The other files that have all line items of these at the same costs; none if some have not."""
    touched = [(files & left - here, same) for files, same in shared.items() if files & here]
    if not all(others and same for others, same in touched):
        return set()
    return {number for others, _ in touched for number in others}


def _of_different_bytes(chunks: Sequence[Chunk], problems: list[Problem]) -> list[Chunk]:
    """What was converted is compared as well, so it doesn't matter how a report was packed."""
    sizes = defaultdict(list)
    # AWS's folders first, then the shortest name: browsers append to the names of copies.
    for chunk in sorted(chunks, key=lambda c: (c.folder is None, len(c.source.name), c.source)):
        sizes[chunk.path.stat().st_size].append(chunk)
    copies = set()
    for same_size in sizes.values():
        first: dict[bytes, Chunk] = {}
        for chunk in same_size if len(same_size) > 1 else ():
            original = first.setdefault(_digest(chunk.path), chunk)
            if original is not chunk:
                copies.add(chunk)
                _tell(problems, chunk, f"a copy: {original.source} has the same rows")
    return [chunk for chunk in chunks if chunk not in copies]


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _tell(problems: list[Problem], chunk: Chunk, why: str) -> None:
    problem = Problem(chunk.source, f"{why}, so it is left out", harmless=True)
    if problem not in problems:
        problems.append(problem)


def _listed(paths: Iterable[Path]) -> str:
    return ", ".join(map(str, sorted(paths)))


def _shared(chunks: Sequence[Chunk]) -> Shared:
    """Empty if AWS's manifest vouches for the files, since it lists one version."""
    if len(chunks) < 2 or all(chunk.listed for chunk in chunks):
        return {}
    nameless = [chunk.path for chunk in chunks if not _ids(chunk)]
    plain = plain_columns(nameless) if len(nameless) > 1 else ()
    tables: list[pa.Table] = []
    for number, chunk in enumerate(chunks):
        try:
            tables += _line_items(chunk, str(number), plain)
        except (pa.ArrowException, OSError) as error:
            raise DamagedChunkError(chunk, error) from error
    if len(tables) < 2:
        return {}
    each = (
        pa.concat_tables(tables)
        .group_by([ID, INTERVAL])
        .aggregate([("file", "list"), ("cost", "min"), ("cost", "max")])
    )
    # The order in which a group lists its files is any.
    files = pc.binary_join(each["file_list"], ",")
    same = pc.equal(each["cost_min"], each["cost_max"])
    found: Shared = {}
    combinations = pa.table({"files": files, "same": same}).group_by(["files", "same"])
    for row in combinations.aggregate([]).to_pylist():
        key = frozenset(map(int, row["files"].split(",")))
        found[key] = found.get(key, True) and row["same"] is not False
    return found


def _ids(chunk: Chunk) -> str | None:
    return column_named(ID, pq.read_schema(chunk.path).names)


def _line_items(chunk: Chunk, number: str, plain: Collection[str]) -> Iterator[pa.Table]:
    """What each line item of a file costs; nothing of a lone file without ids."""
    names = pq.read_schema(chunk.path).names
    cost = column_named(chunk.dataset.summed_column, names)
    id_, interval = _ids(chunk), column_named(INTERVAL, names)
    if cost is None or not (id_ or plain):
        return
    wanted = [name for name in (id_, interval, cost) if name]
    read = pq.ParquetFile(chunk.path).read(wanted)
    table = pa.table(
        {
            ID: read[id_].cast(pa.string()) if id_ else row_digests(chunk.path, plain),
            INTERVAL: read[interval].cast(pa.string()) if interval else [""] * read.num_rows,
            "cost": read[cost].cast(pa.float64()),
        }
    )
    known = table.filter(pc.greater(pc.binary_length(table[ID]), 0))
    summed = known.group_by([ID, INTERVAL]).aggregate([("cost", "sum")])
    yield pa.table(
        {
            ID: summed[ID],
            INTERVAL: pc.coalesce(summed[INTERVAL], ""),
            "cost": pc.round(summed["cost_sum"], 9),
            "file": [number] * summed.num_rows,
        }
    )
