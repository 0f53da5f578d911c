"""TrinoDistribution, fetched from a small Maven repository on this machine."""

import hashlib
import io
import re
import shutil
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import jgo.maven._core
import pytest

from athena.trino import distribution as trino_distribution
from athena.trino.distribution import (
    HIVE_CONNECTOR,
    SERVER,
    TrinoDistribution,
    TrinoUnavailable,
)

JAR = b"a jar"


class QuietHandler(SimpleHTTPRequestHandler):
    """Counts the archives it hands out."""

    handed_out: list[str]

    def do_GET(self) -> None:
        if self.path.endswith((".zip", ".tar.gz")):
            self.handed_out.append(self.path)
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def maven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Maven Central with two small archives, and an empty cache; what was downloaded so far."""
    archives = _archives(tmp_path / "maven2" / "io" / "trino")
    for name, archive, content in zip(
        ("SERVER", "HIVE_CONNECTOR"), (SERVER, HIVE_CONNECTOR), archives, strict=True
    ):
        digest = hashlib.sha256(content).hexdigest()
        monkeypatch.setattr(trino_distribution, name, replace(archive, sha256=digest))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    QuietHandler.handed_out = []
    handler = partial(QuietHandler, directory=str(tmp_path / "maven2"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    central = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setitem(jgo.maven._core.DEFAULT_REMOTE_REPOS, "central", central)
    yield QuietHandler.handed_out
    server.shutdown()
    server.server_close()


def _archives(folder: Path) -> tuple[bytes, bytes]:
    tarred, zipped = io.BytesIO(), io.BytesIO()
    with tarfile.open(fileobj=tarred, mode="w:gz") as tar:
        for name in ("lib/trino.jar", "bin/launcher", "plugin/geospatial/geo.jar"):
            member = tarfile.TarInfo(f"trino-server-core-476/{name}")
            member.size = len(JAR)
            tar.addfile(member, io.BytesIO(JAR))
    with zipfile.ZipFile(zipped, "w") as zip_:
        zip_.writestr("trino-hive-476/hive.jar", JAR)
    for name, content in (("trino-server-core", tarred), ("trino-hive", zipped)):
        target = folder / name / "476"
        target.mkdir(parents=True)
        suffix = "tar.gz" if name == "trino-server-core" else "zip"
        (target / f"{name}-476.{suffix}").write_bytes(content.getvalue())
    return tarred.getvalue(), zipped.getvalue()


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_what_runs_is_unpacked_and_what_does_not_is_not(maven: list[str]) -> None:
    """... and Java comes with the environment."""
    said: list[str] = []
    fetched = TrinoDistribution.fetch(said.append)
    assert fetched.java.is_file()
    assert fetched.home.name == "trino-476"
    assert files(fetched.home.parent) == [
        "trino-476.lock",
        "trino-476/lib/trino.jar",
        "trino-476/plugin/hive/hive.jar",
    ]
    assert said[0] == "downloading trino-server-core 476 (194 MB)"


def test_a_second_fetch_downloads_nothing(maven: list[str]) -> None:
    """... and says nothing."""
    TrinoDistribution.fetch()
    downloaded = len(maven)
    said: list[str] = []
    TrinoDistribution.fetch(said.append)
    assert (downloaded, len(maven), said) == (2, 2, [])


def test_two_at_once_download_once(maven: list[str]) -> None:
    """... and both get the whole of it."""
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(lambda _: TrinoDistribution.fetch(), range(2))
    assert one == other
    assert len(maven) == 2
    assert (one.home / "plugin" / "hive" / "hive.jar").is_file()


def test_an_altered_archive_is_refused(maven: list[str], tmp_path: Path) -> None:
    """... with both checksums, and nothing of it is kept."""
    altered = tmp_path / "maven2" / "io" / "trino" / "trino-hive" / "476" / "trino-hive-476.zip"
    altered.write_bytes(altered.read_bytes() + b"!")
    expected = re.escape(trino_distribution.HIVE_CONNECTOR.sha256)
    with pytest.raises(TrinoUnavailable, match=rf"trino-hive-476.zip .* instead of {expected}"):
        TrinoDistribution.fetch()
    assert files(tmp_path / "cache") == ["aws-cost-pipeline/trino-476.lock"]


def test_the_remains_of_a_killed_fetch_are_replaced(maven: list[str], tmp_path: Path) -> None:
    """... since only a complete distribution has the name."""
    remains = tmp_path / "cache" / "aws-cost-pipeline" / "trino-476.partial" / "lib"
    remains.mkdir(parents=True)
    (remains / "half.jar").write_bytes(JAR)
    fetched = TrinoDistribution.fetch()
    assert not (fetched.home / "lib" / "half.jar").exists()
    assert not remains.exists()


def test_no_network_says_what_to_do(maven: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """... and where the folder would be."""
    monkeypatch.setitem(jgo.maven._core.DEFAULT_REMOTE_REPOS, "central", "http://127.0.0.1:9")
    with pytest.raises(
        TrinoUnavailable, match=r"(?s)could not be downloaded.*copy the folder \S+trino-476"
    ):
        TrinoDistribution.fetch()


def test_a_full_disk_is_said_before_the_download(
    maven: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """... with what is needed and how to use another disk."""
    usage = shutil.disk_usage("/")._replace(free=10**8)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage)
    with pytest.raises(TrinoUnavailable, match=r"needs 850 MB .* 100 MB are free.*XDG_CACHE_HOME"):
        TrinoDistribution.fetch()
    assert maven == []


def test_windows_is_told_to_use_another_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """... for Trino doesn't run there."""
    monkeypatch.setattr("sys.platform", "win32")
    with pytest.raises(TrinoUnavailable, match="not on win32; use the DuckDB engine"):
        TrinoDistribution.fetch()
