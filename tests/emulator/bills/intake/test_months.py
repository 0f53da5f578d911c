"""Months that are empty, doubled or incomplete: told, and never counted wrongly."""

from pathlib import Path

import pytest

from emulator.bills.intake.outcome import DataFolderError, Intake
from emulator.bills.intake.reading import read_data_folder
from emulator.bills.intake.totals import MonthTotals, totals
from tests.emulator.bills.intake_folders import (
    DECEMBER,
    HEADER,
    ROW,
    cur2,
    legacy,
    manifest,
    text,
    truncated,
)

MONTH = Path("BILLING_PERIOD=2026-01")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with one good month, December 2025."""
    folder = tmp_path / "data"
    cur2(folder / "data/BILLING_PERIOD=2025-12/e-00001.parquet", [9.0], DECEMBER)
    return folder


def reasons(intake: Intake) -> dict[Path, str]:
    return {problem.path: problem.reason for problem in intake.problems}


def months(intake: Intake) -> list[str]:
    return [str(month) for month in intake.months]


def test_a_month_without_rows_is_named(data: Path, scratch: Path) -> None:
    """All its chunks are empty."""
    cur2(data / "data" / MONTH / "e-00001.parquet", [])
    intake = read_data_folder(data, scratch)
    assert months(intake) == ["CUR 2.0 2025-12"]
    assert reasons(intake) == {
        data / "data" / MONTH: "CUR 2.0 2026-01 has no rows: every chunk of the month is empty"
    }


def test_a_month_folder_without_files_is_named(data: Path, scratch: Path) -> None:
    """A copy that was interrupted."""
    (data / "cid/year=2018/month=10").mkdir(parents=True)
    assert reasons(read_data_folder(data, scratch)) == {
        data / "cid/year=2018/month=10": "legacy CUR 2018-10 has no data files; copy it again"
    }


def test_a_month_folder_without_files_is_named_even_if_there_is_nothing_else(
    tmp_path: Path, scratch: Path
) -> None:
    """Then it is an error."""
    (tmp_path / MONTH).mkdir()
    with pytest.raises(DataFolderError, match=r"CUR 2\.0 2026-01 has no data files"):
        read_data_folder(tmp_path, scratch)


def test_a_month_in_two_folders_is_left_out(data: Path, scratch: Path) -> None:
    """Two exports, or two versions without a manifest, would count it twice."""
    first = cur2(data / "a/data" / MONTH / "a-00001.parquet", [1.0]).parent
    second = cur2(data / "b/data" / MONTH / "b-00001.parquet", [2.0]).parent
    intake = read_data_folder(data, scratch)
    assert months(intake) == ["CUR 2.0 2025-12"]
    assert reasons(intake) == {
        second: "CUR 2.0 2026-01 is in 2 folders, and taking all would count it more than once, "
        f"so it is left out: give one export as --data ({first}, {second})"
    }


def test_a_month_in_an_export_and_in_a_loose_file_is_left_out(data: Path, scratch: Path) -> None:
    """The loose file may be an older version."""
    cur2(data / "data" / MONTH / "e-00001.parquet", [1.0])
    cur2(data / "older.parquet", [2.0])
    intake = read_data_folder(data, scratch)
    assert months(intake) == ["CUR 2.0 2025-12"]
    assert len(intake.problems) == 1


@pytest.mark.parametrize("twin", ["cur.csv.gz", "cur.zip", "CUR.csv.zip"])
def test_the_packed_twin_of_a_report_is_left_out(twin: str, data: Path, scratch: Path) -> None:
    """Whoever unpacks a report keeps the packed one beside it."""
    text(data / "cur.csv", HEADER, ROW)
    text(data / twin, HEADER, ROW)
    intake = read_data_folder(data, scratch)
    assert totals(intake.months[1]) == MonthTotals(1, 1.0)
    assert reasons(intake) == {
        data / twin: "by its name the same report as cur.csv beside it, so it is left out"
    }
    assert intake.is_partial  # its rows are compared with nothing


def test_parquet_is_preferred_to_the_csv_it_was_made_of(data: Path, scratch: Path) -> None:
    """Same folder, same name."""
    text(data / "cur.csv", HEADER, ROW, ROW)
    legacy(data / "cur.snappy.parquet", [3.0])
    intake = read_data_folder(data, scratch)
    assert totals(intake.months[1]) == MonthTotals(1, 3.0)
    assert list(reasons(intake)) == [data / "cur.csv"]


def test_a_listed_file_that_is_missing_is_named(data: Path, scratch: Path) -> None:
    """The month is incomplete, says the manifest."""
    cur2(data / "data" / MONTH / "e-00001.parquet", [1.0])
    keys = [f"s3://b/data/{MONTH}/e-0000{number}.parquet" for number in (1, 2)]
    manifest(data / "metadata" / MONTH / "e-Manifest.json", "dataFiles", keys)
    intake = read_data_folder(data, scratch)
    assert months(intake) == ["CUR 2.0 2025-12", "CUR 2.0 2026-01"]
    assert reasons(intake) == {
        data
        / "data"
        / MONTH
        / "e-00002.parquet": "listed in Manifest.json, but not here: copy it as well"
    }


@pytest.mark.parametrize(
    "place", ["cid/cid/year=2026/month=1", "cid/20260101-20260201", "cid/cid/20260101-20260201"]
)
def test_a_legacy_manifest_is_found_in_each_of_its_places(
    place: str, data: Path, scratch: Path
) -> None:
    """AWS's pages disagree about the folder; none of them is taken for an empty month."""
    chunk = legacy(data / "cid/cid/year=2026/month=1/cid-00001.parquet", [1.0])
    key = f"cur/{chunk.relative_to(data)}"
    path = manifest(data / place / "cid-Manifest.json", "reportKeys", [key])
    assert reasons(read_data_folder(data, scratch)) == {}
    manifest(path, "reportKeys", [key, key.replace("00001", "00002")])
    assert list(reasons(read_data_folder(data, scratch))) == [chunk.with_name("cid-00002.parquet")]


