"""Queries: WITH, set operations, VALUES, ORDER BY and LIMIT, around the SELECTs of selects.py."""

from collections.abc import Sequence
from dataclasses import replace

from athena.duckdb.translation.casts import cast_sql
from athena.duckdb.translation.expressions import Expressions
from athena.duckdb.translation.relations import CommonTable, derived
from athena.duckdb.translation.scope import Scope
from athena.duckdb.translation.selects import Selects
from athena.duckdb.translation.session import Session
from athena.duckdb.translation.translator import QueryResult
from athena.duckdb.translation.typed import Field, Plan
from athena.duckdb.translation.windows import check_orderable, sort_key
from athena.duckdb.widening import common
from athena.errors import unsupported
from athena.sql import tree
from athena.sql.lexer import Span
from athena.types import Type, row


class Queries(Selects):
    """Translates queries; `tables` are the WITH tables in sight."""

    def query(self, query: tree.Query, outer: Scope | None) -> QueryResult:
        inner = self._with_tables(query, outer)
        result = inner.body(query.body, outer, query.order)
        tail = inner.tail(query)
        if query.limit is not None and query.limit.with_ties:
            raise unsupported("FETCH ... WITH TIES")
        if tail:
            # What a LIMIT leaves out depends on rows that a condition outside doesn't want.
            columns = tuple(replace(column, keys=frozenset()) for column in result.columns)
            return replace(result, sql=result.sql + tail, columns=columns)
        return result

    def view(self, query: tree.Query, session: Session) -> QueryResult:
        return Queries(session, {}).query(query, None)

    def _with_tables(self, query: tree.Query, outer: Scope | None) -> "Queries":
        found = self
        names: set[str] = set()
        for table in query.tables:
            if table.name in names:
                what = f"WITH query name '{table.name}' specified more than once"
                raise table.span.error("DUPLICATE_NAMED_QUERY", what)
            names.add(table.name)
            known = CommonTable(table, found, query.recursive and _reads_itself(table))
            # Once for its errors: it may never be read, or be read several times.
            sources = len(self.session.sources)
            found.plan_of(known, outer)
            del self.session.sources[sources:]
            found = Queries(self.session, {**found.tables, table.name: known})
        return found

    def common_table(self, known: CommonTable, outer: Scope | None) -> Plan:
        queries = known.queries
        assert isinstance(queries, Queries)
        return queries.plan_of(known, outer)

    def plan_of(self, known: CommonTable, outer: Scope | None) -> Plan:
        """A WITH table, written out where it is read, as Trino does."""
        table = known.table
        if known.recursive:
            if not table.columns:
                what = "missing column aliases in recursive WITH query"
                raise table.span.error("MISSING_COLUMN_ALIASES", what)
            raise unsupported("a recursive query")
        return self._named(table, derived(self.query(table.query, outer), self.session))

    def _named(self, table: tree.CommonTable, plan: Plan) -> Plan:
        if table.columns and len(table.columns) != len(plan.fields):
            what = f"Column alias list has {len(table.columns)} entries but relation has"
            text = f"{what} {len(plan.fields)} columns"
            raise _aliases(table).error("MISMATCHED_COLUMN_ALIASES", text)
        names: tuple[str | None, ...] = table.columns or tuple(field.name for field in plan.fields)
        fields = zip(plan.fields, names, strict=True)
        named = tuple(replace(f, name=name, qualifier=(table.name,)) for f, name in fields)
        return replace(plan, fields=named)

    # Bodies

    def body(
        self, node: tree.Body, outer: Scope | None, order: Sequence[tree.SortItem]
    ) -> QueryResult:
        match node:
            case tree.Select():
                return self.select(node, outer, order)
            case tree.SetOperation():
                found = self._set_operation(node, outer)
            case tree.Values():
                found = self._values(node, outer)
            case tree.TableBody():
                item = tree.SelectItem(node.span, None)
                return self.select(tree.Select(node.span, False, (item,), node.table), outer, order)
            case tree.Nested():
                found = self.query(node.query, outer)
            case _:
                raise unsupported(type(node).__name__)
        return self._sorted(found, order, outer) if order else found

    def _sorted(
        self, result: QueryResult, order: Sequence[tree.SortItem], outer: Scope | None
    ) -> QueryResult:
        """ORDER BY over what has columns only by name or place."""
        plan = derived(result, self.session)
        expressions = Expressions(self.session, Scope(plan.fields, outer), self.query)
        keys, reads = [], result.always
        for item in order:
            place = self.place_of(item, len(plan.fields))
            value = expressions.typed(item.value) if place is None else None
            field = plan.fields[place] if place is not None else None
            type_ = field.type if field else value.type if value else Type("unknown")
            check_orderable(type_, item)
            keys.append(sort_key(field.sql if field else value.sql if value else "", item))
            reads |= field.reads if field else value.reads if value else frozenset()
        columns = ", ".join(f"{field.sql} AS c{n}" for n, field in enumerate(plan.fields))
        sql = f"SELECT {columns} FROM {plan.sql} ORDER BY {', '.join(keys)}"
        return replace(result, sql=sql, always=reads)

    def _set_operation(self, node: tree.SetOperation, outer: Scope | None) -> QueryResult:
        left = self.body(node.left, outer, ())
        right = self.body(node.right, outer, ())
        if len(left.columns) != len(right.columns):
            counts = f"{len(left.columns)}, {len(right.columns)}"
            what = f"{node.operator} query has different number of fields: {counts}"
            raise node.span.error("TYPE_MISMATCH", what)
        types = []
        for place, (one, other) in enumerate(zip(left.columns, right.columns, strict=True)):
            type_ = common(one.type, other.type)
            if type_ is None:
                what = f"column {place + 1} in {node.operator} query has incompatible types"
                text = f"{what}: {one.type}, {other.type}"
                raise node.span.error("TYPE_MISMATCH", text)
            if type_.base == "map" and (node.distinct or node.operator != "UNION"):
                raise unsupported(f"{node.operator} of maps")
            types.append(type_)
        return self.united(node, left, right, types)

    def united(
        self,
        node: tree.SetOperation,
        left: QueryResult,
        right: QueryResult,
        types: Sequence[Type],
    ) -> QueryResult:
        sides = [_as_types(side, types) for side in (left, right)]
        operator = f"{node.operator} {'' if node.distinct else 'ALL '}"
        always = left.always | right.always
        columns = []
        for one, other, type_ in zip(left.columns, right.columns, types, strict=True):
            reads, keys = one.reads | other.reads, one.keys | other.keys
            columns.append(Field(one.name, type_, "", (), reads, keys))
        if node.distinct or node.operator != "UNION":
            always = always.union(*(column.reads for column in columns))
        sql = f"({sides[0]}) {operator}({sides[1]})"
        return QueryResult(sql, tuple(columns), always, left.outer | right.outer)

    def _values(self, node: tree.Values, outer: Scope | None) -> QueryResult:
        scope = Scope((), outer)
        expressions = Expressions(self.session, scope, self.query)
        rows = [
            expressions.all_typed(item.values if isinstance(item, tree.Row) else (item,))
            for item in node.rows
        ]
        types = [value.type for value in rows[0]]
        for values in rows[1:]:
            if len(values) != len(types):
                what = f"Values rows have mismatched sizes: {len(types)} vs {len(values)}"
                raise node.span.error("TYPE_MISMATCH", what)
            both = [common(type_, value.type) for type_, value in zip(types, values, strict=True)]
            if any(type_ is None for type_ in both):
                given = row(*(value.type for value in values))
                what = f"Values rows have mismatched types: {row(*types)} vs {given}"
                raise node.span.error("TYPE_MISMATCH", what)
            types = [type_ for type_ in both if type_ is not None]
        lines = []
        for values in rows:
            cells = zip(values, types, strict=True)
            line = ", ".join(cast_sql(value.sql, value.type, type_) for value, type_ in cells)
            lines.append(f"({line})")
        names = ", ".join(f"c{n}" for n in range(len(types)))
        sql = f"SELECT * FROM (VALUES {', '.join(lines)}) AS v({names})"
        reads = frozenset().union(*(value.reads for values in rows for value in values))
        columns = tuple(Field(None, type_, "") for type_ in types)
        return QueryResult(sql, columns, reads, frozenset(scope.captured))

    # The end of a query

    def tail(self, query: tree.Query) -> str:
        """OFFSET and LIMIT."""
        sql = ""
        if query.limit is not None and query.limit.count is not None:
            sql += f" LIMIT {self._count(query.limit.count)}"
        if query.offset is not None:
            sql += f" OFFSET {self._count(query.offset)}"
        return sql

    def _count(self, node: tree.Expression) -> str:
        given = self.session.parameter(node) if isinstance(node, tree.Parameter) else node
        if given is None:
            return "0"
        if not isinstance(given, tree.Number) or given.kind != "integer":
            what = f"Parameter value is not a number of rows: {given.span.text}"
            raise node.span.error("TYPE_MISMATCH", what)
        return given.digits


def _as_types(result: QueryResult, types: Sequence[Type]) -> str:
    """A query whose columns have these types."""
    if all(column.type == type_ for column, type_ in zip(result.columns, types, strict=True)):
        return result.sql
    columns = ", ".join(
        f"{cast_sql(f'c{n}', column.type, type_)} AS c{n}"
        for n, (column, type_) in enumerate(zip(result.columns, types, strict=True))
    )
    return f"SELECT {columns} FROM ({result.sql})"


def _reads_itself(table: tree.CommonTable) -> bool:
    return any(
        isinstance(node, tree.Table) and node.parts == (table.name,) for node in table.query.walk()
    )


def _aliases(table: tree.CommonTable) -> Span:
    """Where the list of column names begins."""
    start = table.span.start + table.span.text.index("(") - 1
    return replace(table.span, at=max(start, table.span.start))
