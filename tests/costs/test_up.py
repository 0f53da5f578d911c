"""`up` as its users have it: another process, over the real CSV of November 2023."""

import re
import shlex
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pyathena
import pytest

from athena.client import run_query
from tests.costs.up_command import Up

pytestmark = pytest.mark.terraform
WORKGROUP, DATABASE = "CID", "cid_data_export"
LINE_ITEMS = 1281
CLIENTS, QUERIES = 8, 80
SETTLES_WITHIN = 15.0  # seconds for idle connections to close
GROWTH = 12 << 20  # bytes; what remembered executions and their results may take
SQL = "SELECT ? AS n, count(*) AS line_items FROM cur WHERE year = '2023'"


@pytest.fixture(scope="module")
def up(up_started_early: Up | None) -> Up:
    """Ready; the last test ends it."""
    assert up_started_early
    up_started_early.variables()
    return up_started_early


def test_pyathena_reads_the_delivered_bill(up: Up) -> None:
    """With what `up` printed and nothing else."""
    told = up.variables()
    with pyathena.connect(
        work_group=WORKGROUP,
        schema_name=DATABASE,
        endpoint_url=told["AWS_ENDPOINT_URL"],
        region_name=told["AWS_REGION"],
        aws_access_key_id=told["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=told["AWS_SECRET_ACCESS_KEY"],
    ) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT count(*) FROM cur WHERE year = %(year)s", {"year": "2023"})
        assert cursor.fetchone() == (LINE_ITEMS,)


def test_a_newcomer_sees_tables_and_a_question_that_works(up: Up) -> None:
    """The statement of the command to paste."""
    lines = up.printed.read_text().splitlines()
    assert any(line.startswith("tables: cur") for line in lines)
    (command,) = (line for line in lines if line.startswith("id=$("))
    words = shlex.split(command.replace("$(", " ").replace(");", " ; "))
    question = words[words.index("--query-string") + 1]
    assert run_query(up.athena(), question, WORKGROUP, DATABASE).rows


def test_eighty_queries_from_eight_threads_leave_nothing_behind(up: Up) -> None:
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
    """With exit code 0 and no traceback, also when a shell started it in the background."""
    assert up.interrupt() == 0
    assert "Traceback" not in up.printed.read_text()


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
    if not Path("/proc/self").is_dir():
        pytest.skip("this system doesn't tell what a process holds")
    process = Path(f"/proc/{pid}")
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
