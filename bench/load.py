"""Many clients ask `up` for minutes: `python bench/load.py [--minutes 1] [--clients 32]`.

Over the two real months in `samples/`. Each asks sums and counts over the Athena API and knows the
answers from a first round. What the process holds is read before, meanwhile and after; a wrong answer,
or growth, is exit code 1.
"""

# ruff: noqa: E402 (the project is not installed: its folder must be on the path first)

import argparse
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

PROJECT = Path(__file__).parent.parent
sys.path.insert(0, str(PROJECT))

from athena.client import QueryFailed, run_query
from tests.costs.up_command import Up

DATABASE, WORKGROUP = "cid_data_export", "CID"
STATEMENTS = (
    "SELECT month, count(*), sum(line_item_unblended_cost) FROM cur GROUP BY month ORDER BY 1",
    "SELECT line_item_product_code, sum(line_item_unblended_cost) FROM cur WHERE month = '11'"
    " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20",
    "SELECT billing_period, sum(unblended_cost) FROM costs GROUP BY 1 ORDER BY 1",
    "SELECT line_item_line_item_type, approx_percentile(line_item_unblended_cost, 0.9) FROM cur"
    " GROUP BY 1 ORDER BY 1",
    "SELECT count(DISTINCT line_item_usage_account_id) FROM cur WHERE month = '10'",
)
GROWTH = 16 << 20  # bytes that caches may still take after the first round
KEPT = 16 << 10  # bytes an answer: its result in S3 and its place in the history stay
EACH = 15.0  # seconds between two looks at the process


@dataclass(frozen=True)
class Footprint:
    """What a process holds; `memory` in bytes."""

    memory: int
    threads: int
    files: int

    @classmethod
    def of(cls, pid: int) -> "Footprint":
        process = Path(f"/proc/{pid}")
        lines = (process / "status").read_text().splitlines()
        status = dict(line.split(":", 1) for line in lines)
        files = sum(1 for _ in (process / "fd").iterdir())
        return cls(int(status["VmRSS"].split()[0]) << 10, int(status["Threads"]), files)


def rounded(rows: Any) -> list[tuple[object, ...]]:
    """Sums of doubles differ in their last digits from one run to the next, on AWS as well."""

    def value(text: str | None) -> object:
        return round(float(text), 4) if text and "." in text else text

    return [tuple(map(value, row)) for row in rows]


def asks(up: Up, number: int, until: float, known: dict[str, Any], counted: Counter[str]) -> None:
    """One client: a statement after the other, from another one on than its neighbours."""
    athena, asked = up.athena(), number
    while time.monotonic() < until:
        sql = STATEMENTS[asked % len(STATEMENTS)]
        asked += 1
        try:
            found = rounded(run_query(athena, sql, WORKGROUP, DATABASE).rows)
        except QueryFailed as error:
            counted[f"failed: {error}"[:100]] += 1
            continue
        counted["right" if found == known[sql] else "wrong"] += 1
    athena.close()


def watch(pid: int, until: float, seen: list[Footprint], over: threading.Event) -> None:
    while time.monotonic() < until and not over.wait(EACH):
        seen.append(Footprint.of(pid))


def load(up: Up, minutes: float, clients: int) -> tuple[Counter[str], list[Footprint]]:
    """What was answered, and the process before, meanwhile and after."""
    athena = up.athena()
    known = {sql: rounded(run_query(athena, sql, WORKGROUP, DATABASE).rows) for sql in STATEMENTS}
    counted: Counter[str] = Counter()
    over = threading.Event()
    with ThreadPoolExecutor(clients + 1) as pool:
        warm = time.monotonic() + 20  # every client's connection, every cache
        list(pool.map(lambda n: asks(up, n, warm, known, Counter()), range(clients)))
        time.sleep(2)
        seen = [Footprint.of(up.process.pid)]
        until = time.monotonic() + minutes * 60
        watching = pool.submit(watch, up.process.pid, until, seen, over)
        list(pool.map(lambda n: asks(up, n, until, known, counted), range(clients)))
        over.set()
        watching.result()
    time.sleep(5)
    seen.append(Footprint.of(up.process.pid))
    return counted, seen


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--minutes", type=float, default=1)
    asked.add_argument("--clients", type=int, default=32)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, Up.start(Path(folder), "--data", "samples") as up:
        counted, seen = load(up, options.minutes, options.clients)
    table = Table("", "memory (MB)", "threads", "open files")
    most = Footprint(
        max(found.memory for found in seen),
        max(found.threads for found in seen),
        max(found.files for found in seen),
    )
    for name, found in (("before", seen[0]), ("at its most", most), ("after", seen[-1])):
        table.add_row(name, f"{found.memory >> 20}", str(found.threads), str(found.files))
    console = Console()
    console.print(table)
    console.print(f"{options.clients} clients, {options.minutes:g} minutes: {dict(counted)}")
    before, after = seen[0], seen[-1]
    grew = (
        after.memory > before.memory + GROWTH + KEPT * counted.total()
        or after.threads > before.threads
        or after.files > before.files
    )
    return 1 if grew or set(counted) != {"right"} else 0


if __name__ == "__main__":
    sys.exit(main())
