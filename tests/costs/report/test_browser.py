"""The page in a browser, on a phone and on a wide screen, light and dark, and on paper.

Chromium is whatever the machine has; without one these are skipped. In CI they fail then, unless
`.ci/run` could get none.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.costs.report.chromium import chromium
from tests.costs.report.conftest import Made

AXE = Path(__file__).parents[3] / "node_modules/axe-core/axe.min.js"
VIOLATIONS = """async () => (await axe.run()).violations.map(
    v => `${v.id}: ${v.nodes.map(n => n.target).join(" ")}`)"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = chromium()
    if not found or not AXE.exists():
        reason = "needs a Chromium of the machine (apt-get install chromium), and axe (make test)"
        if os.environ.get("CI") and not os.environ.get("WITHOUT_CHROMIUM"):
            raise AssertionError(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


def shown(browser: Browser, file: Path, width: int, scheme: str) -> tuple[Page, list[str]]:
    """The page, and whatever it said on the console or asked of a network."""
    page = browser.new_page(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url))
    page.goto(file.as_uri())
    said.remove(file.as_uri())
    return page, said


@pytest.fixture(scope="module")
def file(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(made.html)
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1600])
def test_it_can_be_read_by_everybody(browser: Browser, file: Path, width: int, scheme: str) -> None:
    """Nothing is fetched, nothing fails, nothing is wider than the screen, and axe has no complaint."""
    page, said = shown(browser, file, width, scheme)
    assert not said
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.add_script_tag(path=AXE)
    assert page.evaluate(VIOLATIONS) == []
    page.close()


def test_a_figure_leads_to_its_sql(browser: Browser, file: Path) -> None:
    """With a click on the query, and one on the SQL."""
    page, _ = shown(browser, file, 1600, "light")
    page.locator("#services .source a", has_text="spend/bridge").click()
    query = page.locator("article:target")
    assert query.locator("h3").inner_text() == "spend/bridge"
    query.locator("summary").click()
    assert "FROM daily_costs" in query.locator("pre").inner_text()
    page.close()


def test_paper_has_the_figures_and_not_the_sql(browser: Browser, file: Path) -> None:
    """What is folded on the screen is open, but for the SQL, which would be most of the pages."""
    page, _ = shown(browser, file, 1600, "dark")
    page.emulate_media(media="print", color_scheme="light")
    assert page.locator("#trend tfoot th").is_visible()
    assert not page.locator("#queries pre").first.is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.close()
