"""Operators, by Trino's precedence: OR, AND, NOT, one predicate, ||, + -, * / %, sign, AT TIME ZONE."""

from collections.abc import Callable

from athena.sql import tree
from athena.sql.primaries import NUMBERS, Primaries
from athena.sql.tree import Expression

COMPARISONS = ("=", "<>", "!=", "<", "<=", ">", ">=")


class Expressions(Primaries):
    """Adds `expression` and `value`."""

    def expression(self) -> Expression:
        return self._logical("OR", lambda: self._logical("AND", self._negation))

    def _logical(self, operator: str, term: Callable[[], Expression]) -> Expression:
        start = self.next.start
        terms = [term()]
        while self.skip(operator):
            terms.append(term())
        if len(terms) == 1:
            return terms[0]
        return tree.Logical(self.span(start), operator, tuple(terms))

    def _negation(self) -> Expression:
        start = self.next.start
        if self.skip("NOT"):
            value = self._negation()
            return tree.Not(self.span(start), value)
        return self._predicated(start)

    def _predicated(self, start: int) -> Expression:
        value = self.value()
        at = self.next.start
        if self.next.word in COMPARISONS:
            return self._comparison(start, value, at)
        if self.skip("IS"):
            return self._is(start, value, at)
        negated = self.sees("NOT") and self.ahead(1).word in ("BETWEEN", "IN", "LIKE")
        if negated:
            self.take()
        found: Expression
        if self.skip("BETWEEN"):
            low = self.value()
            self.expect("AND")
            high = self.value()
            found = tree.Between(self.span(start, at), value, low, high)
        elif self.skip("IN"):
            found = self._in(start, value, at)
        elif self.skip("LIKE"):
            pattern = self.value()
            escape = self.value() if self.skip("ESCAPE") else None
            found = tree.Like(self.span(start), value, pattern, escape)
        else:
            return value
        return tree.Not(found.span, found) if negated else found

    def _comparison(self, start: int, value: Expression, at: int) -> Expression:
        operator = self.take().word.replace("!=", "<>")
        if self.next.word in ("ALL", "ANY", "SOME") and self.ahead(1).word == "(":
            quantifier = self.take().word.replace("SOME", "ANY")
            query = self.wrapped(self.query)
            return tree.Quantified(self.span(start, at), operator, value, quantifier, query)
        right = self.value()
        return tree.Comparison(self.span(start, at), operator, value, right)

    def _is(self, start: int, value: Expression, at: int) -> Expression:
        negated = self.skip("NOT")
        found: Expression
        if self.skip("NULL"):
            found = tree.IsNull(self.span(start), value)
        elif self.skip("DISTINCT"):
            self.expect("FROM")
            right = self.value()
            found = tree.Comparison(self.span(start, at), "IS DISTINCT FROM", value, right)
        else:
            raise self.unexpected("'DISTINCT', 'NULL'" if negated else "'DISTINCT', 'NOT', 'NULL'")
        return tree.Not(found.span, found) if negated else found

    def _in(self, start: int, value: Expression, at: int) -> Expression:
        def items() -> Expression:
            found = self.wrapped(lambda: self.listed(self.expression))
            return tree.InList(self.span(start), value, found)

        def query() -> Expression:
            found = self.wrapped(self.query)
            return tree.InQuery(self.span(start, at), value, found)

        nested = self.ahead(1).word == "("  # a query with parentheses of its own is an item, too
        if self.may_be_query and not nested:
            return query()
        return self.first_that_fits(items, query, nested) if self.may_be_query else items()

    def value(self) -> Expression:
        return self._operators(("||",), lambda: self._operators(("+", "-"), self._product))

    def _product(self) -> Expression:
        return self._operators(("*", "/", "%"), self._signed)

    def _operators(
        self, operators: tuple[str, ...], operand: Callable[[], Expression]
    ) -> Expression:
        start = self.next.start
        found = operand()
        while self.next.word in operators:
            at = self.next.start
            operator = self.take().word
            right = operand()
            span = self.span(start, at)
            if operator == "||":
                found = tree.Call(span, "concat", (found, right))
            else:
                found = tree.Arithmetic(span, operator, found, right)
        return found

    def _signed(self) -> Expression:
        start = self.next.start
        if self.next.word not in ("+", "-"):
            return self._zoned(start)
        operator = self.take().word
        if operator == "-" and self.next.kind in NUMBERS and self.ahead(1).word not in ("[", "."):
            return self._at_zone(start, self.number(start, "-"))
        value = self._signed()
        return tree.Sign(self.span(start), operator, value)

    def _zoned(self, start: int) -> Expression:
        return self._at_zone(start, self.primary())

    def _at_zone(self, start: int, value: Expression) -> Expression:
        while self.sees("AT", "TIME", "ZONE"):
            self.expect("AT", "TIME", "ZONE")
            zone = self.primary()
            value = tree.AtTimeZone(self.span(start), value, zone)
        return value
