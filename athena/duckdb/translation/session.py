"""What one statement knows: its catalog, parameters and moment, and the tables it turned out to read."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from athena.duckdb.column_types import column_type
from athena.duckdb.translation.placeholders import Names
from athena.duckdb.translation.typed import Column, Field, Key, Plan
from athena.errors import SqlError, unsupported
from athena.quoting import quoted
from athena.sql import parse_expression, parse_query, tree
from athena.sql.lexer import Span
from athena.tables import Catalog, CatalogTable
from athena.types import BIGINT, VARCHAR

CATALOG = "awsdatacatalog"
PATH, SIZE = "$path", "$file_size"
WHOLE = ""  # in the place of a column's name: the table in FROM


@dataclass
class Source:
    """A table as one FROM reads it, through a view of that name over the files it needs.

    That of a WITH table which nobody reads is one, too; the SQL doesn't have it.
    """

    table: CatalogTable
    view: str
    conditions: list[str] = field(default_factory=list)  # over the partition keys' quoted names


class FindTable(Protocol):
    """The table of a database and name, or None; raises LookupError for an unknown database."""

    catalog: Catalog

    def __call__(self, database: str, name: str) -> CatalogTable | None: ...


@dataclass
class Joins:
    """Are rows joined, or chosen by a query, anywhere in the statement and its views?"""

    found: bool = False


@dataclass
class Session:
    """What `find` finds is what the statement can read."""

    find: FindTable
    database: str
    parameters: tuple[str, ...] | None  # None: not given yet, as in validation
    now: datetime
    names: Names = field(default_factory=Names)
    sources: list[Source] = field(default_factory=list)
    joins: Joins = field(default_factory=Joins)
    views: tuple[tuple[str, str], ...] = ()  # that are being expanded
    _given: dict[int, tree.Expression] = field(default_factory=dict)

    def parameter(self, node: tree.Parameter) -> tree.Expression | None:
        """The expression given for a `?`; one node for all who ask."""
        if self.parameters is None:
            return None
        if node.number not in self._given:
            self._given[node.number] = parse_expression(self.parameters[node.number])
        return self._given[node.number]

    def located(self, node: tree.Table) -> tuple[str, str]:
        """Database and name. Raises SqlError for another catalog."""
        *before, name = node.parts
        if len(before) > 2 or (len(before) == 2 and before[0] != CATALOG):
            raise node.span.error("CATALOG_NOT_FOUND", f"Catalog '{before[0]}' not found")
        return (before[-1] if before else self.database), name

    def table(self, node: tree.Table) -> CatalogTable:
        """Raises SqlError as Athena does when a part of the name is unknown."""
        database, name = self.located(node)
        try:
            found = self.find(database, name)
        except LookupError:
            what = f"Schema '{database}' does not exist"
            raise node.span.error("SCHEMA_NOT_FOUND", what) from None
        if found is None:
            what = f"Table '{CATALOG}.{database}.{name}' does not exist"
            raise node.span.error("TABLE_NOT_FOUND", what)
        return found

    def read(self, table: CatalogTable) -> Plan:
        """A table in FROM: its columns, then its partition keys, then Trino's hidden columns."""
        number = len(self.sources)
        alias = self.names.alias()
        source = Source(table, quoted(f"athena_{number}_{table.name}"))
        view = self.names.column(source.view, Column(number, WHOLE))
        self.sources.append(source)
        qualifier = (CATALOG, table.database, table.name)
        keys = {key.name for key in table.partition_keys}
        fields = []
        for column in (*table.columns, *table.partition_keys):
            read = Column(number, column.name)
            sql = self.names.column(f"{alias}.{quoted(column.name)}", read)
            type_ = column_type(column.type)
            key = Key(number, quoted(column.name)) if column.name in keys else None
            of_keys = frozenset({key} if key else ())
            fields.append(Field(column.name, type_, sql, qualifier, frozenset({read}), of_keys))
        for name, type_ in ((PATH, VARCHAR), (SIZE, BIGINT)):
            read = Column(number, name)
            sql = self.names.column(f"{alias}.{quoted(name)}", read)
            fields.append(Field(name, type_, sql, qualifier, frozenset({read}), hidden=True))
        return Plan(f"{view} AS {alias}", tuple(fields))

    def view(self, table: CatalogTable, span: Span) -> tuple[tree.Query, "Session"]:
        """A view's query, and the session it is analyzed in."""
        name = (table.database, table.name)
        if name in self.views:
            what = f"Statement stack overflow: view {'.'.join(name)} reads itself"
            raise span.error("VIEW_IS_RECURSIVE", what)
        inner = Session(
            self.find,
            table.database,
            (),
            self.now,
            self.names,
            self.sources,
            self.joins,
            (*self.views, name),
        )
        try:
            return parse_query(table.view_sql or ""), inner
        except SqlError as error:
            raise invalid_view(table, span, error) from error


def invalid_view(table: CatalogTable, span: Span, error: SqlError) -> SqlError:
    """A view whose query no longer holds."""
    if type(error) is not SqlError:
        return unsupported(f"the view {table.database}.{table.name} ({error.message})")
    what = f"Failed analyzing stored view '{CATALOG}.{table.database}.{table.name}': {error}"
    return span.error("INVALID_VIEW", what)
