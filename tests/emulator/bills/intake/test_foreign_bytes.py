"""Whatever bytes lie in a folder: months, or one refusal; what is counted can be read to its end."""

import gzip
import json
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.bills.intake.outcome import DataFolderError
from emulator.bills.intake.reading import read_data_folder
from emulator.bills.intake.totals import totals
from tests.emulator.bills.intake_folders import HEADER, ROW, cur2, legacy
from tests.fuzzing import randomly

FEBRUARY = ROW.replace("2026-01", "2026-02")
LINES = f"identity/LineItemId,{HEADER}\na,{ROW}\nb,{ROW}\nc,{FEBRUARY}\n".encode()
MONTH = "cur2/data/BILLING_PERIOD=2026-01"
LISTED = json.dumps({"dataFiles": [f"s3://bucket/{MONTH}/x.parquet"]}).encode()
WORDS = (
    b'"',
    b",",
    b"\n",
    b"\x00",
    b"\xff\xfe",
    b"PAR1",
    b"\x1f\x8b",
    b"NaN",
    b"1e999",
    b"[]",
    b"{",
)
# What happens to bytes: where, how many go, what comes.
CHANGE = st.tuples(
    st.integers(0, 2**31),
    st.integers(0, 64),
    st.one_of(st.sampled_from(WORDS), st.binary(max_size=8)),
)


def changed(content: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    for place, gone, come in changes:
        at = place % (len(content) + 1)
        content = content[:at] + come + content[at + gone :]
    return content


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Good files by their place in the folder."""
    folder = tmp_path_factory.mktemp("originals")
    costs = [random.Random(n).random() for n in range(200)]
    return {
        f"{MONTH}/x.parquet": cur2(folder / "a.parquet", costs).read_bytes(),
        "loose.parquet": legacy(folder / "b.parquet", costs).read_bytes(),
        "report.csv": LINES,
        "report.csv.gz": gzip.compress(LINES, mtime=0),
        f"{MONTH}/cid-Manifest.json": LISTED,
    }


@pytest.mark.fuzz
@randomly(60)
@given(
    name=st.sampled_from(
        (
            f"{MONTH}/x.parquet",
            "loose.parquet",
            "report.csv",
            "report.csv.gz",
            f"{MONTH}/cid-Manifest.json",
        )
    ),
    changes=st.lists(CHANGE, min_size=1, max_size=4),
)
def test_any_bytes_are_months_or_refused(
    originals: dict[str, bytes], name: str, changes: list[tuple[int, int, bytes]]
) -> None:
    """Never a traceback, and never a total that can't be added up."""
    with tempfile.TemporaryDirectory() as place:
        data, scratch = Path(place, "data"), Path(place, "scratch")
        scratch.mkdir()
        there = (
            {f"{MONTH}/x.parquet": originals[f"{MONTH}/x.parquet"]} if "Manifest" in name else {}
        )
        for path, content in (there | {name: changed(originals[name], changes)}).items():
            (data / path).parent.mkdir(parents=True, exist_ok=True)
            (data / path).write_bytes(content)
        try:
            intake = read_data_folder(data, scratch)
        except DataFolderError:
            return
        for month in intake.months:
            if not month.unreadable:
                assert totals(month).sum == totals(month).sum, "NaN"
