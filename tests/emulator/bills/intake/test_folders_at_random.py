"""Folders drawn at random of copies, versions, broken files and months: right, told or refused."""

import gzip
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.bills.intake.outcome import DataFolderError
from emulator.bills.intake.reading import read_data_folder
from emulator.bills.intake.totals import totals
from tests.emulator.bills.intake_folders import HEADER

FOLDERS = ("", "05", "20", "20260101-20260201", "20260101-20260201/a", "20260201-20260301")
JANUARY = "2026-01-01T00:00:00Z"
MONTHS = (*[JANUARY] * 6, "2026-02-01T00:00:00Z", "2026-01-31T23:00:00Z")
# A file: folder, month of its rows, its line items, packed?, cut off (only a packed one shows it)?
FILE = st.tuples(
    st.sampled_from(FOLDERS),
    st.sampled_from(MONTHS),
    st.sets(st.integers(0, 2), min_size=1),
    st.booleans(),
    st.sampled_from((*[False] * 7, True)),
)


@settings(max_examples=150, deadline=None, database=None)
@given(st.lists(FILE, min_size=1, max_size=4))
def test_a_total_is_right_or_the_answer_partial(
    files: list[tuple[str, str, set[int], bool, bool]],
) -> None:
    """Line item n costs 2^n, so a total tells which of them it counts, and how often."""
    with tempfile.TemporaryDirectory() as place:
        data, scratch = Path(place, "data"), Path(place, "scratch")
        scratch.mkdir()
        billed: dict[str, set[int]] = {}
        for number, (folder, month, items, packed, cut) in enumerate(files):
            billed.setdefault(month[:7], set()).update(items)
            _write(data / folder / f"{number}.csv", month, items, packed, cut)
        try:
            intake = read_data_folder(data, scratch)
        except DataFolderError:
            return
        found = {str(month.period): totals(month).sum for month in intake.months if month.chunks}
        expected = {month: sum(2.0**item for item in items) for month, items in billed.items()}
        if not intake.is_partial:
            assert found == expected
        assert all(total <= expected[month] for month, total in found.items())


def _write(path: Path, month: str, items: set[int], packed: bool, cut: bool) -> None:
    header = f"identity/LineItemId,{HEADER}"
    rows = [f"i{item},{month},AmazonS3,{2**item}" for item in sorted(items)]
    content = "\n".join([header, *rows]).encode()
    if packed:
        path = path.with_suffix(".csv.gz")
        content = gzip.compress(content)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content[:-9] if cut and packed else content)
