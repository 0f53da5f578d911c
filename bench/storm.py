"""Overwrites, seals and queries at once, emulated: `python bench/storm.py [OVERWRITES QUERIES]`.

The deployed state machine seals one month while AWS overwrites it, six files at a time, and readers
ask both sealed tables for its total, now and then the raw month, too. A mix is the total of no delivery.
"""

# ruff: noqa: E402 (the project is not installed: its folder must be on the path first)

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table

PROJECT = Path(__file__).parent.parent
sys.path.insert(0, str(PROJECT))

from modules.providers import App  # isort: skip  # before any binding

from emulator.cloud.cloud import Cloud
from modules.pipeline import add_stack
from tests.conftest import Stack, environment
from tests.emulator.sealing import EXPORTS, NAMES, Sealing
from tests.emulator.storm import Storm, storm

OVERWRITES, QUERIES = 20, 200


def stack() -> Stack:
    """The deployed one."""
    made = add_stack(App(), "example", environment(exports=EXPORTS))
    return Stack(made.to_terraform())


def ends(sealing: Sealing) -> Counter[str]:
    """How executions ended: sealed, or overtaken by a delivery."""
    states = sealing.cloud.client("stepfunctions")
    pages = states.get_paginator("list_executions").paginate(stateMachineArn=sealing.machine)
    found = [execution for page in pages for execution in page["executions"]]
    overtaken = sum("Superseded" in sealing.states_entered(e["executionArn"]) for e in found)
    ended = Counter(str(execution["status"]) for execution in found)
    return Counter({"overtaken": overtaken}) + ended - Counter({"SUCCEEDED": overtaken})


def main(overwrites: int = OVERWRITES, queries: int = QUERIES) -> int:
    with (
        tempfile.TemporaryDirectory() as folder,
        Cloud.start(NAMES.region, NAMES.account_id) as cloud,
        Sealing.on(cloud, stack(), Path(folder)) as sealing,
    ):
        started = time.monotonic()
        found = storm(sealing, overwrites, queries)
        seconds = time.monotonic() - started
        _print(found, ends(sealing), overwrites, seconds)
    return 1 if found.mixes else 0


def _print(found: Storm, ended: Counter[str], overwrites: int, seconds: float) -> None:
    table = Table("", "queries", "totals of a delivery", "mixes", title=f"{overwrites} overwrites")
    sealed, raw = found.queries, found.seen_raw.total()
    table.add_row(
        "daily_costs, resource_costs", f"{sealed}", f"{sealed - found.mixes}", f"{found.mixes}"
    )
    table.add_row("costs (raw)", f"{raw}", f"{raw - found.raw_mixes}", f"{found.raw_mixes}")
    console = Console()
    console.print(table)
    console.print(f"seals: {dict(ended)}; {seconds:.0f} s")


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
