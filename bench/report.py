"""How long a report takes: `python bench/report.py [--rows N]`, in a process of its own.

Over two generated months of CUR 2.0 with their manifests, as Data Exports delivers them.
"""
# ruff: noqa: E402 (the project is not installed: its folder must be on the path first)

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

PROJECT = Path(__file__).parent.parent
sys.path.insert(0, str(PROJECT))

from emulator.bills.generator.months import write_months
from emulator.bills.generator.story import BillingStory
from modules.datasets import BillingPeriod


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=2_000_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        bill = Path(folder) / "bill"
        line_items = _deliver(rows // 2, Path(folder) / "made", bill)
        page = Path(folder) / "report.html"
        began = time.monotonic()
        subprocess.run(
            [sys.executable, "-m", "costs", "report", "--data", bill, "--out", page],
            cwd=PROJECT,
            check=True,
        )
        seconds = time.monotonic() - began
        table = Table("line items", "seconds", "page, kB", title="A report", title_justify="left")
        table.add_row(f"{line_items:,}", f"{seconds:.1f}", f"{page.stat().st_size / 1000:.0f}")
    Console().print(table)


def _deliver(rows_a_month: int, made: Path, bill: Path) -> int:
    """A folder as an export's; how many line items."""
    story = BillingStory(BillingPeriod(2026, 1), 2, line_items_per_month=rows_a_month)
    months = write_months(story, made)
    for month in months:
        folder = bill / "data" / f"BILLING_PERIOD={month.period}"
        folder.mkdir(parents=True)
        for chunk in month.chunks:
            chunk.rename(folder / chunk.name)
        manifest = bill / "metadata" / folder.name / "cid-cur2-Manifest.json"
        manifest.parent.mkdir(parents=True)
        files = [f"s3://bucket/data/{folder.name}/{chunk.name}" for chunk in month.chunks]
        manifest.write_text(json.dumps({"dataFiles": files}))
    return sum(month.line_items for month in months)


if __name__ == "__main__":
    main()
