"""Function calls: arguments, FILTER, OVER, and the calls with words between their arguments."""

from abc import ABC, abstractmethod

from athena.sql import tree
from athena.sql.cursor import Cursor
from athena.sql.tree import Expression


class Calls(Cursor, ABC):
    """Adds `call_or_name` and the calls of the grammar's own words."""

    @abstractmethod
    def expression(self) -> Expression: ...

    @abstractmethod
    def query(self) -> tree.Query: ...

    @abstractmethod
    def value(self) -> Expression:
        """An expression without comparisons, AND, OR and NOT at its top."""

    def call_or_name(self, start: int) -> Expression:
        depth = 1
        while self.ahead(depth).word == "." and self.ahead(depth + 1).kind in ("word", "quoted"):
            depth += 2
        if self.ahead(depth).word == "(":
            name = ".".join(self.qualified_name())
            return self._call(start, name)
        name = self.name()
        if self.sees("OVER"):
            self.window()
            what = f"Measure {name} is not defined in the corresponding window"
            raise self.span(start).error("INVALID_WINDOW_MEASURE", what)
        return tree.Identifier(self.span(start), name)

    def _call(self, start: int, name: str) -> Expression:
        self.expect("(")
        distinct = star = False
        arguments: tuple[Expression, ...] = ()
        order: tuple[tree.SortItem, ...] = ()
        if self.skip("*"):
            star = True
        elif not self.sees(")"):
            distinct = self.skip("DISTINCT")
            if not distinct and self.sees("ALL") and self.ahead(1).word not in (",", ")"):
                self.take()
            arguments = self.listed(self.expression)
            order = self.order_by()
        self.expect(")")
        call = tree.Call(self.span(start), name, arguments, star, distinct, order)
        return self._with_clauses(start, call)

    def _with_clauses(self, start: int, call: tree.Call) -> Expression:
        where = call.where
        if self.sees("FILTER", "("):
            self.expect("FILTER", "(", "WHERE")
            where = self.expression()
            self.expect(")")
        ignore = self.skip("IGNORE", "NULLS")
        if not ignore:
            self.skip("RESPECT", "NULLS")
        over = self.window() if self.sees("OVER") else None
        return tree.Call(
            self.span(start),
            call.name,
            call.arguments,
            call.star,
            call.distinct,
            call.order,
            where,
            ignore,
            over,
        )

    def order_by(self) -> tuple[tree.SortItem, ...]:
        """An ORDER BY, or nothing."""
        if not self.skip("ORDER"):
            return ()
        self.expect("BY")
        return self.listed(self._sort_item)

    def _sort_item(self) -> tree.SortItem:
        start = self.next.start
        value = self.expression()
        descending = self.skip("DESC")
        if not descending:
            self.skip("ASC")
        first = bool(self.skip("NULLS") and self.one_of("FIRST", "LAST") == "FIRST")
        return tree.SortItem(self.span(start), value, descending, first)

    def window(self) -> tree.Window:
        """`OVER name` or `OVER (...)`."""
        start = self.next.start
        self.expect("OVER")
        if not self.sees("("):
            return tree.Window(self.span(start), self.name())
        return self.wrapped(self.window_specification)

    def window_specification(self) -> tree.Window:
        start = self.next.start
        words = ("PARTITION", "ORDER", "ROWS", "RANGE", "GROUPS", ")")
        name = self.name() if self.sees_name and self.next.word not in words else None
        partition: tuple[Expression, ...] = ()
        if self.skip("PARTITION"):
            self.expect("BY")
            partition = self.listed(self.expression)
        order = self.order_by()
        frame = self._frame() if self.next.word in ("ROWS", "RANGE", "GROUPS") else None
        return tree.Window(self.span(start), name, partition, order, frame)

    def _frame(self) -> tree.Frame:
        start = self.next.start
        unit = self.take().word
        if self.skip("BETWEEN"):
            first = self._bound()
            self.expect("AND")
            return tree.Frame(self.span(start), unit, first, self._bound())
        return tree.Frame(self.span(start), unit, self._bound(), ("CURRENT ROW", None))

    def _bound(self) -> tuple[str, Expression | None]:
        if self.skip("UNBOUNDED"):
            return f"UNBOUNDED {self.one_of('PRECEDING', 'FOLLOWING')}", None
        if self.skip("CURRENT", "ROW"):
            return "CURRENT ROW", None
        value = self.expression()
        return self.one_of("PRECEDING", "FOLLOWING"), value

    # Calls with words inside

    def position(self, start: int) -> Expression:
        """`POSITION(part IN whole)` is strpos."""
        self.expect("POSITION", "(")
        part = self.value()
        self.expect("IN")
        whole = self.value()
        self.expect(")")
        return tree.Call(self.span(start), "strpos", (whole, part))

    def substring(self, start: int) -> Expression:
        self.expect("SUBSTRING", "(")
        arguments = [self.expression()]
        if self.skip("FROM"):
            arguments.append(self.value())
            if self.skip("FOR"):
                arguments.append(self.value())
        else:
            while self.skip(","):
                arguments.append(self.expression())
        self.expect(")")
        return tree.Call(self.span(start), "substring", tuple(arguments))

    def trim(self, start: int) -> Expression:
        """`TRIM(LEADING '0' FROM month)` is ltrim."""
        self.expect("TRIM", "(")
        names = {"LEADING": "ltrim", "TRAILING": "rtrim", "BOTH": "trim"}
        side = names.get(self.next.word)
        if side:
            self.take()
        arguments: tuple[Expression, ...]
        if side and self.skip("FROM"):
            arguments = (self.value(),)
        else:
            first = self.value()
            if self.skip("FROM"):
                arguments = (self.value(), first)
            else:
                arguments = (first, self.value()) if self.skip(",") else (first,)
        self.expect(")")
        return tree.Call(self.span(start), side or "trim", arguments)

    def normalize(self, start: int) -> Expression:
        self.expect("NORMALIZE", "(")
        value = self.value()
        form = self.one_of("NFD", "NFC", "NFKD", "NFKC") if self.skip(",") else "NFC"
        self.expect(")")
        span = self.span(start)
        return tree.Call(span, "normalize", (value, tree.String(span, form)))

    def listagg(self, start: int) -> Expression:
        """`LISTAGG(x, ', ') WITHIN GROUP (ORDER BY y)`; ON OVERFLOW only where it is the default."""
        self.expect("LISTAGG", "(")
        distinct = self.skip("DISTINCT")
        value = self.expression()
        span = self.span(self.next.start)
        between = tree.String(span, self.string() if self.skip(",") else "")
        if self.skip("ON"):
            self.expect("OVERFLOW")
            if not self.skip("ERROR"):
                raise self.refused("LISTAGG ... ON OVERFLOW TRUNCATE")
        self.expect(")", "WITHIN", "GROUP", "(")
        order = self.order_by()
        self.expect(")")
        call = tree.Call(
            self.span(start), "listagg", (value, between), distinct=distinct, order=order
        )
        return self._with_clauses(start, call)
