"""One SELECT: FROM, WHERE, the columns, GROUP BY, HAVING and the ORDER BY that sees them all."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from athena.duckdb.translation.aggregates import aggregates_in, windows_in
from athena.duckdb.translation.expressions import Expressions
from athena.duckdb.translation.grouping import (
    GroupedCheck,
    Groups,
    groups_of,
    refuse_aggregates,
)
from athena.duckdb.translation.outputs import Output, outputs_of
from athena.duckdb.translation.pruning import note_conditions
from athena.duckdb.translation.relations import CommonTable, Relations
from athena.duckdb.translation.scope import Scope
from athena.duckdb.translation.session import Session
from athena.duckdb.translation.translator import QueryResult
from athena.duckdb.translation.typed import Column, Field, Plan, Typed
from athena.duckdb.translation.windows import check_orderable, sort_key
from athena.errors import unsupported
from athena.sql import tree

NOWHERE = Plan("", ())


@dataclass
class Selected:
    """A SELECT on the way: what it reads and shows so far."""

    node: tree.Select
    plan: Plan
    expressions: Expressions
    outputs: list[Output]
    where: Typed | None = None
    groups: Groups | None = None
    having: Typed | None = None


class Selects(ABC):
    """Translates SELECT; `tables` are the WITH tables in sight."""

    def __init__(self, session: Session, tables: Mapping[str, CommonTable]) -> None:
        self.session = session
        self.tables = tables

    @abstractmethod
    def query(self, query: tree.Query, outer: Scope | None) -> QueryResult: ...

    @abstractmethod
    def view(self, query: tree.Query, session: Session) -> QueryResult: ...

    @abstractmethod
    def common_table(self, known: CommonTable, outer: Scope | None) -> Plan: ...

    def select(
        self, node: tree.Select, outer: Scope | None, order: Sequence[tree.SortItem]
    ) -> QueryResult:
        found = self._read(node, outer)
        if node.group is not None:
            found.groups = groups_of(node.group, found.outputs, found.expressions)
        if node.having is not None:
            message = "HAVING clause must evaluate to a boolean: actual type {type}"
            found.having = found.expressions.condition(node.having, message)
        sorting = self._sorting(found, order)
        self._check_groups(found, order, sorting)
        return self._written(found, outer, order, sorting)

    def _read(self, node: tree.Select, outer: Scope | None) -> Selected:
        """FROM, WHERE and the columns."""
        relations = Relations(self.session, outer, self, self.tables)
        plan = relations.plan(node.relation) if node.relation else NOWHERE
        expressions = Expressions(self.session, Scope(plan.fields, outer), self.query)
        expressions.windows = {window.name: window.window for window in node.windows}
        where = None
        if node.where is not None:
            message = "WHERE clause must evaluate to a boolean: actual type {type}"
            where = expressions.condition(node.where, message)
            refuse_aggregates(node.where, "WHERE")
            note_conditions(self.session, where, plan.fields)
        outputs = [output for item in node.items for output in outputs_of(item, plan, expressions)]
        return Selected(node, plan, expressions, outputs, where)

    # ORDER BY

    def place_of(self, item: tree.SortItem, count: int) -> int | None:
        """The column, counted from 0, that an ORDER BY names by number."""
        if not isinstance(item.value, tree.Number) or item.value.kind != "integer":
            return None
        place = int(item.value.digits)
        if not 1 <= place <= count:
            what = f"ORDER BY position {place} is not in select list"
            raise item.span.error("INVALID_COLUMN_REFERENCE", what)
        return place - 1

    def _sorting(
        self, found: Selected, order: Sequence[tree.SortItem]
    ) -> tuple[Expressions, list[Typed]]:
        """The ORDER BY's values. Names mean the SELECT's columns first, then those of FROM."""
        named = tuple(
            Field(output.name, output.value.type, output.value.sql, (), output.value.reads)
            for output in found.outputs
            if output.name is not None
        )
        scope = found.expressions.scope.inside(named)
        expressions = Expressions(self.session, scope, self.query)
        expressions.windows = found.expressions.windows
        values = []
        for item in order:
            place = self.place_of(item, len(found.outputs))
            value = expressions.typed(item.value) if place is None else found.outputs[place].value
            check_orderable(value.type, item, found.node)
            values.append(value)
        return expressions, values

    # GROUP BY

    def _check_groups(
        self,
        found: Selected,
        order: Sequence[tree.SortItem],
        sorting: tuple[Expressions, list[Typed]],
    ) -> None:
        node = found.node
        shown = [output.node for output in found.outputs if output.node is not None]
        every = [*shown, *([node.having] if node.having is not None else [])]
        sorted_by = [item.value for item in order]
        grouped = node.group is not None or node.having is not None
        if not grouped and not any(
            True for part in (*every, *sorted_by) for _ in aggregates_in(part)
        ):
            self._refuse_grouping(node, (*every, *sorted_by))
            return
        if node.group is None:
            self._refuse_grouping(node, (*every, *sorted_by))
        groups = found.groups.sqls if found.groups else frozenset()
        own = frozenset(found.plan.fields)
        check = GroupedCheck(found.expressions, groups, own)
        for output in found.outputs:
            if output.node is not None:
                check.check(output.node)
            elif output.field is not None:
                check.check_columns((output.field,))
        if node.having is not None:
            check.check(node.having)
        order_check = GroupedCheck(sorting[0], groups, own)
        for part in sorted_by:
            order_check.check(part)

    def _refuse_grouping(self, node: tree.Select, parts: Sequence[tree.Expression]) -> None:
        if any(isinstance(inner, tree.Grouping) for part in parts for inner in part.walk()):
            what = "A GROUPING() operation can only be used with a corresponding"
            text = f"{what} GROUPING SET/CUBE/ROLLUP/GROUP BY clause"
            raise node.span.error("MISSING_GROUP_BY", text)

    # The result

    def _written(
        self,
        found: Selected,
        outer: Scope | None,
        order: Sequence[tree.SortItem],
        sorting: tuple[Expressions, list[Typed]],
    ) -> QueryResult:
        node, outputs = found.node, found.outputs
        sqls = [output.value.sql for output in outputs]
        keys = []
        for item, value in zip(order, sorting[1], strict=True):
            shown = value.sql in sqls
            if node.distinct and not shown:
                what = "For SELECT DISTINCT, ORDER BY expressions must appear in select list"
                raise node.span.error("EXPRESSION_NOT_IN_DISTINCT", what)
            keys.append(sort_key(str(sqls.index(value.sql) + 1) if shown else value.sql, item))
        columns = ", ".join(f"{sql} AS c{n}" for n, sql in enumerate(sqls))
        sql = f"SELECT {'DISTINCT ' if node.distinct else ''}{columns}"
        sql += f" FROM {found.plan.sql}" if found.plan.sql else ""
        sql += f" WHERE {found.where.sql}" if found.where else ""
        sql += found.groups.sql if found.groups else ""
        sql += f" HAVING {found.having.sql}" if found.having else ""
        sql = self._maps_sorted(found, sql)
        sql += f" ORDER BY {', '.join(keys)}" if keys else ""
        captured = found.expressions.scope.captured
        return QueryResult(
            sql, self._columns(found), self._always(found, sorting[1]), frozenset(captured)
        )

    def _maps_sorted(self, found: Selected, sql: str) -> str:
        """Groups of maps: the order of a map's entries makes no difference in Trino."""
        maps = (
            [value for value in found.groups.values if value.type.base == "map"]
            if found.groups
            else []
        )
        if found.node.distinct:
            maps += [output.value for output in found.outputs if output.value.type.base == "map"]
        hidden = [*(found.groups.values if found.groups else ())]
        hidden += [output.value for output in found.outputs] if found.node.distinct else []
        if any(value.type.holds("map") and value.type.base != "map" for value in hidden):
            raise unsupported("groups of containers of maps")
        for value in {value.sql: value for value in maps}.values():
            sql = sql.replace(value.sql, f"trino_sorted_map({value.sql})")
        return sql

    def _always(self, found: Selected, sorted_by: Sequence[Typed]) -> frozenset[Column]:
        parts = [part for part in (found.where, found.having) if part is not None]
        parts += [*sorted_by, *(found.groups.values if found.groups else ())]
        if found.node.distinct:
            parts += [output.value for output in found.outputs]
        captured = [field.reads for field in found.expressions.scope.captured]
        return found.plan.always.union(*(part.reads for part in parts), *captured)

    def _columns(self, found: Selected) -> tuple[Field, ...]:
        several = found.groups is not None and len(found.groups.sets) > 1
        windows = [
            {found.expressions.typed(part).sql for part in call.over.partition}
            for output in found.outputs
            if output.node is not None
            for call in windows_in(output.node)
            if call.over is not None
        ]
        columns = []
        for output in found.outputs:
            value = output.value
            plain = next((f for f in value.fields if f.sql == value.sql), None)
            kept = plain is not None and not several and all(value.sql in part for part in windows)
            keys = plain.keys if plain is not None and kept else frozenset()
            columns.append(Field(output.name, value.type, "", (), value.reads, keys))
        return tuple(columns)
