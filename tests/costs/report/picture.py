"""Draws docs/report.png: a report of thirteen generated months, as a wide screen shows its head."""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from costs.bill.opened import opened
from costs.report.making import Wanted, make
from costs.report.scope import Scope
from emulator.bills.generator.cache import generated_months
from emulator.bills.generator.story import BillingStory
from emulator.environment import Emulated
from modules.datasets import CUR2, BillingPeriod
from tests.costs.report.chromium import chromium

PICTURE = Path(__file__).parents[3] / "docs/report.png"
STORY = BillingStory(BillingPeriod(2025, 1), months=13)


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        page = Path(scratch) / "report.html"
        page.write_text(_report(Path(scratch)))
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1360, "height": 1180}, color_scheme="light")
        tab.goto(page.as_uri())
        tab.screenshot(path=PICTURE)
        browser.close()
    print(f"{PICTURE.relative_to(Path.cwd())}: {PICTURE.stat().st_size:,} bytes")


def _report(scratch: Path) -> str:
    """Of a folder as Data Exports fills it."""
    for month in generated_months(STORY, CUR2, scratch):
        folder = scratch / "bill" / "data" / f"BILLING_PERIOD={month.period}"
        folder.mkdir(parents=True)
        for chunk in month.chunks:
            (folder / chunk.name).symlink_to(chunk)
    with opened(scratch / "bill", Emulated.read("example")) as bill:
        return make(bill, Scope(bill.database), Wanted())[1]


if __name__ == "__main__":
    main()
