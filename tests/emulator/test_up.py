"""`up` as its users have it: another process, over the real CSV of November 2023."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pyathena
import pytest

from emulator.athena.client import run_query

PROJECT = Path(__file__).parent.parent.parent
WORKGROUP, DATABASE = "CID", "cid_data_export"
LINE_ITEMS = 1281
CLIENTS, QUERIES = 8, 200
SETTLES_WITHIN = 15.0  # seconds for idle connections to close
GROWTH = 24 << 20  # bytes; what 200 remembered executions and their results may take
SQL = "SELECT ? AS n, count(*) AS line_items FROM cur WHERE year = '2023'"


@dataclass(frozen=True)
class Up:
    """The running command and the environment it told its clients to use."""

    process: "subprocess.Popen[str]"
    variables: dict[str, str]

    def athena(self) -> Any:
        session = boto3.Session(
            self.variables["AWS_ACCESS_KEY_ID"],
            self.variables["AWS_SECRET_ACCESS_KEY"],
            region_name=self.variables["AWS_REGION"],
        )
        return session.client("athena", endpoint_url=self.variables["AWS_ENDPOINT_URL"])


@pytest.fixture(scope="module")
def up() -> Iterator[Up]:
    """Started once; the last test ends it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "emulator", "up", "--data", "tests/emulator/data"],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"COLUMNS": "200"},
    )
    try:
        yield Up(process, _told(process))
    finally:
        process.kill()
        process.wait()


def _told(process: "subprocess.Popen[str]") -> dict[str, str]:
    assert process.stdout is not None
    variables: dict[str, str] = {}
    for line in process.stdout:
        if line.startswith("export "):
            name, _, value = line.removeprefix("export ").strip().partition("=")
            variables[name] = value
        if line.startswith("Ctrl-C"):
            break
    return variables


def test_pyathena_reads_the_delivered_bill(up: Up) -> None:
    """With what `up` printed and nothing else."""
    with pyathena.connect(
        work_group=WORKGROUP,
        schema_name=DATABASE,
        endpoint_url=up.variables["AWS_ENDPOINT_URL"],
        region_name=up.variables["AWS_REGION"],
        aws_access_key_id=up.variables["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=up.variables["AWS_SECRET_ACCESS_KEY"],
    ) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT count(*) FROM cur WHERE year = %(year)s", {"year": "2023"})
        assert cursor.fetchone() == (LINE_ITEMS,)


def test_two_hundred_queries_from_eight_threads_leave_nothing_behind(up: Up) -> None:
    """Each gets its own answer; threads, open files and memory are those of before."""
    assert _right_answers(up) == QUERIES  # the first round fills caches and pools
    time.sleep(2)
    before = _footprint(up.process.pid)
    assert _right_answers(up) == QUERIES
    deadline = time.monotonic() + SETTLES_WITHIN
    while not _within(_footprint(up.process.pid), before) and time.monotonic() < deadline:
        time.sleep(0.25)
    assert _within(after := _footprint(up.process.pid), before), (before, after)


def test_ctrl_c_ends_it_cleanly(up: Up) -> None:
    """Exit code 0, and nobody answers any more."""
    up.process.send_signal(signal.SIGINT)
    assert up.process.wait(30) == 0


def _right_answers(up: Up) -> int:
    def client(number: int) -> int:
        athena, right = up.athena(), 0
        for query in range(number, QUERIES, CLIENTS):
            found = run_query(athena, SQL, WORKGROUP, DATABASE, (str(query),))
            right += found.rows == ((str(query), str(LINE_ITEMS)),)
        athena.close()
        return right

    with ThreadPoolExecutor(CLIENTS) as pool:
        return sum(pool.map(client, range(CLIENTS)))


@dataclass(frozen=True)
class Footprint:
    """What a process holds; memory in bytes."""

    threads: int
    files: int
    memory: int


def _footprint(pid: int) -> Footprint:
    process = Path(f"/proc/{pid}")
    if not process.is_dir():
        pytest.skip("this system doesn't tell what a process holds")
    status = (process / "status").read_text()
    found = {name: int(value) for name, value in re.findall(r"^(\w+):\s+(\d+)", status, re.M)}
    files = sum(1 for _ in (process / "fd").iterdir())
    return Footprint(found["Threads"], files, found["VmRSS"] << 10)


def _within(found: Footprint, before: Footprint) -> bool:
    return (
        found.threads <= before.threads
        and found.files <= before.files
        and found.memory <= before.memory + GROWTH
    )
