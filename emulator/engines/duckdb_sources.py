"""The tables that a statement reads: found in the catalog, pruned to the partitions it admits.

A Glue view is put in place of its name. A condition of WHERE that speaks of partition keys alone is
evaluated on the partitions' values before anything is read, as Athena does; so a month that can't be
read breaks only the queries that want it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import duckdb
from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from emulator.engines import Catalog, CatalogTable, Partition, SqlError
from emulator.engines.duckdb_sql import parse
from emulator.engines.duckdb_types import hive_to_trino


@dataclass
class Source:
    """One table, read through the DuckDB view `view`; `conditions` are on its partition keys."""

    table: CatalogTable
    view: str
    columns: set[str]
    conditions: list[exp.Expr] = field(default_factory=list)

    def admitted(self, connection: duckdb.DuckDBPyConnection) -> list[Partition]:
        """The partitions that every condition admits."""
        partitions = list(self.table.partitions)
        if not self.conditions or not partitions:
            return partitions
        keys = [key.name for key in self.table.partition_keys]
        names = ", ".join(f'"{name}"' for name in ("n", *keys))
        rows = ", ".join(
            "({}, {})".format(n, ", ".join(exp.Literal.string(v).sql("duckdb") for v in p.values))
            for n, p in enumerate(partitions)
        )
        where = exp.and_(*(condition.copy() for condition in self.conditions))
        for column in where.find_all(exp.Column):
            column.set("table", None)
        sql = f"SELECT n FROM (VALUES {rows}) AS t({names}) WHERE {where.sql(dialect='duckdb')}"
        return [partitions[row[0]] for row in connection.execute(sql).fetchall()]


@dataclass
class Sources:
    """A statement with its tables resolved; `tree` names their views."""

    tree: exp.Expr
    tables: list[Source]
    schema: dict[str, object]

    @classmethod
    def of(cls, tree: exp.Expr, catalog: Catalog, database: str) -> "Sources":
        tree = _expand_views(tree, catalog, database)
        needed = _column_names(tree)
        tables: list[Source] = []
        schema: dict[str, object] = {}
        for scope in traverse_scope(tree):
            for alias, node in _tables(scope):
                found = _resolve(node, catalog, database)
                declared = [*found.columns, *found.partition_keys]
                names = {c.name for c in declared}
                view = f"athena_{len(tables)}_{found.name}"
                source = Source(found, view, names if needed is None else names & needed)
                source.conditions = _on_keys(scope, alias, found)
                tables.append(source)
                schema[view] = {column.name: hive_to_trino(column.type) for column in declared}
                node.replace(exp.alias_(exp.to_table(view), alias, table=True))
        return cls(tree, tables, schema)


def _tables(scope: Scope) -> Iterator[tuple[str, exp.Table]]:
    for alias, source in list(scope.sources.items()):
        if isinstance(source, exp.Table):
            yield alias, source


def _resolve(node: exp.Table, catalog: Catalog, database: str) -> CatalogTable:
    schema = node.db.lower() or database
    name = node.name.lower()
    found = catalog.table(schema, name)
    if found is None:
        meta = node.this.meta
        raise SqlError(
            "TABLE_NOT_FOUND",
            f"Table 'awsdatacatalog.{schema}.{name}' does not exist",
            meta.get("line", 1),
            meta.get("col", 1) - len(node.name) + 1,
        )
    return found


def _expand_views(tree: exp.Expr, catalog: Catalog, database: str) -> exp.Expr:
    for scope in traverse_scope(tree):
        for alias, node in _tables(scope):
            found = _resolve(node, catalog, database)
            if found.view_sql is not None:
                inner = _expand_views(parse(found.view_sql), catalog, found.database)
                for table in inner.find_all(exp.Table):
                    if not table.db:
                        table.set("db", exp.to_identifier(found.database))
                node.replace(exp.Subquery(this=inner, alias=exp.to_identifier(alias)))
    return tree


def _column_names(tree: exp.Expr) -> set[str] | None:
    """Every column that is mentioned, or None when an asterisk wants them all."""
    for star in tree.find_all(exp.Star):
        if not isinstance(star.parent, exp.Count):
            return None
    return {column.name.lower() for column in tree.find_all(exp.Column)}


def _on_keys(scope: Scope, alias: str, table: CatalogTable) -> list[exp.Expr]:
    where = scope.expression.args.get("where")
    keys = {key.name for key in table.partition_keys}
    if where is None or not keys:
        return []
    alone = len(scope.sources) == 1
    condition = where.this
    parts = condition.flatten() if isinstance(condition, exp.And) else [condition]
    return [part.copy() for part in parts if _speaks_of(part, alias, keys, alone)]


def _speaks_of(part: exp.Expr, alias: str, keys: set[str], alone: bool) -> bool:
    columns = list(part.find_all(exp.Column))
    if not columns or part.find(exp.Query):
        return False
    return all(
        column.name.lower() in keys and (column.table == alias or (alone and not column.table))
        for column in columns
    )
