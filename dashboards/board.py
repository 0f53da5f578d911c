"""One dashboard while it is put together."""

import json
from collections.abc import Sequence

from grafana_foundation_sdk.builders import dashboard
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import (
    DashboardCursorSync,
    DashboardLinkType,
    Panel,
    VariableModel,
)

from dashboards import variables
from dashboards.variables import Variable

TAG = "aws-costs"
SOURCE_UID = "aws-costs"
CLOUDWATCH_UID = "aws-costs-cloudwatch"
RANGE = "now-3M/M"
MONTH = "now-1M/M"


class Board:
    """Panels stand in the order in which they come; None is one that the environment can't show."""

    def __init__(self, uid: str, title: str, says: str) -> None:
        self.uid = f"{TAG}-{uid}"
        self.panels = 0
        self._ids = 0
        self._built = (
            dashboard.Dashboard(title)
            .uid(self.uid)
            .description(says)
            .tags([TAG])
            .timezone("utc")
            .time(RANGE, "now")
            .refresh("")
            .tooltip(DashboardCursorSync.CROSSHAIR)
            .link(
                dashboard.DashboardLink("Costs")
                .type(DashboardLinkType.DASHBOARDS)
                .tags([TAG])
                .as_dropdown(True)
                .keep_time(True)
            )
        )
        self.vary([variables.source("costs", "grafana-athena-datasource", "Costs", SOURCE_UID)])

    def vary(self, found: Sequence[Variable | None]) -> "Board":
        """Add variables."""
        for variable in found:
            if variable is not None:
                self._built.with_variable(_Plain(variable))
        return self

    def show(self, *panels: Builder[Panel] | None) -> "Board":
        """Add panels, side by side as far as they fit."""
        for panel in panels:
            if panel is not None:
                self._ids += 1
                self.panels += 1
                self._built.with_panel(_Numbered(panel, self._ids))
        return self

    def last_month(self) -> "Board":
        """Open on a month only: what it reads is large."""
        self._built.time(MONTH, "now")
        return self

    def head(self, title: str) -> "Board":
        """A line above what comes next."""
        self._ids += 1
        self._built.with_row(dashboard.Row(title).id(self._ids).collapsed(False))
        return self

    def json(self) -> str:
        """As Grafana reads it; the same bytes each time."""
        text = json.dumps(self._built.build(), cls=JSONEncoder, sort_keys=True, indent=2)
        return text + "\n"


class _Numbered(Builder[Panel]):
    """A panel with the number that links and alerts know it by."""

    def __init__(self, panel: Builder[Panel], number: int) -> None:
        self._panel = panel
        self._number = number

    def build(self) -> Panel:
        panel = self._panel.build()
        panel.id_val = self._number
        return panel


class _Plain(Builder[VariableModel]):
    """A variable without what only intervals have, which the SDK gives to all and Grafana to none."""

    def __init__(self, variable: Builder[VariableModel]) -> None:
        self._variable = variable

    def build(self) -> VariableModel:
        variable = self._variable.build()
        variable.auto = variable.auto_count = variable.auto_min = None
        return variable
