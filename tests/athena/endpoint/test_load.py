"""Many clients at once: right answers, and nothing left behind."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3

from athena.client import run_query
from athena.endpoint import install
from athena.endpoint.execution import Submission
from athena.endpoint.history import LIMIT, ExecutionHistory
from athena.endpoint.service import WORKERS
from athena.endpoint.workgroup_rules import WorkgroupRules
from athena.glue.objects import S3Uri
from athena.sql.kinds import QUERY
from tests.athena.endpoint.conftest import (
    ACCOUNT,
    DATABASE,
    REGION,
    RESULTS,
    WORKGROUP,
    Account,
)
from tests.waiting import wait_until

CLIENTS, QUERIES = 8, 200
ENDLESS = (
    "SELECT count(*) FROM UNNEST(sequence(1, 9000)) a(i), "
    "UNNEST(sequence(1, 9000)) b(j), UNNEST(sequence(1, 9000)) c(k)"
)
SQL = "SELECT ? AS n, count(*) AS c, sum(cost) AS s FROM usage WHERE month = ?"
EXPECTED = {"2026-01": ("3", "110.75"), "2026-02": ("2", "13.0")}


def athena_threads() -> int:
    return sum(thread.name.startswith("athena") for thread in threading.enumerate())


def open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def test_two_hundred_queries_from_eight_threads(account: Account) -> None:
    """200 queries from 8 threads each get their own answer, and leave no thread or file open."""
    account.run("SELECT 1 AS n")  # warm
    files = open_files()

    def client(number: int) -> int:
        session = boto3.Session("emulated", "emulated", region_name=REGION)
        athena = session.client("athena", endpoint_url=account.cloud.endpoint)
        right = 0
        for query in range(number, QUERIES, CLIENTS):
            month = f"2026-0{query % 2 + 1}"
            found = run_query(athena, SQL, WORKGROUP, DATABASE, (str(query), f"'{month}'"))
            right += found.rows == ((str(query), *EXPECTED[month]),)
        athena.close()
        return right

    with ThreadPoolExecutor(CLIENTS) as pool:
        assert sum(pool.map(client, range(CLIENTS))) == QUERIES
    assert athena_threads() <= WORKERS
    # Small objects stay in moto's memory; what may be open are the server's idle connections.
    wait_until(lambda: open_files() <= files + CLIENTS)


def test_a_closed_service_leaves_no_threads(account: Account) -> None:
    """closing a service cancels what runs, ends its threads and puts back what was there before."""
    before = athena_threads()
    other = install(account.service.engine, account.catalog, ACCOUNT, REGION)
    id_ = account.start(ENDLESS)
    other.close()
    assert other.history.get(id_).state == "CANCELLED"
    assert athena_threads() == before
    assert account.run("SELECT 1 AS n").rows == (("1",),)


def test_the_history_is_bounded() -> None:
    """only the newest executions are remembered, and an unfinished one is never forgotten."""
    rules = WorkgroupRules(WORKGROUP, S3Uri(RESULTS, "x/"), {}, None, {}, True)
    submission = Submission("SELECT 1", QUERY, rules)
    history = ExecutionHistory()
    first, _ = history.add(submission, "t" * 32, 1)
    for number in range(LIMIT + 5):
        execution, _ = history.add(submission, f"{number:032d}", 1)
        execution.cancel("x")
        history.left()
    assert len(history.newest_first(WORKGROUP)) == LIMIT
    assert history.find(first.id) is first
    again, new = history.add(submission, "t" * 32, 1)
    assert (again, new) == (first, False)
