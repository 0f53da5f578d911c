"""Files judged in the order in which their statements could run: a view before those that read it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from athena.engine import Engine, Statement
from athena.errors import SqlError, UnsupportedStatement, unsupported
from athena.glue.definitions import hive_name
from athena.sql import parse_query, tree
from athena.sql.column_names import view_columns
from athena.sql.create_view import CreateView, is_create_view, read_create_view
from athena.sql.kinds import other_than_query
from athena.tables import CatalogColumn, CatalogTable
from emulator.bills.billed_tables import BilledTables
from emulator.cloud.folder_engine import create_view
from emulator.environment import Emulated


@dataclass(frozen=True)
class Checkable:
    """A query, or that of a view, and the tables of this database that it reads."""

    query: str
    view: CreateView | None
    reads: frozenset[str]

    @classmethod
    def of(cls, sql: str, database: str) -> "Checkable":
        """Raises SqlError for another statement than these, or for half of one."""
        view = read_create_view(sql) if is_create_view(sql) else None
        query = view.query if view else sql
        if found := other_than_query(query):
            what = f"only queries and views can be checked, not {found.text.upper()}"
            raise UnsupportedStatement("NOT_SUPPORTED", what, *found.place)
        try:
            tables = [node for node in parse_query(query).walk() if isinstance(node, tree.Table)]
        except SqlError:
            tables = []  # the engine says it in its own words
        own = (node.parts[-1] for node in tables if node.parts[-2:-1] in ((), (database,)))
        return cls(query, view, frozenset(own))

    @property
    def creates(self) -> str | None:
        return self.view.name[-1] if self.view else None


@dataclass(frozen=True)
class Judge:
    """An engine, and the catalog that it reads, to which each view is added that it takes."""

    engine: Engine
    emulated: Emulated
    catalog: BilledTables

    def judge(self, texts: Mapping[Path, Callable[[], str]]) -> dict[Path, SqlError]:
        """What stands against which file. Reading a text may raise SqlError, too."""
        found: dict[Path, SqlError] = {}
        waiting: dict[Path, Checkable] = {}
        for path, text in texts.items():
            try:
                waiting[path] = Checkable.of(text(), self.emulated.names.database)
            except SqlError as error:
                found[path] = error
        undecided: set[str] = set()
        while waiting:
            for path, item in self._next(waiting).items():
                del waiting[path]
                try:
                    self._expect_decided(item, undecided)
                    self._take(item)
                except SqlError as error:
                    found[path] = error
                    if item.creates and isinstance(error, UnsupportedStatement):
                        undecided.add(item.creates)
        return found

    def _next(self, waiting: Mapping[Path, Checkable]) -> dict[Path, Checkable]:
        """Those that read nothing another creates; where there are none, which is a circle, all."""
        created = {item.creates for item in waiting.values()}
        ready = {
            path: item
            for path, item in waiting.items()
            if not item.reads & (created - {item.creates})
        }
        return ready or dict(waiting)

    def _expect_decided(self, item: Checkable, undecided: set[str]) -> None:
        if views := sorted(item.reads & undecided):
            raise unsupported(f"what reads {', '.join(views)}, which it can't either,")

    def _take(self, item: Checkable) -> None:
        database = self.emulated.names.database
        columns = self.engine.validate(Statement(item.query, database))
        if item.view is None:
            return
        named = view_columns(item.view, columns)
        declared = tuple(CatalogColumn(c.name, hive_name(c.type)) for c in named)
        view = CatalogTable(database, item.view.name[-1], declared, view_sql=item.view.stored)
        create_view(self.engine, self.emulated, self.catalog, view, named)