def test_a_filled_file_that_is_not_listed_is_left_out(data: Path, scratch: Path) -> None:
    """AWS's surplus chunks are empty, so this one is something else."""
    cur2(data / "data" / MONTH / "e-00001.parquet", [1.0])
    odd = [
        cur2(data / "data" / MONTH / "odd.parquet", [5.0]),
        truncated(data / "data" / MONTH / "z.parquet"),
    ]
    keys = [f"s3://b/data/{MONTH}/e-00001.parquet"]
    manifest(data / "metadata" / MONTH / "e-Manifest.json", "dataFiles", keys)
    intake = read_data_folder(data, scratch)
    assert totals(intake.months[1]) == MonthTotals(1, 1.0)
    reason = "not listed in this month's Manifest.json, so it is left out"
    assert reasons(intake) == dict.fromkeys(odd, reason)


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"dataFiles": [1]}'])
def test_a_manifest_that_lists_nothing_is_named(content: str, data: Path, scratch: Path) -> None:
    """Then every file of the month counts."""
    cur2(data / "data" / MONTH / "e-00001.parquet", [1.0])
    path = text(data / "metadata" / MONTH / "e-Manifest.json", content)
    intake = read_data_folder(data, scratch)
    assert totals(intake.months[1]) == MonthTotals(1, 1.0)
    (reason,) = reasons(intake).values()
    assert reason.startswith(f"{path} lists no data files (")
    assert reason.endswith("; every file of the month is taken")


def test_a_month_whose_manifest_lists_no_files_is_empty(data: Path, scratch: Path) -> None:
    """AWS emptied it; what still lies there is of before."""
    folder = data / "data" / MONTH
    cur2(folder / "e-00001.parquet", [1.0])
    manifest(data / "metadata" / MONTH / "e-Manifest.json", "dataFiles", [])
    intake = read_data_folder(data, scratch)
    assert months(intake) == ["CUR 2.0 2025-12"]
    assert reasons(intake)[folder] == "the month is empty: its Manifest.json lists no files"
    assert not intake.is_partial


def test_a_manifest_may_have_a_byte_order_mark(data: Path, scratch: Path) -> None:
    """Editors on Windows put one at the beginning."""
    for number in (1, 2):
        cur2(data / "data" / MONTH / f"e-0000{number}.parquet", [float(number)])
    path = data / "metadata" / MONTH / "e-Manifest.json"
    manifest(path, "dataFiles", [f"s3://b/data/{MONTH}/e-00001.parquet"])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert totals(read_data_folder(data, scratch).months[1]) == MonthTotals(1, 1.0)


def test_a_manifest_of_other_files_is_named(data: Path, scratch: Path) -> None:
    """Then every file of the month counts."""
    folder = data / "data" / MONTH
    cur2(folder / "e-00001.parquet", [1.0])
    path = data / "metadata" / MONTH / "e-Manifest.json"
    manifest(path, "dataFiles", ["s3://b/data/BILLING_PERIOD=2026-02/e-00001.parquet"])
    intake = read_data_folder(data, scratch)
    assert totals(intake.months[1]) == MonthTotals(1, 1.0)
    taken = "lists files, but none of this folder; every file of the month is taken"
    assert reasons(intake) == {folder: f"{path} {taken}"}


def test_a_month_of_broken_files_alone_is_kept_beside_good_ones(data: Path, scratch: Path) -> None:
    """Its folder tells which month it is."""
    bad = truncated(data / "data" / MONTH / "e-00001.parquet")
    month = read_data_folder(data, scratch).months[1]
    assert (str(month), month.chunks, month.unreadable) == ("CUR 2.0 2026-01", (), (bad,))


def test_a_broken_file_alone_is_an_error(tmp_path: Path, scratch: Path) -> None:
    """There is nothing to deliver that could be queried."""
    bad = truncated(tmp_path / MONTH / "e-00001.parquet")
    with pytest.raises(DataFolderError, match=f"no month can be read(.|\n)*{bad}\n    truncated"):
        read_data_folder(tmp_path, scratch)


def test_no_folder_is_taken_for_a_month_that_does_not_exist(data: Path, scratch: Path) -> None:
    """`month=13` holds loose files, whose rows tell their month."""
    folders = ("year=2026/month=13", "BILLING_PERIOD=2026-13", "20261301-20270101")
    for cost, folder in enumerate(folders):
        legacy(data / folder / f"{folder[:3]}.parquet", [float(cost)])
    intake = read_data_folder(data, scratch)
    assert months(intake) == ["CUR 2.0 2025-12", "legacy CUR 2026-01"]
    assert len(intake.months[1].chunks) == 3


def test_damage_inside_a_file_is_met_when_its_costs_are_read(data: Path, scratch: Path) -> None:
    """The footer is whole, as after a disk error."""
    path = data / "data/BILLING_PERIOD=2025-12/e-00001.parquet"
    content = bytearray(path.read_bytes())
    content[4:200] = bytes(196)
    path.write_bytes(content)
    with pytest.raises(DataFolderError, match="damaged inside, or not as AWS writes it"):
        read_data_folder(data, scratch)
