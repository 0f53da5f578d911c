"""Which months are sealed into which tables, and from whose deliveries.

A sealed table holds what its view `<table>_source` shows, as one partition a month that is replaced
whole (`query/month_sealer.asl.json`). What is read of it is small, and never half a delivery. One more
is one more view and a name here. docs/adr/0012
"""

from collections.abc import Sequence
from dataclasses import dataclass

from modules.plan import Delivery, Plan
from modules.views import View, ViewColumn, views_over

TABLES = ("daily_costs", "resource_costs")
SOURCE = "{}_source"
PARTITION_KEY = "billing_period"


@dataclass(frozen=True)
class SealedTable:
    """A table and the view that it is sealed from."""

    name: str
    source: View

    @property
    def title(self) -> str:
        """One line."""
        return self.source.header["Answers"].strip()

    @property
    def columns(self) -> tuple[ViewColumn, ...]:
        """Those in the files: the partition key is none of them."""
        return tuple(column for column in self.source.columns if column.name != PARTITION_KEY)


@dataclass(frozen=True)
class Sealing:
    """All that is sealed in an environment.

    `relations` are the tables and views that are read for it, `deliveries` those whose arrival changes a
    sealed month.
    """

    tables: tuple[SealedTable, ...]
    relations: tuple[str, ...]
    deliveries: tuple[Delivery, ...]

    @classmethod
    def of(cls, plan: Plan) -> "Sealing | None":
        """None when it is off, or when no export tells costs."""
        query = plan.environment.query
        views = views_over({line.dataset.declared_table for line in plan.lines}, query.tags)
        sources = {view.name: view for view in views}
        found = [
            SealedTable(name, sources[SOURCE.format(name)])
            for name in TABLES
            if SOURCE.format(name) in sources
        ]
        if not query.sealed.enabled or not found:
            return None
        relations = _read(views, [table.source.name for table in found])
        lines = [line for line in plan.lines if line.dataset.declared_table in relations]
        deliveries = tuple(delivery for line in lines for delivery in line.deliveries)
        return cls(tuple(found), relations, deliveries)


def is_source(view: View) -> bool:
    """Is it there only to be sealed?"""
    return view.name in map(SOURCE.format, TABLES)


def _read(views: Sequence[View], names: Sequence[str]) -> tuple[str, ...]:
    """These and all that they read."""
    found = dict.fromkeys(names)
    for view in reversed(views):  # each comes after what it reads
        if view.name in found:
            found.update(dict.fromkeys(view.reads))
    return tuple(found)
