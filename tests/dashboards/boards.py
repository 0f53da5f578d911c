"""The dashboards of an environment that shows everything, and their statements."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from dashboards.render import files
from dashboards.subject import Subject
from modules.plan import Plan
from tests.conftest import environment
from tests.dashboards.grafana import Chosen, Every

ON = {"enabled": True}
TAG = "user_team"
# Without legacy CUR, beside which `costs` looks at the payers of every month: test_pruning.py.
PLAN = Plan.of(
    environment(
        exports={"cost_optimization": ON, "carbon": ON},
        query={"tags": [TAG], "accounts": "tests/modules/accounts.csv"},
    )
)
SUBJECT = Subject.of(PLAN)


@dataclass(frozen=True)
class Statement:
    """What one panel or variable asks; `kind` is the panel's type, or `variable`."""

    board: str
    title: str
    kind: str
    sql: str
    chosen: tuple[tuple[str, Chosen], ...]
    """The dashboard's variables, as they are when it is opened."""
    file: str = ""
    """Of a panel: what it asks, as its description names it."""

    @property
    def id(self) -> str:
        return f"{self.board}: {self.title}"


@cache
def boards() -> dict[str, dict[str, Any]]:
    """Parsed JSON by file name."""
    return boards_of(SUBJECT)


def boards_of(subject: Subject) -> dict[str, dict[str, Any]]:
    """Those of another environment."""
    return {name: json.loads(text) for name, text in files(subject).items()}


def panels(board: dict[str, Any]) -> list[dict[str, Any]]:
    return [panel for panel in board["panels"] if panel["type"] != "row"]


def asks_athena(panel: dict[str, Any]) -> bool:
    return str(panel["datasource"]["type"]) == "grafana-athena-datasource"


def statements(shown: dict[str, dict[str, Any]] | None = None) -> Iterator[Statement]:
    """Of all dashboards: variables, then panels."""
    for name, board in (boards() if shown is None else shown).items():
        chosen = tuple((v["name"], opened(v)) for v in board["templating"]["list"])
        for variable in board["templating"]["list"]:
            if variable["type"] == "query":
                sql = variable["query"]["rawSQL"]
                yield Statement(name, f"${variable['name']}", "variable", sql, chosen)
        for panel in filter(asks_athena, panels(board)):
            for target in panel["targets"]:
                file = panel["description"].rpartition("SQL: ")[2]
                yield Statement(name, panel["title"], panel["type"], target["rawSQL"], chosen, file)


def opened(variable: dict[str, Any]) -> Chosen:
    """Its value when the dashboard is opened."""
    value = variable["current"]["value"]
    return Every(variable["allValue"]) if value in ("$__all", ["$__all"]) else str(value)
