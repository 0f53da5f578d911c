"""Which months are sealed into which tables, and from whose deliveries.

A sealed table holds what its view `<table>_source` shows, as one partition a month that is replaced
whole (`query/month_sealer.asl.json`). What is read of it is small, and never half a delivery. One more
is one more view and a name here. docs/adr/0012

A reader that sees only some rows has a database of its own with tables of the same names, sealed from
the same views in the same execution. docs/adr/0018
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from modules.naming import Names
from modules.plan import Delivery, Plan
from modules.settings.only import OnlySettings
from modules.settings.query import tag_column
from modules.sql import SavedQuery, read_queries
from modules.views import View, ViewColumn, views_over

TABLES = ("daily_costs", "resource_costs")
SOURCE = "{}_source"
PARTITION_KEY = "billing_period"
SHARES = "readers"  # folder of the bucket
TABLE_NAME = re.compile(rf"\b({'|'.join(TABLES)})\b")


@dataclass(frozen=True)
class SealedTable:
    """A table and the view that it is sealed from; `folder` is in the bucket of sealed months.

    `rows` is a condition in SQL; None: all.
    """

    name: str
    source: View
    database: str
    folder: str
    rows: str | None = None

    @property
    def reads(self) -> str:
        """What it is sealed from, as it stands behind FROM."""
        name = self.source.name
        return f"(SELECT * FROM {name} WHERE {self.rows}) AS theirs" if self.rows else name

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

    `shares` are the tables of readers that see only some rows, `relations` the tables and views that are
    read for it, `deliveries` those whose arrival changes a sealed month.
    """

    tables: tuple[SealedTable, ...]
    shares: Mapping[str, tuple[SealedTable, ...]]
    relations: tuple[str, ...]
    deliveries: tuple[Delivery, ...]

    @property
    def written(self) -> tuple[SealedTable, ...]:
        """All tables that an execution writes."""
        return (*self.tables, *(table for share in self.shares.values() for table in share))

    @classmethod
    def of(cls, plan: Plan) -> "Sealing | None":
        """None when it is off, or when no export tells costs."""
        query = plan.environment.query
        views = views_over({line.dataset.declared_table for line in plan.lines}, query.tags)
        sources = {view.name: view for view in views}
        found = [
            SealedTable(name, sources[SOURCE.format(name)], plan.names.database, name)
            for name in TABLES
            if SOURCE.format(name) in sources
        ]
        if not query.sealed.enabled or not found:
            return None
        relations = _read(views, [table.source.name for table in found])
        lines = [line for line in plan.lines if line.dataset.declared_table in relations]
        deliveries = tuple(delivery for line in lines for delivery in line.deliveries)
        shares = {
            name: _share(plan.names, name, reader.only, found)
            for name, reader in plan.environment.consumers.readers.items()
            if not reader.only.everything
        }
        return cls(tuple(found), shares, relations, deliveries)


def _share(
    names: Names, reader: str, only: OnlySettings, tables: Sequence[SealedTable]
) -> tuple[SealedTable, ...]:
    """The same tables in the reader's database, of its rows."""
    own = {"account_id": only.accounts} | {tag_column(key): only.tags[key] for key in only.tags}
    rows = " OR ".join(f"{column} IN ({_literals(own[column])})" for column in own if own[column])
    return tuple(
        replace(
            table,
            database=names.reader_database(reader),
            folder=f"{SHARES}/{reader}/{table.name}",
            rows=rows,
        )
        for table in tables
    )


def _literals(texts: Sequence[str]) -> str:
    """The settings let no quote through."""
    return ", ".join(f"'{text}'" for text in texts)


def queries_over(theme: str, there: Collection[str]) -> list[SavedQuery]:
    """Those of a theme whose tables and views are all there."""
    found = (form_over(query, there) for query in read_queries(theme))
    return [query for query in found if set(query.reads) <= set(there)]


def form_over(query: SavedQuery, there: Collection[str]) -> SavedQuery:
    """As its file says, or over the views of what isn't sealed: the same answer, of line items."""
    if set(query.reads) <= set(there):
        return query
    header = query.header | {"Reads": over_sources(query.header["Reads"])}
    unsealed = replace(query, header=header, sql=over_sources(query.sql))
    return unsealed if set(unsealed.reads) <= set(there) else query


def over_sources(text: str) -> str:
    """Each sealed table's name becomes that of its view."""
    return TABLE_NAME.sub(lambda found: SOURCE.format(found[1]), text)


def _read(views: Sequence[View], names: Sequence[str]) -> tuple[str, ...]:
    """These and all that they read."""
    found = dict.fromkeys(names)
    for view in reversed(views):  # each comes after what it reads
        if view.name in found:
            found.update(dict.fromkeys(view.reads))
    return tuple(found)
