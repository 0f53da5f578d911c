"""The panels that dashboards are made of. Each asks one statement and says what it means."""

import re
from collections.abc import Mapping

from grafana_foundation_sdk.builders import athena, common, stat, table, timeseries
from grafana_foundation_sdk.models.athena import FormatOptions
from grafana_foundation_sdk.models.common import (
    BigValueColorMode,
    DataSourceRef,
    GraphDrawStyle,
    LegendDisplayMode,
    LegendPlacement,
    SortOrder,
    StackingMode,
    TooltipDisplayMode,
)
from grafana_foundation_sdk.models.dashboard import DynamicConfigValue
from grafana_foundation_sdk.models.units import Short

from dashboards import units
from dashboards.statements import NO_WORDS, Asked, ask
from dashboards.subject import Subject

COSTS = DataSourceRef(type_val="grafana-athena-datasource", uid="${costs}")
REUSE_MINUTES = 60
BASES = {
    "net_unblended_cost": "as invoiced, after private discounts",
    "unblended_cost": "as invoiced",
    "net_amortized_cost": "prepaid fees spread over the usage they cover, after private discounts",
    "amortized_cost": "prepaid fees spread over the usage they cover",
    "public_cost": "usage at public on-demand prices",
    "split_cost": "amortized, by what pods and tasks ask for or use",
    "${measure:raw}": "the measure that is chosen above",
    "monthly_savings": "AWS's estimate of a month",
}
SEALED = {"daily_costs", "resource_costs"}
Panel = timeseries.Panel | table.Panel | stat.Panel


class Panels:
    """Makes panels of one environment; None where what a panel asks for isn't there."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject

    def over_time(
        self,
        title: str,
        name: str,
        *,
        unit: str | None = None,
        lines: bool = False,
        width: int = 24,
        words: Mapping[str, str] = NO_WORDS,
    ) -> timeseries.Panel | None:
        """Stacked bars, a series for each `name`; or `lines`, one for each column of numbers."""
        asked = ask(self._subject, name, words)
        if asked is None:
            return None
        panel = (
            timeseries.Panel()
            .title(title)
            .description(description(asked))
            .datasource(COSTS)
            .with_target(_query(asked, FormatOptions.TIME_SERIES))
            .unit(unit or units.money(self._subject.currency))
            .span(width)
            .height(10)
            .legend(_legend())
            .tooltip(
                common.VizTooltipOptions().mode(TooltipDisplayMode.MULTI).sort(SortOrder.DESCENDING)
            )
        )
        if lines:
            return panel.draw_style(GraphDrawStyle.LINE).line_width(2).fill_opacity(0)
        if re.search(r"\bAS name\b", asked.sql):
            panel.display_name("${__field.labels.name}")
        return (
            panel.draw_style(GraphDrawStyle.BARS)
            .stacking(common.StackingConfig().mode(StackingMode.NORMAL).group("A"))
            .fill_opacity(80)
            .line_width(0)
        )

    def rows(
        self,
        title: str,
        name: str,
        *,
        links: Mapping[str, tuple[str, str]] | None = None,
        width: int = 24,
        words: Mapping[str, str] = NO_WORDS,
    ) -> table.Panel | None:
        """A table; `links` are, by column, a title and where a click on a value leads."""
        asked = ask(self._subject, name, words)
        if asked is None:
            return None
        panel = (
            table.Panel()
            .title(title)
            .description(description(asked))
            .datasource(COSTS)
            .with_target(_query(asked, FormatOptions.TABLE))
            .unit(Short)
            .filterable(True)
            .span(width)
            .height(10)
        )
        for pattern, unit in units.by_column(self._subject.currency).items():
            panel.override_by_regexp(f"/{pattern}/", [DynamicConfigValue("unit", unit)])
        for column, (says, url) in (links or {}).items():
            link = [{"title": says, "url": url}]
            panel.override_by_name(column, [DynamicConfigValue("links", link)])
        return panel

    def figures(
        self,
        title: str,
        name: str,
        *,
        width: int = 24,
    ) -> stat.Panel | None:
        """The numbers of one row, large."""
        asked = ask(self._subject, name)
        if asked is None:
            return None
        panel = (
            stat.Panel()
            .title(title)
            .description(description(asked))
            .datasource(COSTS)
            .with_target(_query(asked, FormatOptions.TABLE))
            .unit(Short)
            .color_mode(BigValueColorMode.NONE)
            .reduce_options(common.ReduceDataOptions().calcs(["lastNotNull"]).fields("/.*/"))
            .span(width)
            .height(5)
        )
        for pattern, unit in units.by_column(self._subject.currency).items():
            panel.override_by_regexp(f"/{pattern}/", [DynamicConfigValue("unit", unit)])
        return panel


def description(asked: Asked) -> str:
    """What a panel shows, on which cost basis, and where it comes from."""
    found = [f"{name}, {BASES[name]}" for name in _bases(asked.sql)]
    basis = f"Cost basis: {'; '.join(found)}." if found else "No costs."
    kind = "sealed months" if {*asked.reads} & SEALED else "line items, or views over them"
    source = f"Source: {', '.join(asked.reads)} ({kind}); the whole months of the range."
    says = asked.answers.strip()
    return f"{says[0].upper()}{says[1:]}.\n\n{basis}\n\n{source} SQL: {asked.name}.sql"


def _bases(sql: str) -> list[str]:
    """Of the columns that the outermost SELECT shows, in the order of BASES."""
    shown = f"\n{sql}".rpartition("\nSELECT")[2].partition("\nFROM")[0]
    words = re.findall(r"[a-z_]+|\$\{measure:raw\}", shown)
    found = {next((basis for basis in BASES if basis in word), "") for word in words}
    return [basis for basis in BASES if basis in found]


def _query(asked: Asked, shape: FormatOptions) -> athena.Dataquery:
    arguments = (
        athena.ConnectionArgs()
        .region("__default")
        .catalog("__default")
        .database("__default")
        .result_reuse_enabled(True)
        .result_reuse_max_age_in_minutes(REUSE_MINUTES)
    )
    return (
        athena.Dataquery().ref_id("A").format(shape).raw_sql(asked.sql).connection_args(arguments)
    )


def _legend() -> common.VizLegendOptions:
    return (
        common.VizLegendOptions()
        .display_mode(LegendDisplayMode.TABLE)
        .placement(LegendPlacement.RIGHT)
        .show_legend(True)
        .calcs(["sum"])
    )
