"""Queries: WITH, SELECT, set operations, VALUES, ORDER BY, OFFSET and LIMIT, in Trino's order."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from athena.errors import unsupported
from athena.sql import tree
from athena.sql.lexer import query_tokens
from athena.sql.relations import Relations
from athena.sql.tree import Expression

T = TypeVar("T")


@lru_cache(maxsize=64)  # a view is read again wherever another reads it
def parse_query(sql: str) -> tree.Query:
    """A whole statement that is a query. Raises SqlError at the first token that doesn't fit."""
    return _whole(sql, lambda parser: parser.query())


def parse_expression(sql: str) -> Expression:
    """A whole text that is an expression, such as an execution parameter. Raises SqlError."""
    return _whole(sql, lambda parser: parser.expression())


def _whole(sql: str, read: Callable[["Queries"], T]) -> T:
    parser = Queries(sql, query_tokens(sql))
    try:
        found = read(parser)
    except RecursionError:
        raise unsupported("a statement nested this deeply") from None
    parser.finish()
    return found


class Queries(Relations):
    """Adds `query`, which completes the grammar."""

    def finish(self) -> None:
        """Raises SqlError when more follows than a closing semicolon."""
        if self.sees(";") and self.ahead(1).kind == "end":
            self.take()
        super().finish()

    def query(self) -> tree.Query:
        return self.once("query", self._query)

    def _query(self) -> tree.Query:
        start = self.next.start
        recursive = False
        tables: tuple[tree.CommonTable, ...] = ()
        if self.skip("WITH"):
            recursive = self.skip("RECURSIVE")
            tables = self.listed(self._common_table)
        return self._without_tables(start, recursive, tables)

    def _common_table(self) -> tree.CommonTable:
        start = self.next.start
        name = self.name()
        columns = self.names() if self.sees("(") else ()
        self.expect("AS")
        query = self.wrapped(self.query)
        return tree.CommonTable(self.span(start), name, columns, query)

    def _without_tables(
        self, start: int, recursive: bool = False, tables: tuple[tree.CommonTable, ...] = ()
    ) -> tree.Query:
        body = self._union()
        order = self.order_by()
        offset = limit = None
        if self.skip("OFFSET"):
            offset = self._count()
            if not self.skip("ROWS"):
                self.skip("ROW")
        if self.sees("LIMIT") or self.sees("FETCH"):
            limit = self._limit()
        return tree.Query(self.span(start), recursive, tables, body, order, offset, limit)

    def _limit(self) -> tree.Limit:
        start = self.next.start
        if self.skip("LIMIT"):
            count = None if self.skip("ALL") else self._count()
            return tree.Limit(self.span(start), count)
        self.expect("FETCH")
        self.one_of("FIRST", "NEXT")
        one = tree.Number(self.span(start), "integer", "1")
        count = one if self.next.word in ("ROW", "ROWS") else self._count()
        self.one_of("ROW", "ROWS")
        if self.skip("ONLY"):
            return tree.Limit(self.span(start), count)
        self.expect("WITH", "TIES")
        return tree.Limit(self.span(start), count, with_ties=True)

    def _count(self) -> Expression:
        if self.next.kind != "integer" and not self.sees("?"):
            raise self.unexpected("'?', <integer>")
        return self.primary()

    def _union(self) -> tree.Body:
        return self._set_operation(("UNION", "EXCEPT"))

    def _set_operation(self, operators: tuple[str, ...]) -> tree.Body:
        start = self.next.start
        operand = self._body if operators == ("INTERSECT",) else self._intersection
        found = operand()
        while self.next.word in operators:
            at = self.next.start
            operator = self.take().word
            distinct = not self.skip("ALL")
            if distinct:
                self.skip("DISTINCT")
            right = operand()
            found = tree.SetOperation(self.span(start, at), operator, distinct, found, right)
        return found

    def _intersection(self) -> tree.Body:
        return self._set_operation(("INTERSECT",))

    def _body(self) -> tree.Body:
        start = self.next.start
        if self.sees("SELECT"):
            return self._select(start)
        if self.skip("VALUES"):
            rows = self.listed(self.expression)
            return tree.Values(self.span(start), rows)
        if self.skip("TABLE"):
            name_start = self.next.start
            name = self.qualified_name()
            table = tree.Table(self.span(name_start), name)
            return tree.TableBody(self.span(start), table)
        if self.skip("("):
            inside = self.next.start
            query = self.once("query without tables", lambda: self._without_tables(inside))
            self.expect(")")
            if not (query.order or query.offset or query.limit):
                return query.body
            return tree.Nested(self.span(start), query)
        expected = "'(', 'SELECT', 'TABLE', 'VALUES'" if self._at else ""
        raise self.unexpected(expected)

    def _select(self, start: int) -> tree.Body:
        self.expect("SELECT")
        distinct = self.skip("DISTINCT")
        if not distinct and self.sees("ALL") and self.ahead(1).word not in (",", "FROM", "", "AS"):
            self.take()
        items = self.listed(self._select_item)
        relation = self.relations() if self.skip("FROM") else None
        where = self.expression() if self.skip("WHERE") else None
        group = None
        if self.skip("GROUP"):
            self.expect("BY")
            group = self._group_by()
        having = self.expression() if self.skip("HAVING") else None
        windows: tuple[tree.NamedWindow, ...] = ()
        if self.sees("WINDOW") and self.ahead(2).word == "AS":
            self.take()
            windows = self.listed(self._named_window)
        return tree.Select(
            self.span(start), distinct, items, relation, where, group, having, windows
        )

    def _named_window(self) -> tree.NamedWindow:
        start = self.next.start
        name = self.name()
        self.expect("AS")
        window = self.wrapped(self.window_specification)
        return tree.NamedWindow(self.span(start), name, window)

    def _select_item(self) -> tree.SelectItem:
        start = self.next.start
        if self.skip("*"):
            return tree.SelectItem(self.span(start), None)
        value = self.expression()
        if self.sees(".", "*"):
            self.expect(".", "*")
            if self.sees("AS", "("):
                raise self.refused("names for the fields of a row as columns")
            return tree.SelectItem(self.span(start), None, of=value)
        alias = None
        if self.skip("AS") or (self.sees_name and self._sees_alias):
            alias = self.name()
        return tree.SelectItem(self.span(start), value, alias)

    def _group_by(self) -> tuple[tree.GroupingElement, ...]:
        quantified = self.next.word in ("ALL", "DISTINCT") and self.ahead(1).kind != "end"
        quantified = quantified and self.ahead(1).word not in (",", "HAVING", "ORDER", ")", "LIMIT")
        if quantified and self.take().word == "DISTINCT":
            raise self.refused("GROUP BY DISTINCT")
        return self.listed(self._grouping_element)

    def _grouping_element(self) -> tree.GroupingElement:
        start = self.next.start
        if self.next.word in ("ROLLUP", "CUBE"):
            kind = self.take().word
            sets = self.wrapped(lambda: self.listed(self._grouping_set))
            return tree.GroupingElement(self.span(start), kind, sets)
        if self.sees("GROUPING", "SETS"):
            self.expect("GROUPING", "SETS")
            sets = self.wrapped(lambda: self.listed(self._grouping_set))
            return tree.GroupingElement(self.span(start), "SETS", sets)
        return tree.GroupingElement(self.span(start), "SIMPLE", (self._grouping_set(),))

    def _grouping_set(self) -> tuple[Expression, ...]:
        if self.skip("(", ")"):
            return ()
        found = self.expression()
        return found.values if isinstance(found, tree.Row) else (found,)
