"""Athena over a folder of Parquet files."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from athena.client import run_query
from athena.duckdb.engine import DuckDbEngine
from athena.engine import Statement
from athena.errors import ExpectedFailure
from athena.folder import FolderCatalog
from athena.serve import Endpoint, serve

PROJECT = Path(__file__).parents[2]
TRIPS = pa.table(
    {
        "city": ["Porto", "Lyon", "Porto"],
        "km": [3.5, 8.0, 5.5],
        "month": ["2026-01", "2026-01", "2026-02"],
    }
)


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    """Trips by month, and stations in one file; what else lies there is no table."""
    pq.write_to_dataset(TRIPS, tmp_path / "trips", partition_cols=["month"])
    pq.write_table(
        pa.table({"City": ["Porto"], "station": ["Trindade"]}), tmp_path / "stations.parquet"
    )
    pq.write_table(TRIPS, tmp_path / "_unfinished.parquet")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "README.md").write_text("nothing")
    return tmp_path


def rows(lake: Path, sql: str) -> list[tuple[object, ...]]:
    engine = DuckDbEngine(FolderCatalog(lake))
    try:
        return list(engine.run(Statement(sql, "default")).rows)
    finally:
        engine.close()


def test_folders_and_files_are_tables(lake: Path) -> None:
    """Folders named key=value are their partitions."""
    catalog = FolderCatalog(lake)
    assert catalog.tables("default") == ["stations", "trips"]
    trips = catalog.table("default", "trips")
    assert trips is not None
    assert [(key.name, key.type) for key in trips.partition_keys] == [("month", "string")]
    assert {p.values: p.location for p in trips.partitions} == {
        ("2026-01",): "s3://folder/trips/month=2026-01/",
        ("2026-02",): "s3://folder/trips/month=2026-02/",
    }


def test_an_engine_reads_them_without_an_endpoint(lake: Path) -> None:
    """Names are lower case, as everywhere in Athena."""
    sql = """SELECT station, month, sum(km) FROM trips JOIN stations ON trips.city = stations.city
        GROUP BY station, month ORDER BY month"""
    assert rows(lake, sql) == [("Trindade", "2026-01", 3.5), ("Trindade", "2026-02", 5.5)]


def test_a_table_has_one_set_of_keys(lake: Path) -> None:
    """A file beside the partitions is a mistake."""
    pq.write_table(TRIPS, lake / "trips" / "all.parquet")
    with pytest.raises(ExpectedFailure, match="one set of partition keys, found month and none"):
        FolderCatalog(lake)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """By its path."""
    with pytest.raises(ExpectedFailure, match="away is no folder"):
        FolderCatalog(tmp_path / "away")


@pytest.fixture
def endpoint(lake: Path) -> Iterator[Endpoint]:
    with serve(lake) as running:
        yield running


def test_clients_find_the_tables_behind_an_endpoint(endpoint: Endpoint) -> None:
    """In the catalog, in S3 and in SQL; what they write, they read back."""
    athena = endpoint.client("athena")

    def run(sql: str) -> tuple[tuple[str | None, ...], ...]:
        return run_query(athena, sql, "primary", "default").rows

    assert run("SHOW PARTITIONS trips") == (("month=2026-01",), ("month=2026-02",))
    run("CREATE VIEW far AS SELECT city, month FROM trips WHERE km > 5")
    run("CREATE TABLE copied AS SELECT * FROM far")
    assert run("SELECT city FROM copied ORDER BY month") == (("Lyon",), ("Porto",))
    listed = endpoint.client("s3").list_objects_v2(Bucket="folder")["Contents"]
    assert sum(one["Key"].startswith("trips/month=2026-01/") for one in listed) == 1


def test_an_endpoint_leaves_nothing_behind(lake: Path) -> None:
    """The next one starts empty, also on the same port."""
    with serve(lake) as first:
        run_query(first.client("athena"), "CREATE DATABASE mine", "primary", "default")
    with serve(lake, port=int(first.url.rpartition(":")[2])) as second:
        found = second.client("glue").get_databases()["DatabaseList"]
    assert [database["Name"] for database in found] == ["default"]


README = (PROJECT / "athena" / "README.md").read_text()
SNIPPETS = re.findall(r"```python\n(.*?)```\n\nprints\n\n```\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize(("snippet", "printed"), SNIPPETS, ids=("endpoint", "engine"))
def test_the_readme_runs_as_it_stands(snippet: str, printed: str, tmp_path: Path) -> None:
    """Ten lines in an empty folder, with nothing of this project but athena/ in reach."""
    assert len([line for line in snippet.splitlines() if line]) <= 10
    for folder in ("path", "empty"):
        (tmp_path / folder).mkdir()
    (tmp_path / "path" / "athena").symlink_to(PROJECT / "athena")
    ran = subprocess.run(
        [sys.executable, "-c", snippet],
        cwd=tmp_path / "empty",
        env={**os.environ, "PYTHONPATH": str(tmp_path / "path")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == printed
