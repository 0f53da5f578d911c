"""The page is one file that says where each figure comes from."""

import re
from html.parser import HTMLParser

from markupsafe import escape

from costs.report.blocks import Bridge, Columns, Table
from tests.costs.report.conftest import Made


class Elements(HTMLParser):
    """Tags with their attributes, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_it_fetches_nothing_and_runs_nothing(made: Made) -> None:
    """It can be mailed, and read where scripts are forbidden."""
    assert not re.search(r"https?://|url\(|@import|<script|javascript:", made.html)
    fetching = {"src", "srcset", "onload", "onclick", "action"}
    assert not [tag for tag, given in Elements(made.html).found if fetching & given.keys()]


def test_every_link_leads_somewhere_in_it(made: Made) -> None:
    """To a section, a definition or a query."""
    elements = Elements(made.html).found
    places = [given["id"] for _, given in elements if "id" in given]
    assert len(set(places)) == len(places)
    targets = {given["href"] for tag, given in elements if tag == "a"}
    assert targets <= {f"#{place}" for place in places}


def test_every_figure_names_its_basis_and_its_query(made: Made) -> None:
    """Whose SQL is in the page."""
    for section in made.sections:
        for block in section.blocks:
            table = block.table if isinstance(block, Columns) else block
            assert isinstance(table, Table | Bridge)
            assert f'href="#{table.asked.anchor}"' in made.html
    for asked in made.subject.questions.asked.values():
        assert f'id="{asked.anchor}"' in made.html
        assert escape(asked.query.question) in made.html


def test_a_chart_has_its_figures_beside_it(made: Made) -> None:
    """In a table, to the cent, for screen readers and for copying."""
    (chart,) = (block for block in made.section("trend").blocks if isinstance(block, Columns))
    for value in (*chart.values, *chart.marks):
        assert f">{value:,.2f}</td>" in made.html
