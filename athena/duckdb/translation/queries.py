"""Queries: WITH before a body, LIMIT and OFFSET behind it."""

from dataclasses import replace

from athena.duckdb.translation.context import (
    CommonTable,
    QueryContext,
    QueryResult,
    translate_body,
)
from athena.duckdb.translation.scope import Scope
from athena.duckdb.translation.session import Session
from athena.duckdb.translation.typed import Plan
from athena.errors import unsupported
from athena.sql import tree
from athena.sql.lexer import Span


def translate_query(query: tree.Query, context: QueryContext) -> QueryResult:
    """Raises SqlError as Trino does."""
    inner = _with_tables(query, context)
    result = translate_body(query.body, inner, query.order)
    tail = _tail(query, context.session)
    if query.limit is not None and query.limit.with_ties:
        raise unsupported("FETCH ... WITH TIES")
    if tail:
        # What a LIMIT leaves out depends on rows that a condition outside doesn't want.
        columns = tuple(replace(column, keys=frozenset()) for column in result.columns)
        return replace(result, sql=result.sql + tail, columns=columns)
    return result


def derived(result: QueryResult, session: Session, lateral: bool = False) -> Plan:
    """A query as a relation."""
    alias = session.names.alias()
    fields = tuple(
        replace(f, sql=session.names.column(f"{alias}.c{n}")) for n, f in enumerate(result.columns)
    )
    always = result.always.union(*(f.reads for f in result.outer))
    return Plan(f"{'LATERAL ' if lateral else ''}({result.sql}) AS {alias}", fields, always)


def common_table(known: CommonTable, outer: Scope | None) -> Plan:
    """A WITH table, written out where it is read, as Trino does.

    Most are read once: translated anew for that, each would translate all that stand before it.
    """
    table, unread = known.table, known.unread
    if unread and outer is known.context.outer:
        known.unread = None
        return unread
    if known.recursive:
        if not table.columns:
            what = "missing column aliases in recursive WITH query"
            raise table.span.error("MISSING_COLUMN_ALIASES", what)
        raise unsupported("a recursive query")
    context = replace(known.context, outer=outer)
    return _named(table, derived(translate_query(table.query, context), context.session))


def _with_tables(query: tree.Query, context: QueryContext) -> QueryContext:
    names: set[str] = set()
    for table in query.tables:
        if table.name in names:
            what = f"WITH query name '{table.name}' specified more than once"
            raise table.span.error("DUPLICATE_NAMED_QUERY", what)
        names.add(table.name)
        known = CommonTable(table, context, query.recursive and _reads_itself(table))
        known.unread = common_table(known, context.outer)
        context = replace(context, tables={**context.tables, table.name: known})
    return context


def _named(table: tree.CommonTable, plan: Plan) -> Plan:
    if table.columns and len(table.columns) != len(plan.fields):
        what = f"Column alias list has {len(table.columns)} entries but relation has"
        text = f"{what} {len(plan.fields)} columns"
        raise _aliases(table).error("MISMATCHED_COLUMN_ALIASES", text)
    names: tuple[str | None, ...] = table.columns or tuple(field.name for field in plan.fields)
    fields = zip(plan.fields, names, strict=True)
    named = tuple(replace(f, name=name, qualifier=(table.name,)) for f, name in fields)
    return replace(plan, fields=named)


def _reads_itself(table: tree.CommonTable) -> bool:
    return any(
        isinstance(node, tree.Table) and node.parts == (table.name,) for node in table.query.walk()
    )


def _aliases(table: tree.CommonTable) -> Span:
    """Where the list of column names begins."""
    start = table.span.start + table.span.text.index("(") - 1
    return replace(table.span, at=max(start, table.span.start))


def _tail(query: tree.Query, session: Session) -> str:
    """OFFSET and LIMIT."""
    sql = ""
    if query.limit is not None and query.limit.count is not None:
        sql += f" LIMIT {_count(query.limit.count, session)}"
    if query.offset is not None:
        sql += f" OFFSET {_count(query.offset, session)}"
    return sql


def _count(node: tree.Expression, session: Session) -> str:
    given = session.parameter(node) if isinstance(node, tree.Parameter) else node
    if given is None:
        return "0"
    if not isinstance(given, tree.Number) or given.kind != "integer":
        what = f"Parameter value is not a number of rows: {given.span.text}"
        raise node.span.error("TYPE_MISMATCH", what)
    return given.digits
